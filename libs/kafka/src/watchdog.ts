/** Where a reader is in one partition. */
export interface Progress {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to be handled. */
  readonly position: bigint;
  /** Up to where records can be read. */
  readonly end: bigint;
  /** Paused on purpose: it may stand still. */
  readonly paused: boolean;
}

/** A partition that stood still although records wait. */
export class Stalled extends Error {
  override readonly name = 'Stalled';

  constructor(
    readonly progress: Progress,
    ageMs: number,
  ) {
    const { topic, partition, position, end } = progress;
    super(`${topic}/${partition} stands at ${position} of ${end} for ${ageMs} ms`);
  }
}

/**
 * Watches the age of progress per partition.
 * trap 12: a consumer whose handler is stuck may stay in its group, since idle fetchers send heartbeats for it; trap 21: one
 * partition may stop alone. Membership proves nothing, only a moving position does.
 */
export class Watchdog {
  private readonly seen = new Map<string, { position: bigint; since: number }>();

  constructor(private readonly stallAfterMs: number) {}

  /** Takes where all partitions are at a time in ms; answers those that have stood still for too long. */
  observe(partitions: readonly Progress[], now: number): readonly Stalled[] {
    const keys = new Set(partitions.map(key));
    [...this.seen.keys()].filter((known) => !keys.has(known)).forEach((gone) => this.seen.delete(gone));
    return partitions.flatMap((progress) => {
      const ageMs = now - this.since(progress, now);
      return ageMs >= this.stallAfterMs ? [new Stalled(progress, ageMs)] : [];
    });
  }

  private since(progress: Progress, now: number): number {
    const before = this.seen.get(key(progress));
    const { position, end, paused } = progress;
    const still = before?.position === position && position < end && !paused;
    const since = still ? before.since : now;
    this.seen.set(key(progress), { position, since });
    return since;
  }
}

const key = ({ topic, partition }: Progress): string => `${topic}/${partition}`;
