import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type EffectRecord, effects, subjectKeys } from '@tessera/event-contracts';
import { BatchStrategy, type Feed } from '@tessera/kafka';
import { Projection, readFromCheckpoint, SubjectKeyTable } from '@tessera/projection';
import { HealthChecks, Lifecycle, LOGGER, type Logger, Metrics } from '@tessera/service-kit';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { kafkaOf, SERVICE } from './app.module';
import { turnDays } from './deliveries/days';
import { Dispatcher } from './dispatcher';
import { WEBHOOK_FEED } from './endpoints/webhooks';
import { Sender } from './sending/sender';
import type { Settings } from './settings';

/** Advice for the next start only: the checkpoint decides what was taken. */
const COMMIT_EVERY_MS = 5_000;

const HOUR_MS = 3_600_000;

/** Lets the service work, as the second argument of `bootstrap`. */
export function consume(settings: Settings): (app: NestFastifyApplication) => Promise<void> {
  return async (app) => {
    await keepDays(app);
    const feed = app.get<Feed<unknown, unknown>>(WEBHOOK_FEED);
    const projection = app.get<Projection<EffectRecord>>(Projection);
    const strategy = strategyOf(settings, app.get<Logger>(LOGGER), { projection, keys: app.get(SubjectKeyTable) });
    app.connectMicroservice({ strategy });
    watch(app, { feed, projection, strategy });
    await feed.start();
    app.get(Dispatcher).start();
    stopInOrder(app, feed);
  };
}

interface Folds {
  readonly projection: Projection<EffectRecord>;
  readonly keys: SubjectKeyTable;
}

function strategyOf(settings: Settings, logger: Logger, { projection, keys }: Folds): BatchStrategy {
  const strategy: BatchStrategy = new BatchStrategy({
    kafka: kafkaOf(settings, logger),
    groupId: `${settings.TESSERA_CLUSTER}.${SERVICE}.${settings.DATABASE_SCHEMA}`,
    sessionTimeoutMs: settings.KAFKA_SESSION_TIMEOUT_MS,
    commitEveryMs: COMMIT_EVERY_MS,
    listeners: [
      readFromCheckpoint(projection, effects.name, () => strategy.consumer),
      readFromCheckpoint(keys, subjectKeys.name, () => strategy.consumer),
    ],
  });
  return strategy;
}

async function keepDays(app: NestFastifyApplication): Promise<void> {
  const dataSource = app.get(DataSource);
  const logger = app.get<Logger>(LOGGER);
  await turnDays(dataSource, Date.now());
  const timer = setInterval(() => {
    // The partitions of two more days exist: the next hour is soon enough.
    turnDays(dataSource, Date.now()).catch((err: unknown) => logger.error({ err }, 'the days could not be turned'));
  }, HOUR_MS);
  app.get(Lifecycle).onStop('streams', 'days', () => clearInterval(timer));
}

function stopInOrder(app: NestFastifyApplication, feed: Feed<unknown, unknown>): void {
  const lifecycle = app.get(Lifecycle);
  lifecycle.onStop('streams', 'dispatcher', () => app.get(Dispatcher).stop());
  lifecycle.onStop('consumers', 'webhooks', () => feed.stop());
  lifecycle.onStop('producers', 'sender', () => app.get(Sender).close());
}

interface Watched {
  readonly feed: Feed<unknown, unknown>;
  readonly projection: Projection<EffectRecord>;
  readonly strategy: BatchStrategy;
}

function watch(app: NestFastifyApplication, { feed, projection, strategy: { consumer } }: Watched): void {
  const health = app.get(HealthChecks);
  health.add('catalog', () => ({ up: feed.ready, details: { version: Number(feed.version) } }));
  health.add('partitions', () => ({
    up: projection.halted.size === 0,
    details: Object.fromEntries(projection.halted),
  }));
  health.add('assignment', () => ({ up: consumer.trouble === null, details: { trouble: consumer.trouble } }));
  new Gauge({
    name: 'tessera_consumer_lag',
    help: 'Records up to the last stable offset that are not taken yet',
    labelNames: ['topic', 'partition'] as const,
    registers: [app.get(Metrics).registry],
    async collect() {
      for (const { topic, partition, toStable } of await consumer.lag())
        this.set({ topic, partition }, Number(toStable));
    },
  });
}
