import type { LogRecord, NewRecord } from './log';

type Entry = { readonly record: LogRecord | null; state: 'open' | 'committed' | 'aborted' };

/** One partition in memory: records, transaction markers, and the last stable offset. */
export class MemoryPartition {
  private readonly entries: Entry[] = [];

  /** The offset that the next record gets, whatever is visible. */
  get size(): bigint {
    return BigInt(this.entries.length);
  }

  /** The last stable offset: readers of committed records stop before the first open transaction. */
  get end(): bigint {
    const open = this.entries.findIndex(({ state }) => state === 'open');
    return BigInt(open === -1 ? this.entries.length : open);
  }

  /** Appends a record; `open` records stay invisible until their transaction ends. Answers what ends it. */
  append(record: NewRecord, open: boolean): (committed: boolean) => void {
    const offset = BigInt(this.entries.length);
    const entry: Entry = { record: { ...record, offset }, state: open ? 'open' : 'committed' };
    this.entries.push(entry);
    return (committed) => {
      entry.state = committed ? 'committed' : 'aborted';
    };
  }

  /** trap 18: the marker that ends a transaction takes an offset of its own, so visible offsets have gaps. */
  mark(): void {
    this.entries.push({ record: null, state: 'committed' });
  }

  /** What a reader of committed records sees from an offset on, in order. */
  read(from: bigint, limit: number): LogRecord[] {
    const visible = this.entries.slice(Number(from), Number(this.end));
    return visible.flatMap(({ record, state }) => (record && state === 'committed' ? [record] : [])).slice(0, limit);
  }
}
