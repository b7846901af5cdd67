import type { DatabaseSettings } from '@tessera/postgres';
import { SessionEntity } from './session.entity';
import { TimelineEntity } from './timeline.entity';
import { ErasureEntity } from '@tessera/projection';
import { ReadModel1763900000000 } from './migrations/1763900000000-read-model';

/** This service's schema: its entities and their migrations. */
export function database(settings: {
  readonly DATABASE_URL: string;
  readonly DATABASE_SCHEMA: string;
}): DatabaseSettings {
  return {
    url: settings.DATABASE_URL,
    schema: settings.DATABASE_SCHEMA,
    applicationName: 'session-projection',
    entities: [ErasureEntity, SessionEntity, TimelineEntity],
    migrations: [ReadModel1763900000000],
  };
}
