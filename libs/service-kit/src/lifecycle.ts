import type { OnModuleDestroy } from '@nestjs/common';
import type { Logger } from './logger';

/** What a service stops, in this order: first what brings work in, last what work stands on. */
export const STOP_STAGES = ['streams', 'http', 'consumers', 'producers', 'pools'] as const;
export type StopStage = (typeof STOP_STAGES)[number];

interface Stop {
  readonly stage: StopStage;
  readonly name: string;
  readonly stop: () => Promise<unknown> | void;
}

/** Each stage's share of the 30 seconds that a container has to stop. */
const STAGE_TIMEOUT_MS: Readonly<Record<StopStage, number>> = {
  streams: 6000,
  http: 8000,
  consumers: 6000,
  producers: 4000,
  pools: 3000,
};

/** The order in which a service stops. Whoever opens something registers how it closes. */
export class Lifecycle implements OnModuleDestroy {
  private readonly stops: Stop[] = [];
  private readonly controller = new AbortController();
  private stopped: Promise<void> | undefined;

  constructor(private readonly logger: Logger) {}

  /** Aborted when the stop begins: long work (a stream, a wait) ends on it. */
  get stopping(): AbortSignal {
    return this.controller.signal;
  }

  onStop(stage: StopStage, name: string, stop: Stop['stop']): void {
    this.stops.push({ stage, name, stop });
  }

  /**
   * The first that Nest calls when an application closes. It calls it once more for each microservice that a stage closes:
   * to wait for the stop there would be to wait for itself.
   */
  onModuleDestroy(): Promise<void> {
    return this.stopped ? Promise.resolve() : this.stop();
  }

  /** Runs all stages, once. What fails or hangs is logged and left behind: the process is to end anyhow. */
  stop(): Promise<void> {
    this.stopped ??= this.runStages();
    return this.stopped;
  }

  private async runStages(): Promise<void> {
    this.controller.abort();
    for (const stage of STOP_STAGES) {
      const stops = this.stops.filter((entry) => entry.stage === stage);
      await Promise.all(stops.map((entry) => this.run(entry)));
    }
  }

  private async run({ stage, name, stop }: Stop): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`not stopped in ${STAGE_TIMEOUT_MS[stage]} ms`)),
        STAGE_TIMEOUT_MS[stage],
      );
    });
    try {
      await Promise.race([stop(), late]);
    } catch (err) {
      this.logger.error({ err, stage, name }, 'a part of the service did not stop cleanly');
    } finally {
      clearTimeout(timer);
    }
  }
}
