import { encodeReadToken, type ReadToken } from './read-token';

/** Of each partition so many decisions are known: the last one, and one before it. */
const KNOWN = 2;

/** The last decision of each partition that wrote to something: a read model that has come to them shows all that was written. */
export class LastDecisions {
  /** By partition, the last one first. */
  private readonly seqs = new Map<number, readonly bigint[]>();

  /** Replies may come in any order: an earlier decision of a partition changes nothing. */
  add({ partition, decisionSeq }: ReadToken): void {
    const known = new Set([decisionSeq, ...(this.seqs.get(partition) ?? [])]);
    this.seqs.set(partition, [...known].sort(lastFirst).slice(0, KNOWN));
  }

  /**
   * Stands for all of them. Undefined: there are none.
   * @param before a decision: of its partition the token stands for nothing but what came before it
   */
  token(before?: ReadToken): string | undefined {
    const positions = [...this.seqs].flatMap(([partition, seqs]) => {
      const decisionSeq = partition === before?.partition ? lastBefore(seqs, before.decisionSeq) : seqs[0];
      return decisionSeq === undefined ? [] : { partition, decisionSeq };
    });
    return positions.length === 0 ? undefined : encodeReadToken(...positions);
  }
}

const lastFirst = (a: bigint, b: bigint): number => (a < b ? 1 : -1);

/** Where later ones alone are known, any before it may have been. */
function lastBefore(seqs: readonly bigint[], seq: bigint): bigint | undefined {
  const known = seqs.find((one) => one < seq);
  return known === undefined && seqs.length === KNOWN && seq > 0n ? seq - 1n : known;
}
