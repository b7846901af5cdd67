import type { Clock } from './ports';

/** The bulk lane is taken from only while the oldest undecided live record is younger than this. */
const CALM_BELOW_MS = 250n;
/** Bulk slices stay small for so long after a live record. */
const RECENT_MS = 1_000n;

/** How long people wait, over all partitions of this process: they share its processor and its database. */
export class LiveTraffic {
  private readonly waiting: (() => bigint | null)[] = [];
  private seen: bigint | null = null;

  constructor(private readonly clock: Clock) {}

  /** @param oldest the broker's time of the oldest live record that waits in a partition; null: none waits */
  watch(oldest: () => bigint | null): void {
    this.waiting.push(oldest);
  }

  /** A live record came. */
  arrived(): void {
    this.seen = this.clock.now();
  }

  /** Milliseconds that the longest waiting live record has waited; 0 where none waits. */
  lagMs(): bigint {
    const now = this.clock.now();
    const oldest = this.waiting.map((ask) => ask() ?? now).reduce((a, b) => (a < b ? a : b), now);
    return now - oldest;
  }

  calm(): boolean {
    return this.lagMs() < CALM_BELOW_MS;
  }

  recent(): boolean {
    return this.seen !== null && this.clock.now() - this.seen < RECENT_MS;
  }
}
