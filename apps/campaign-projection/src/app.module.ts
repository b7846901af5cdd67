import type { DynamicModule, FactoryProvider } from '@nestjs/common';
import { decisions } from '@tessera/event-contracts';
import { RecordReader } from '@tessera/kafka';
import { together } from '@tessera/postgres';
import { ProjectionModule, type ProjectionSettings, SubjectKeyTable } from '@tessera/projection';
import { Lifecycle } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { BudgetController } from './budget.controller';
import { BudgetQueries } from './budget.queries';
import { CampaignController } from './campaign.controller';
import { CampaignQueries } from './campaign.queries';
import { database } from './database';
import { EventController, EventTypeController } from './event.controller';
import { EventQueries } from './event.queries';
import { ExplanationController } from './explaining/explanation.controller';
import { Explanations } from './explaining/explanations';
import { PastCatalogs } from './explaining/past-catalogs';
import { writeRowVersions } from './explaining/row-versions';
import { fold } from './fold';
import { write } from './store';

/** decisions.v1 → rows → query API. */
export function appModule(settings: ProjectionSettings): DynamicModule {
  return ProjectionModule.with({
    settings,
    database: database(settings),
    write: async (sql, records) => {
      await together([write(sql, fold(records)), writeRowVersions(sql, records)]);
    },
    controllers: [BudgetController, CampaignController, EventController, EventTypeController, ExplanationController],
    providers: [BudgetQueries, CampaignQueries, EventQueries, explanations(settings)],
  });
}

/** Reads nothing until somebody asks. */
function explanations(settings: ProjectionSettings): FactoryProvider<Explanations> {
  return {
    provide: Explanations,
    inject: [DataSource, SubjectKeyTable, Lifecycle],
    useFactory: (dataSource: DataSource, keys: SubjectKeyTable, lifecycle: Lifecycle) => {
      const { KAFKA_BROKERS: brokers, TOPIC_PREFIX: topicPrefix } = settings;
      const kafka = { brokers, topicPrefix, clientId: 'tessera-campaign-projection' };
      const reader = new RecordReader({ kafka, topic: decisions.name });
      lifecycle.onStop('consumers', 'explanations', () => reader.stop());
      return new Explanations({ dataSource, keys, reader, catalogs: new PastCatalogs(kafka) });
    },
  };
}
