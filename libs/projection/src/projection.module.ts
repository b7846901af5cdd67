import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DecisionRecord, decisions, subjectKeys } from '@tessera/event-contracts';
import { BatchStrategy } from '@tessera/kafka';
import { connectDatabase, Cursors, type DatabaseSettings, type Sql } from '@tessera/postgres';
import { HealthChecks, Lifecycle, LOGGER, type Logger, Metrics } from '@tessera/service-kit';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { DecisionsController, SubjectKeysController } from './fold.controllers';
import { PostgresProjectionStore } from './postgres-store';
import { Projection } from './projection';
import type { ProjectionSettings } from './projection.settings';
import { readFromCheckpoint } from './read-from-checkpoint';
import { ReadOwnWrites } from './read-own-writes';
import { SubjectKeyTable } from './subject-keys';

/** A decision, and where it stands in its partition. */
export type FoldedDecision = DecisionRecord & { readonly offset: bigint };

export interface ProjectionModuleOptions {
  readonly settings: ProjectionSettings;
  readonly database: DatabaseSettings;
  /** Folds decisions into rows, within the transaction of the checkpoint. */
  readonly write: (sql: Sql, records: readonly FoldedDecision[]) => Promise<void>;
  /** The query API; behind it are DataSource, Cursors, SubjectKeyTable and ReadOwnWrites. */
  readonly controllers: readonly Type[];
  readonly providers?: readonly Provider[];
}

/** Everything of a service that folds `decisions.v1` into its own schema and answers queries on it. */
@Module({})
export class ProjectionModule {
  static with(options: ProjectionModuleOptions): DynamicModule {
    const { settings, database, write } = options;
    return {
      module: ProjectionModule,
      controllers: [DecisionsController, SubjectKeysController, ...options.controllers],
      providers: [
        {
          provide: DataSource,
          inject: [Lifecycle],
          useFactory: (lifecycle: Lifecycle) => connected(database, lifecycle),
        },
        {
          provide: Projection,
          inject: [DataSource, LOGGER],
          useFactory: (dataSource: DataSource, logger: Logger) =>
            new Projection<FoldedDecision>({
              store: new PostgresProjectionStore(dataSource, decisions.name, write),
              decode: (value, offset) => Object.assign(decisions.fromWire(value), { offset }),
              onHalt: (partition, reason) => logger.error({ partition, reason }, 'the partition halts'),
            }),
        },
        {
          provide: SubjectKeyTable,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new SubjectKeyTable(dataSource, settings.TESSERA_MASTER_KEY),
        },
        { provide: Cursors, useValue: new Cursors(settings.TESSERA_SERVICE_SECRET) },
        ReadOwnWrites,
        ...(options.providers ?? []),
      ],
    };
  }
}

async function connected(database: DatabaseSettings, lifecycle: Lifecycle): Promise<DataSource> {
  const dataSource = await connectDatabase({ ...database, pipeline: true });
  lifecycle.onStop('pools', 'database', () => dataSource.destroy());
  return dataSource;
}

/** Advice for the next start only: the checkpoint decides what is folded. */
const COMMIT_EVERY_MS = 5000;

/**
 * Lets the service consume, as the second argument of `bootstrap`. The group has the schema's name in it, so that a read model
 * that is rebuilt beside the live one reads from the beginning.
 */
export function consumeDecisions(service: string, settings: ProjectionSettings): (app: NestFastifyApplication) => void {
  return (app) => {
    const projection = app.get<Projection<DecisionRecord>>(Projection);
    const strategy: BatchStrategy = new BatchStrategy({
      kafka: { brokers: settings.KAFKA_BROKERS, clientId: service, topicPrefix: settings.TOPIC_PREFIX },
      groupId: `${settings.TESSERA_CLUSTER}.${service}.${settings.DATABASE_SCHEMA}`,
      sessionTimeoutMs: settings.KAFKA_SESSION_TIMEOUT_MS,
      commitEveryMs: COMMIT_EVERY_MS,
      listeners: [
        readFromCheckpoint(projection, decisions.name, () => strategy.consumer),
        readFromCheckpoint(app.get(SubjectKeyTable), subjectKeys.name, () => strategy.consumer),
      ],
    });
    watch(app, projection, strategy);
    app.connectMicroservice({ strategy });
  };
}

function watch(app: NestFastifyApplication, { halted }: Projection<DecisionRecord>, { consumer }: BatchStrategy): void {
  const health = app.get(HealthChecks);
  health.add('partitions', () => ({ up: halted.size === 0, details: Object.fromEntries(halted) }));
  health.add('assignment', () => ({ up: consumer.assignment !== null }));
  // Who is behind still answers, and says how far: whether that is too far, whoever reads decides.
  health.add('lag', () => ({
    up: true,
    details: { records: consumer.waiting === null ? null : Number(consumer.waiting) },
  }));
  new Gauge({
    name: 'tessera_projection_halted_partitions',
    help: 'Partitions that stand still since their log has a gap or cannot be read',
    registers: [app.get(Metrics).registry],
    collect() {
      this.set(halted.size);
    },
  });
  new Gauge({
    name: 'tessera_consumer_lag',
    help: 'Records up to the last stable offset that are not folded yet',
    labelNames: ['topic', 'partition'] as const,
    registers: [app.get(Metrics).registry],
    async collect() {
      for (const { topic, partition, toStable } of await consumer.lag())
        this.set({ topic, partition }, Number(toStable));
    },
  });
}
