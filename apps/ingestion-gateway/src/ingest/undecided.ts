import type { IngestSummary } from '@tessera/api-contracts';

/** Counts of one stream, and which of its lines wait since when. */
export class Undecided {
  received = 0;
  private decided = 0;
  private failed = 0;
  /** In the order in which they came, so that the oldest is the first. */
  private readonly since = new Map<number, number>();

  constructor(private readonly now: () => number = Date.now) {}

  start(line: number): void {
    this.since.set(line, this.now());
  }

  finish(line: number, ok: boolean): void {
    this.since.delete(line);
    if (ok) this.decided += 1;
    else this.failed += 1;
  }

  /** Lines that have waited longer than that, oldest first. */
  olderThan(ms: number): number[] {
    const old: number[] = [];
    for (const [line, since] of this.since) {
      if (this.now() - since <= ms) break;
      old.push(line);
    }
    return old;
  }

  summary(done: boolean): IngestSummary {
    const [oldest] = this.since.values();
    const lagMs = oldest === undefined ? 0 : this.now() - oldest;
    return { summary: { received: this.received, decided: this.decided, failed: this.failed, lagMs, done } };
  }
}
