import { type DynamicModule, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bulkEvents, integrationEvents } from '@tessera/event-contracts';
import { BatchStrategy, exitOnCrash } from '@tessera/kafka';
import { HealthChecks, Lifecycle, type Logger, LOGGER, Metrics } from '@tessera/service-kit';
import { acceptBytes, DryController } from './dry.controller';
import { DryRun } from './dry-run';
import { EvaluateController } from './evaluate.controller';
import { Evaluator } from './evaluator';
import { Janitor } from './janitor';
import { Jobs } from './jobs';
import { KeyRelay } from './key-relay';
import { connectParts, groupOf, kafkaOf, type Parts } from './parts';
import type { Settings } from './settings';
import { systemClock } from './system';
import { lagGauge } from './telemetry';
import { Ticker } from './ticker';

const PARTS = Symbol('parts');
const KEYS_EVERY_MS = 200;
const JANITOR_EVERY_MS = 10 * 60_000;
const STUCK_EVERY_MS = 5_000;
const TICK_EVERY_MS = 200;

/** The driver, its jobs and its checks, in a service. */
@Module({})
export class AppModule implements OnApplicationBootstrap {
  constructor(
    @Inject(PARTS) private readonly parts: Parts,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthChecks,
    private readonly metrics: Metrics,
  ) {}

  static with(settings: Settings): DynamicModule {
    const connected = {
      provide: PARTS,
      inject: [Lifecycle, Metrics, LOGGER],
      useFactory: (lifecycle: Lifecycle, metrics: Metrics, logger: Logger) =>
        connectParts(settings, { lifecycle, metrics, logger }),
    };
    const evaluator = { provide: Evaluator, inject: [PARTS], useFactory: (parts: Parts) => parts.evaluator };
    const dryRun = { provide: DryRun, inject: [PARTS], useFactory: dryRunOf };
    const controllers = [EvaluateController, DryController];
    return { module: AppModule, controllers, providers: [connected, evaluator, dryRun] };
  }

  onApplicationBootstrap(): void {
    const { evaluator, catalogs, telemetry } = this.parts;
    lagGauge(this.metrics, (lane) => evaluator.lagMs(lane));
    this.health.add('catalog', () => ({
      up: catalogs.feed.ready,
      details: { version: String(catalogs.feed.version) },
    }));
    this.health.add('partitions', () => {
      const { owned, claimed } = evaluator.standing;
      const halted = telemetry.haltedPartitions.size;
      return { up: owned === claimed && halted === 0, details: { owned, claimed, halted } };
    });
    this.startJobs();
  }

  private startJobs(): void {
    const { evaluator, dataSource, producer, partitions, log } = this.parts;
    const jobs = new Jobs(this.logger);
    const relay = new KeyRelay(dataSource, producer, partitions, () => systemClock.now());
    const ticker = new Ticker(dataSource, producer, () => systemClock.now());
    const janitor = new Janitor(dataSource, log, { live: integrationEvents.name, bulk: bulkEvents.name });
    jobs.every(KEYS_EVERY_MS, 'subject keys', () => relay.run());
    jobs.every(TICK_EVERY_MS, 'clock', () => ticker.run());
    jobs.every(JANITOR_EVERY_MS, 'janitor', () => janitor.run());
    jobs.every(STUCK_EVERY_MS, 'stuck partitions', () => endWhereStuck(evaluator));
    this.lifecycle.onStop('producers', 'jobs', async () => {
      jobs.stop();
      await relay.release();
      await ticker.release();
    });
  }
}

function dryRunOf({ catalogs, store }: Parts): DryRun {
  return new DryRun({ catalogs, clock: systemClock, reading: (work) => store.reading(work) });
}

/** A process that cannot go on is started again by its supervisor. */
function endWhereStuck(evaluator: Evaluator): void {
  const stuck = evaluator.stuck();
  if (stuck.length > 0) exitOnCrash(new Error(`partitions ${stuck.join(', ')} stand still although requests wait`));
}

/** Reads both lanes of the partitions that the group gives to this process. */
export function consumeInbox(settings: Settings): (app: NestFastifyApplication) => void {
  return (app) => {
    acceptBytes(app);
    const strategy = new BatchStrategy({
      kafka: kafkaOf(settings),
      groupId: groupOf(settings),
      sessionTimeoutMs: settings.KAFKA_SESSION_TIMEOUT_MS,
      listeners: [app.get(Evaluator)],
    });
    app.get(HealthChecks).add('group', () => {
      const { trouble } = strategy.consumer;
      return trouble === null ? { up: true } : { up: false, details: { trouble } };
    });
    app.connectMicroservice({ strategy });
  };
}
