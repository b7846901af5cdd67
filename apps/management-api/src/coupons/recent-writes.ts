import { encodeReadToken, type Reply } from '@tessera/event-contracts';

const REMEMBERED_MS = 60_000;

interface Write {
  readonly decisionSeq: bigint;
  readonly until: number;
}

/** The last decisions that this instance asked for in each application, so that a list shows what was just written. */
export class RecentWrites {
  /** By application and partition: at most as many as partitions. */
  private readonly writes = new Map<bigint, Map<number, Write>>();

  constructor(private readonly now: () => number = Date.now) {}

  remember(application: bigint, { partition, decisionSeq }: Pick<Reply, 'partition' | 'decisionSeq'>): void {
    const known = this.writes.get(application) ?? new Map<number, Write>();
    const before = known.get(partition);
    if (before && before.decisionSeq > decisionSeq) return;
    known.set(partition, { decisionSeq, until: this.now() + REMEMBERED_MS });
    this.writes.set(application, known);
  }

  /** A read token of the writes of the last minute. Undefined: there were none. */
  token(application: bigint): string | undefined {
    const known = [...(this.writes.get(application) ?? [])].filter(([, { until }]) => until >= this.now());
    if (known.length > 0)
      return encodeReadToken(...known.map(([partition, { decisionSeq }]) => ({ partition, decisionSeq })));
    this.writes.delete(application);
    return undefined;
  }
}
