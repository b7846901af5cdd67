import type { Clock } from './ports';

/** The bulk lane is taken from only while the oldest undecided live record is younger than this. */
const CALM_BELOW_MS = 250n;
/** The same while people are about: a live record that waits so long is held up by something. */
const PROMPT_BELOW_MS = 25n;
/** People are about for so long after a live record. */
const RECENT_MS = 1_000n;
/** While people are about, a bulk slice is followed by this many times its length without one. */
const REST = 5n;

/**
 * How long people wait, over all partitions of this process: they share its processor and its database. While people are
 * about, the bulk lane gets a sixth of the time at most, one slice at a time.
 */
export class LiveTraffic {
  private readonly waiting: (() => bigint | null)[] = [];
  private seen: bigint | null = null;
  private bulkSlices = 0;
  private restUntil = 0n;

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

  /** Whether a bulk slice may be decided now. */
  calm(): boolean {
    if (!this.recent()) return this.lagMs() < CALM_BELOW_MS;
    return this.bulkSlices === 0 && this.clock.now() >= this.restUntil && this.lagMs() < PROMPT_BELOW_MS;
  }

  recent(): boolean {
    return this.seen !== null && this.clock.now() - this.seen < RECENT_MS;
  }

  /** Decides a bulk slice, which the others take turns with. */
  async bulk<T>(decide: () => Promise<T>): Promise<T> {
    const began = this.clock.now();
    this.bulkSlices += 1;
    try {
      return await decide();
    } finally {
      const ended = this.clock.now();
      this.bulkSlices -= 1;
      this.restUntil = ended + REST * (ended - began);
    }
  }
}
