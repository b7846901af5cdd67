import type { DatabaseSettings } from '@tessera/postgres';
import { AchievementEntity } from './achievement.entity';
import { ActivityEntity } from './activity.entity';
import { ProfileEntity } from './profile.entity';
import { ErasureEntity } from '@tessera/projection';
import { ReadModel1763900000000 } from './migrations/1763900000000-read-model';
import { ActivityOfProfile1764300000000 } from './migrations/1764300000000-activity-of-profile';
import { Audiences1764320000000 } from './migrations/1764320000000-audiences';
import { Achievements1764340000000 } from './migrations/1764340000000-achievements';

/** This service's schema: its entities and their migrations. */
export function database(settings: {
  readonly DATABASE_URL: string;
  readonly DATABASE_SCHEMA: string;
}): DatabaseSettings {
  return {
    url: settings.DATABASE_URL,
    schema: settings.DATABASE_SCHEMA,
    applicationName: 'profile-projection',
    entities: [AchievementEntity, ActivityEntity, ErasureEntity, ProfileEntity],
    migrations: [
      ReadModel1763900000000,
      ActivityOfProfile1764300000000,
      Audiences1764320000000,
      Achievements1764340000000,
    ],
  };
}
