import type { DynamicModule } from '@nestjs/common';
import { ProjectionModule, type ProjectionSettings } from '@tessera/projection';
import { CampaignController } from './campaign.controller';
import { CampaignQueries } from './campaign.queries';
import { database } from './database';
import { EventController } from './event.controller';
import { EventQueries } from './event.queries';
import { fold } from './fold';
import { write } from './store';

/** decisions.v1 → rows → query API. */
export function appModule(settings: ProjectionSettings): DynamicModule {
  return ProjectionModule.with({
    settings,
    database: database(settings),
    write: (sql, records) => write(sql, fold(records)),
    controllers: [CampaignController, EventController],
    providers: [CampaignQueries, EventQueries],
  });
}
