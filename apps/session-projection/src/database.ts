import type { DatabasePlace, DatabaseSettings } from '@tessera/postgres';
import { SessionEntity } from './session.entity';
import { TimelineEntity } from './timeline.entity';
import { ErasureEntity } from '@tessera/projection';
import { CanonicalCodes1764600000000 } from './migrations/1764600000000-canonical-codes';
import { ClosedAt1764520000000 } from './migrations/1764520000000-closed-at';
import { ReadModel1763900000000 } from './migrations/1763900000000-read-model';

/** This service's schema: its entities and their migrations. */
export function database(place: DatabasePlace): DatabaseSettings {
  return {
    url: place.DATABASE_URL,
    schema: place.DATABASE_SCHEMA,
    applicationName: 'session-projection',
    entities: [ErasureEntity, SessionEntity, TimelineEntity],
    migrations: [ReadModel1763900000000, ClosedAt1764520000000, CanonicalCodes1764600000000],
  };
}
