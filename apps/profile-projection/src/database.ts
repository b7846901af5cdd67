import type { DatabasePlace, DatabaseSettings } from '@tessera/postgres';
import { AchievementEntity } from './achievement.entity';
import { ActivityEntity } from './activity.entity';
import { LedgerEntryEntity } from './ledger-entry.entity';
import { LedgerEntity } from './ledger.entity';
import { ProfileEntity } from './profile.entity';
import { ErasureEntity } from '@tessera/projection';
import { ReadModel1763900000000 } from './migrations/1763900000000-read-model';
import { ActivityOfProfile1764300000000 } from './migrations/1764300000000-activity-of-profile';
import { Audiences1764320000000 } from './migrations/1764320000000-audiences';
import { Achievements1764340000000 } from './migrations/1764340000000-achievements';
import { Ledgers1764350000000 } from './migrations/1764350000000-ledgers';
import { ImportedPoints1764360000000 } from './migrations/1764360000000-imported-points';
import { WaitingPoints1764370000000 } from './migrations/1764370000000-waiting-points';
import { EntriesOfADay1764430000000 } from './migrations/1764430000000-entries-of-a-day';

/** This service's schema: its entities and their migrations. */
export function database(place: DatabasePlace): DatabaseSettings {
  return {
    url: place.DATABASE_URL,
    schema: place.DATABASE_SCHEMA,
    applicationName: 'profile-projection',
    entities: [AchievementEntity, ActivityEntity, ErasureEntity, LedgerEntity, LedgerEntryEntity, ProfileEntity],
    migrations: [
      ReadModel1763900000000,
      ActivityOfProfile1764300000000,
      Audiences1764320000000,
      Achievements1764340000000,
      Ledgers1764350000000,
      ImportedPoints1764360000000,
      WaitingPoints1764370000000,
      EntriesOfADay1764430000000,
    ],
  };
}
