import type { Clock } from './ports';

/** The bulk lane is taken from only while the oldest undecided live record is younger than this. */
const CALM_BELOW_MS = 250n;
/** Bulk slices stay small for so long after a live record. */
const RECENT_MS = 1_000n;

/** How long people wait, over all partitions of this process: they share its processor and its database. */
export class LiveTraffic {
  private readonly oldest = new Map<number, bigint>();
  private seen: bigint | null = null;

  constructor(private readonly clock: Clock) {}

  /** Notes the oldest undecided live record of a partition; null: none waits there. */
  waits(partition: number, oldest: bigint | null): void {
    if (oldest === null) {
      this.oldest.delete(partition);
      return;
    }
    this.oldest.set(partition, oldest);
    this.seen = this.clock.now();
  }

  /** Milliseconds that the longest waiting live record has waited; 0 where none waits. */
  lagMs(): bigint {
    const now = this.clock.now();
    return [...this.oldest.values()].reduce((most, at) => (now - at > most ? now - at : most), 0n);
  }

  calm(): boolean {
    return this.lagMs() < CALM_BELOW_MS;
  }

  recent(): boolean {
    return this.seen !== null && this.clock.now() - this.seen < RECENT_MS;
  }
}
