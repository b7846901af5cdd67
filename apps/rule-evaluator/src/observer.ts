import type { Lane } from './lane';

export interface SliceFigures {
  readonly partition: number;
  readonly lane: Lane;
  readonly requests: number;
  readonly ms: number;
}

/** What the driver tells about itself, for metrics, logs and readiness. None of it changes what it does. */
export interface Observer {
  decided(slice: SliceFigures): void;
  /** Requests that became visible in the output topics. */
  published(partition: number, requests: number): void;
  conflict(partition: number): void;
  /** Ownership begins anew: fence, look, re-emit. */
  claiming(partition: number): void;
  claimed(partition: number, reEmitted: number): void;
  halted(partition: number, reason: string): void;
  failed(partition: number, doing: string, error: unknown): void;
}
