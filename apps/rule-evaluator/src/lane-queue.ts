import type { LogRecord } from '@tessera/kafka';
import type { Batch } from './ports';

const PAUSE_ABOVE = 1_000;
const RESUME_BELOW = 200;

/**
 * Records of one lane that wait to be decided. It is a copy of a piece of the log, never the truth: what stands below
 * the partition's progress is passed over, and a consumer that was set back replaces what waits.
 */
export class LaneQueue {
  private records: readonly LogRecord[] = [];
  private resume: (() => void) | null = null;

  get length(): number {
    return this.records.length;
  }

  /** The broker's time of the record that has waited longest, in milliseconds. */
  get oldest(): bigint | null {
    return this.records[0]?.timestamp ?? null;
  }

  offer(batch: Batch): void {
    const first = batch.records[0];
    const last = this.records.at(-1);
    if (!first) return;
    const setBack = last !== undefined && first.offset <= last.offset;
    this.records = setBack ? batch.records : [...this.records, ...batch.records];
    if (this.length > PAUSE_ABOVE) this.resume ??= batch.pause();
  }

  /** The next records to decide, at least one where there is one. Those before `from` are decided: they leave. */
  peek(from: bigint, limit: { readonly records: number; readonly bytes: number }): readonly LogRecord[] {
    this.dropBefore(from);
    let bytes = 0;
    const end = this.records.findIndex((record, index) => {
      bytes += (record.value?.length ?? 0) + (record.key?.length ?? 0);
      return index >= limit.records || (index > 0 && bytes > limit.bytes);
    });
    return end < 0 ? this.records : this.records.slice(0, end);
  }

  dropBefore(offset: bigint): void {
    const first = this.records.findIndex((record) => record.offset >= offset);
    if (first !== 0) this.records = first < 0 ? [] : this.records.slice(first);
    this.resumeWhenLow();
  }

  clear(): void {
    this.records = [];
    this.resumeWhenLow();
  }

  private resumeWhenLow(): void {
    if (this.length >= RESUME_BELOW) return;
    this.resume?.();
    this.resume = null;
  }
}
