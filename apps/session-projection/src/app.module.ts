import type { DynamicModule } from '@nestjs/common';
import { ProjectionModule, type ProjectionSettings } from '@tessera/projection';
import { database } from './database';
import { CustomerController } from './customer.controller';
import { CustomerQueries } from './customer.queries';
import { fold } from './fold';
import { SessionController } from './session.controller';
import { SessionQueries } from './session.queries';
import { write } from './session.store';

/** decisions.v1 → rows → query API. */
export function appModule(settings: ProjectionSettings): DynamicModule {
  return ProjectionModule.with({
    settings,
    database: database(settings),
    write: (sql, records) => write(sql, fold(records)),
    controllers: [CustomerController, SessionController],
    providers: [CustomerQueries, SessionQueries],
  });
}
