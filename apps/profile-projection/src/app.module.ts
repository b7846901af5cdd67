import type { DynamicModule } from '@nestjs/common';
import { ProjectionModule, type ProjectionSettings } from '@tessera/projection';
import { AchievementController } from './achievement.controller';
import { database } from './database';
import { fold } from './fold';
import { LedgerController } from './ledger.controller';
import { LedgerQueries } from './ledger.queries';
import { ProfileController } from './profile.controller';
import { ProfileQueries } from './profile.queries';
import { write } from './profile.store';

/** decisions.v1 → rows → query API. */
export function appModule(settings: ProjectionSettings): DynamicModule {
  return ProjectionModule.with({
    settings,
    database: database(settings),
    write: (sql, records) => write(sql, fold(records)),
    controllers: [AchievementController, LedgerController, ProfileController],
    providers: [LedgerQueries, ProfileQueries],
  });
}
