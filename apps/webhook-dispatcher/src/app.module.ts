import { type DynamicModule, Module } from '@nestjs/common';
import { type EffectRecord, effects } from '@tessera/event-contracts';
import { connectDatabase, Cursors, sqlOf } from '@tessera/postgres';
import { PostgresProjectionStore, Projection, SubjectKeyTable } from '@tessera/projection';
import { Lifecycle, LOGGER, type Logger } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { database } from './database';
import { addDeliveries, Deliveries } from './deliveries/deliveries';
import { DeliveryController } from './deliveries/delivery.controller';
import { DeliveryQueries } from './deliveries/delivery.queries';
import { Dispatch } from './dispatch';
import { Dispatcher } from './dispatcher';
import { EffectsController } from './effects/effects.controller';
import { deliveryOf } from './effects/webhook-effect';
import { DisabledEndpoints } from './endpoints/disabled-endpoints';
import { WEBHOOK_FEED, webhookFeed, type WebhookFeed } from './endpoints/webhooks';
import { WebhookMetrics } from './metrics';
import { Sender } from './sending/sender';
import type { Settings } from './settings';

/** Four times what a call may take. */
const LEASE_MS = 60_000;

export const SERVICE = 'webhook-dispatcher';

/** effects.v1 → calls that are due → the endpoints, with every try kept. */
@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      controllers: [EffectsController, DeliveryController],
      providers: [
        ...stores(settings),
        {
          provide: WEBHOOK_FEED,
          inject: [LOGGER],
          useFactory: (logger: Logger) => webhookFeed(kafkaOf(settings, logger)),
        },
        { provide: Sender, useValue: new Sender({ dev: settings.TESSERA_DEV }) },
        {
          provide: Dispatch,
          inject: [Deliveries, DisabledEndpoints, SubjectKeyTable, Sender],
          useFactory: dispatchOf(settings),
        },
        {
          provide: Dispatcher,
          inject: [Deliveries, DisabledEndpoints, Dispatch, WEBHOOK_FEED, LOGGER, WebhookMetrics],
          useFactory: dispatcherOf,
        },
        { provide: Cursors, useValue: new Cursors(settings.TESSERA_SERVICE_SECRET) },
        DeliveryQueries,
        WebhookMetrics,
      ],
    };
  }
}

/** What every client of the broker in this service needs. */
export const kafkaOf = (settings: Settings, logger: Logger) => ({
  brokers: settings.KAFKA_BROKERS,
  clientId: SERVICE,
  topicPrefix: settings.TOPIC_PREFIX,
  log: (line: Readonly<Record<string, unknown>>) => logger.error(line, 'kafka'),
});

const stores = (settings: Settings) => [
  {
    provide: DataSource,
    inject: [Lifecycle],
    useFactory: async (lifecycle: Lifecycle) => {
      const dataSource = await connectDatabase(database(settings));
      lifecycle.onStop('pools', 'database', () => dataSource.destroy());
      return dataSource;
    },
  },
  {
    provide: Projection,
    inject: [DataSource, LOGGER],
    useFactory: projectionOf,
  },
  {
    provide: SubjectKeyTable,
    inject: [DataSource],
    useFactory: (dataSource: DataSource) => new SubjectKeyTable(dataSource, settings.TESSERA_MASTER_KEY),
  },
  {
    provide: Deliveries,
    inject: [DataSource],
    useFactory: (dataSource: DataSource) => new Deliveries(sqlOf(dataSource), LEASE_MS),
  },
  {
    provide: DisabledEndpoints,
    inject: [DataSource],
    useFactory: (dataSource: DataSource) => new DisabledEndpoints(sqlOf(dataSource)),
  },
];

/** Effects to deliveries, each once: its checkpoint moves with them. */
function projectionOf(dataSource: DataSource, logger: Logger): Projection<EffectRecord> {
  return new Projection<EffectRecord>({
    store: new PostgresProjectionStore<EffectRecord>(dataSource, effects.name, (sql, records) =>
      addDeliveries(
        sql,
        records.flatMap((record) => deliveryOf(record) ?? []),
      ),
    ),
    decode: (value) => effects.fromWire(value),
    expires: true,
    onHalt: (partition, reason) => logger.error({ partition, reason }, 'the partition halts'),
  });
}

const dispatchOf =
  ({ TESSERA_MASTER_KEY: masterKey }: Settings) =>
  (deliveries: Deliveries, endpoints: DisabledEndpoints, keys: SubjectKeyTable, sender: Sender): Dispatch =>
    new Dispatch({ deliveries, endpoints, keys, sender, masterKey, chance: Math.random });

function dispatcherOf(
  deliveries: Deliveries,
  endpoints: DisabledEndpoints,
  dispatch: Dispatch,
  feed: WebhookFeed,
  logger: Logger,
  metrics: WebhookMetrics,
): Dispatcher {
  return new Dispatcher({
    ...{ deliveries, endpoints, feed },
    dispatch: {
      run: async (claimed, webhook, stop) => metrics.tried(await dispatch.run(claimed, webhook, stop)),
    },
    onError: (err, claimed) => logger.error({ err, delivery: claimed?.id }, 'a delivery could not be tried'),
  });
}
