import { encodeReadToken, type ReadToken } from './read-token';

/** The last decision of each partition that wrote to something: a read model that has come to them shows all that was written. */
export class LastDecisions {
  /** By partition: its last decision's seq. */
  private readonly seqs = new Map<number, bigint>();

  /** Replies may come in any order: an earlier decision of a partition changes nothing. */
  add({ partition, decisionSeq }: ReadToken): void {
    const before = this.seqs.get(partition) ?? -1n;
    if (decisionSeq > before) this.seqs.set(partition, decisionSeq);
  }

  /** Stands for all of them. Undefined: there are none. */
  token(): string | undefined {
    const positions = [...this.seqs].map(([partition, decisionSeq]) => ({ partition, decisionSeq }));
    return positions.length === 0 ? undefined : encodeReadToken(...positions);
  }
}
