import type { DatabasePlace, DatabaseSettings } from '@tessera/postgres';
import { AttemptEntity } from './deliveries/attempt.entity';
import { DeliveryEntity } from './deliveries/delivery.entity';
import { EndpointEntity } from './endpoints/endpoint.entity';
import { Deliveries1763900000000 } from './migrations/1763900000000-deliveries';
import { Requests1764300000000 } from './migrations/1764300000000-requests';

/** This service's schema: its entities and their migrations. */
export function database(place: DatabasePlace): DatabaseSettings {
  return {
    url: place.DATABASE_URL,
    schema: place.DATABASE_SCHEMA,
    applicationName: 'webhook-dispatcher',
    entities: [DeliveryEntity, AttemptEntity, EndpointEntity],
    migrations: [Deliveries1763900000000, Requests1764300000000],
  };
}
