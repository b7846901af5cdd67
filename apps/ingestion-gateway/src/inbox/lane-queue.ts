import type { NewRecord } from '@tessera/kafka';
import type { Sending, SendResult } from './inbox';

/** More than that is not gathered into one send: 500 records, and less than a broker's usual request limit. */
const BATCH_RECORDS = 500;
const BATCH_BYTES = 512 * 1024;

interface Entry {
  readonly record: NewRecord;
  readonly settle: (result: SendResult) => void;
}

/**
 * Gathers the records of one lane while a send is under way and sends them in order, one batch at a time. An idempotent
 * producer of kafkajs is out of sequence for good when sends overlap (reliability.md trap 7), and waiting for the one
 * before is what makes batches.
 */
export class LaneQueue {
  private readonly waiting = new Set<Entry>();
  private sending: Promise<void> | undefined;

  /**
   * @param sendBatch gives one result for the whole batch, and never throws
   * @param limit of records that wait; what comes beyond is not sent
   */
  constructor(
    private readonly sendBatch: (records: readonly NewRecord[]) => Promise<SendResult>,
    private readonly limit: number,
  ) {}

  send(record: NewRecord): Sending {
    if (this.waiting.size >= this.limit) return NOT_SENT;
    let settle: Entry['settle'] = () => undefined;
    const result = new Promise<SendResult>((resolve) => (settle = resolve));
    const entry = { record, settle };
    this.waiting.add(entry);
    this.sending ??= this.drain();
    return { result, cancel: () => this.cancel(entry) };
  }

  /** When everything that was given has its result. */
  async idle(): Promise<void> {
    await this.sending;
  }

  private cancel(entry: Entry): boolean {
    const waited = this.waiting.delete(entry);
    if (waited) entry.settle('notSent');
    return waited;
  }

  private async drain(): Promise<void> {
    // What arrives in the same turn of the event loop goes into the same batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.size > 0) {
      const batch = this.next();
      const result = await this.sendBatch(batch.map(({ record }) => record));
      for (const entry of batch) entry.settle(result);
    }
    this.sending = undefined;
  }

  private next(): Entry[] {
    const batch: Entry[] = [];
    let bytes = 0;
    for (const entry of this.waiting) {
      bytes += entry.record.value?.length ?? 0;
      if (batch.length > 0 && (batch.length === BATCH_RECORDS || bytes > BATCH_BYTES)) break;
      batch.push(entry);
      this.waiting.delete(entry);
    }
    return batch;
  }
}

const NOT_SENT: Sending = { result: Promise.resolve('notSent'), cancel: () => true };
