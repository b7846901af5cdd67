import type { Logger, Metrics } from '@tessera/service-kit';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Observer, SliceFigures } from './observer';

/** What the driver tells, as metrics and log lines; and which partitions are halted, for readiness. */
export class Telemetry implements Observer {
  readonly haltedPartitions = new Map<number, string>();
  private readonly decisions: Counter<'lane'>;
  private readonly publishedRequests: Counter;
  private readonly conflicts: Counter;
  private readonly claims: Counter;
  private readonly failures: Counter<'doing'>;
  private readonly sliceRequests: Histogram<'lane'>;
  private readonly sliceSeconds: Histogram<'lane'>;

  constructor(
    { registry }: Metrics,
    private readonly logger: Logger,
  ) {
    const registers = [registry];
    const lane = ['lane'] as const;
    this.decisions = new Counter({
      name: 'tessera_decisions_total',
      help: 'Requests decided',
      labelNames: lane,
      registers,
    });
    this.publishedRequests = new Counter({
      name: 'tessera_published_requests_total',
      help: 'Requests whose decisions are visible in the output topics',
      registers,
    });
    this.conflicts = new Counter({
      name: 'tessera_slice_retries_total',
      help: 'Slices that another transaction was in the way of',
      registers,
    });
    this.claims = new Counter({ name: 'tessera_claims_total', help: 'Partitions taken over or anew', registers });
    this.failures = new Counter({
      name: 'tessera_driver_failures_total',
      help: 'Errors after which a partition began again',
      labelNames: ['doing'],
      registers,
    });
    this.sliceRequests = new Histogram({
      name: 'tessera_slice_requests',
      help: 'Requests in one slice',
      labelNames: lane,
      buckets: [1, 2, 5, 10, 20, 50, 100, 200],
      registers,
    });
    this.sliceSeconds = new Histogram({
      name: 'tessera_slice_seconds',
      help: 'Time from a slice in hand to its commit',
      labelNames: lane,
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
      registers,
    });
    const halted = this.haltedPartitions;
    new Gauge({
      name: 'tessera_halted_partitions',
      help: 'Partitions that wait for an operator',
      registers,
      collect() {
        this.set(halted.size);
      },
    });
  }

  decided({ lane, requests, ms }: SliceFigures): void {
    this.decisions.inc({ lane }, requests);
    this.sliceRequests.observe({ lane }, requests);
    this.sliceSeconds.observe({ lane }, ms / 1000);
  }

  published(_partition: number, requests: number): void {
    this.publishedRequests.inc(requests);
  }

  conflict(): void {
    this.conflicts.inc();
  }

  claiming(): void {
    this.claims.inc();
  }

  claimed(partition: number, reEmitted: number): void {
    this.haltedPartitions.delete(partition);
    this.logger.info({ partition, reEmitted }, 'partition claimed');
  }

  halted(partition: number, reason: string): void {
    this.haltedPartitions.set(partition, reason);
    this.logger.error({ partition, reason }, 'partition halted: an operator must look at it');
  }

  failed(partition: number, doing: string, err: unknown): void {
    this.failures.inc({ doing });
    this.logger.warn({ partition, doing, err }, 'the partition begins again');
  }
}

/** Gauges that are asked when metrics are read. */
export function lagGauge({ registry }: Metrics, lagMs: (lane: 'live' | 'bulk') => number): void {
  new Gauge({
    name: 'tessera_lag_seconds',
    help: 'Age of the oldest request that waits to be decided',
    labelNames: ['lane'] as const,
    registers: [registry],
    collect() {
      this.set({ lane: 'live' }, lagMs('live') / 1000);
      this.set({ lane: 'bulk' }, lagMs('bulk') / 1000);
    },
  });
}
