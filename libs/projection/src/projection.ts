import type { LogRecord } from '@tessera/kafka';
import { type Checkpoint, CheckpointMoved, type ProjectionStore, START } from './ports';
import { SeqWaiters } from './seq-waiters';

/** What every record of an output topic has. */
export interface Sequenced {
  readonly seq: bigint;
}

export interface ProjectionOptions<R extends Sequenced> {
  readonly store: ProjectionStore<R>;
  /** The record at its offset. */
  readonly decode: (value: Uint8Array | null, offset: bigint) => R;
  /** The topic drops old records, so a fold that begins there begins at what is left instead of at number 1. */
  readonly expires?: boolean;
  /** Told once when a partition halts. */
  readonly onHalt?: (partition: number, reason: string) => void;
}

const ASK_EVERY_MS = 50;

/** Records of one partition, decoded once, that are to be folded together. */
interface Due<R> {
  readonly records: readonly R[];
  readonly to: Checkpoint;
}

/**
 * Folds an output topic into a read model. Within a partition numbers run without gap: what is folded already is dropped,
 * a gap halts the partition, and the other partitions go on.
 */
export class Projection<R extends Sequenced> {
  private readonly checkpoints = new Map<number, Checkpoint>();
  private readonly halts = new Map<number, string>();
  private readonly waiters = new SeqWaiters((partition) => this.checkpoints.get(partition)?.seq);

  constructor(private readonly options: ProjectionOptions<R>) {}

  /** Why partitions stand still, by partition; empty while all is well. */
  get halted(): ReadonlyMap<number, string> {
    return this.halts;
  }

  /**
   * Forgets what it knows: after an assignment the store may be further than we saw, and what halted may be another's, or be
   * mended. A partition whose trouble lasts halts again with its next record.
   */
  reassigned(): void {
    this.checkpoints.clear();
    this.halts.clear();
  }

  /** The offset where a partition is to be read on. */
  async position(partition: number): Promise<bigint> {
    return (await this.options.store.checkpoint(partition)).nextOffset;
  }

  /**
   * Folds a batch of one partition in the order of its offsets; what the store refuses is folded again from where it stands.
   * Resolves also where the partition is or becomes halted: nothing of it is folded then.
   */
  async handle(partition: number, batch: readonly LogRecord[]): Promise<void> {
    if (this.halts.has(partition)) return;
    try {
      await this.fold(partition, batch);
    } catch (error) {
      this.checkpoints.delete(partition);
      if (!(error instanceof CheckpointMoved)) throw error;
      await this.fold(partition, batch);
    }
  }

  /**
   * Resolves to true once this number of the partition is folded, to false when the time is over. What this process folds it
   * knows at once; for what another one folds, or folded before this one began, the store is asked now and then.
   */
  async waitFor(partition: number, seq: bigint, timeoutMs: number): Promise<boolean> {
    for (let left = timeoutMs; ; left -= ASK_EVERY_MS) {
      if (await this.isFolded(partition, seq)) return true;
      if (left <= 0) return false;
      if (await this.waiters.wait(partition, seq, Math.min(left, ASK_EVERY_MS))) return true;
    }
  }

  private async isFolded(partition: number, seq: bigint): Promise<boolean> {
    if ((this.checkpoints.get(partition)?.seq ?? -1n) >= seq) return true;
    return (await this.options.store.checkpoint(partition)).seq >= seq;
  }

  private async fold(partition: number, batch: readonly LogRecord[]): Promise<void> {
    const from = await this.checkpoint(partition);
    const due = this.due(partition, from, batch);
    if (!due) return;
    await this.options.store.apply(partition, from, due.to, due.records);
    this.checkpoints.set(partition, due.to);
    this.waiters.reached(partition, due.to.seq);
  }

  private async checkpoint(partition: number): Promise<Checkpoint> {
    const known = this.checkpoints.get(partition) ?? (await this.options.store.checkpoint(partition));
    this.checkpoints.set(partition, known);
    return known;
  }

  /** Undefined where nothing of the batch is new, or where the partition halts. */
  private due(partition: number, from: Checkpoint, batch: readonly LogRecord[]): Due<R> | undefined {
    let { seq } = from;
    const records: R[] = [];
    const fresh = batch.filter(({ offset }) => offset >= from.nextOffset);
    for (const { offset, value } of fresh) {
      const record = this.decode(partition, offset, value);
      if (!record) return undefined;
      if (record.seq <= seq) continue;
      const begins = this.options.expires === true && seq === START.seq;
      if (record.seq > seq + 1n && !begins) {
        return this.halt(partition, `number ${record.seq} follows ${seq} at offset ${offset}`);
      }
      seq = record.seq;
      records.push(record);
    }
    const last = fresh.at(-1);
    return last && { records, to: { nextOffset: last.offset + 1n, seq } };
  }

  private decode(partition: number, offset: bigint, value: Uint8Array | null): R | undefined {
    try {
      return this.options.decode(value, offset);
    } catch (error) {
      return this.halt(partition, `offset ${offset} cannot be decoded: ${String(error)}`);
    }
  }

  private halt(partition: number, reason: string): undefined {
    this.halts.set(partition, reason);
    this.options.onHalt?.(partition, reason);
    return undefined;
  }
}
