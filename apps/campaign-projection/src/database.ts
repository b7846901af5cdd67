import type { DatabasePlace, DatabaseSettings } from '@tessera/postgres';
import { ErasureEntity } from '@tessera/projection';
import { BudgetEntity } from './budget.entity';
import { BudgetCourseEntity, CounterEntity, CourseEntity } from './counter.entity';
import { EventEntity } from './event.entity';
import { ProfileEntity } from './profile.entity';
import { RowVersionEntity } from './row-version.entity';
import { Budgets1764700000000 } from './migrations/1764700000000-budgets';
import { EventIds1764600000000 } from './migrations/1764600000000-event-ids';
import { EventTypes1764710000000 } from './migrations/1764710000000-event-types';
import { RowVersions1764500000000 } from './migrations/1764500000000-row-versions';
import { RowVersionTimes1764510000000 } from './migrations/1764510000000-row-version-times';
import { ReadModel1764000000000 } from './migrations/1764000000000-read-model';

/** This service's schema: its entities and their migrations. */
export function database(place: DatabasePlace): DatabaseSettings {
  return {
    url: place.DATABASE_URL,
    schema: place.DATABASE_SCHEMA,
    applicationName: 'campaign-projection',
    entities: [
      BudgetCourseEntity,
      BudgetEntity,
      CounterEntity,
      CourseEntity,
      ErasureEntity,
      EventEntity,
      ProfileEntity,
      RowVersionEntity,
    ],
    migrations: [
      ReadModel1764000000000,
      RowVersions1764500000000,
      RowVersionTimes1764510000000,
      EventIds1764600000000,
      Budgets1764700000000,
      EventTypes1764710000000,
    ],
  };
}
