import { Broadcast } from './broadcast';
import type { KafkaSettings } from './connect';
import type { OnCrash } from './crash';
import { FeedFold, type FeedHalted } from './feed-fold';
import type { LogRecord } from './log';

export interface FeedOptions<T, R> {
  readonly kafka: KafkaSettings;
  /** The contract's name. */
  readonly topic: string;
  readonly initial: T;
  /** Bytes to a record; once per record. What it throws halts the feed. */
  readonly decode: (record: LogRecord) => R;
  /** Must be pure, or the same when it is applied again. */
  readonly apply: (value: T, record: R) => T;
  /** The record's number, from 1 and without gaps, of a topic with one partition. Without it every record is applied. */
  readonly versionOf?: (record: R) => bigint;
  readonly onCrash?: OnCrash;
}

/** A topic as a value in memory: read from its beginning in every process, then followed. */
export class Feed<T, R> {
  private readonly fold: FeedFold<T, R>;
  private readonly broadcast: Broadcast;

  constructor(options: FeedOptions<T, R>) {
    const { topic, decode } = options;
    this.fold = new FeedFold({ ...options, name: topic });
    this.broadcast = new Broadcast({
      ...options,
      from: 'beginning',
      onRecords: (records) => records.forEach((record) => this.take(record, decode)),
    });
  }

  /** The value after the last record applied. */
  get current(): T {
    return this.fold.current;
  }

  get version(): bigint {
    return this.fold.version;
  }

  /** Whether it has come to where the topic's end was when it started, and was not halted. */
  get ready(): boolean {
    return this.broadcast.caughtUp && this.fold.halted === null;
  }

  get halted(): FeedHalted | null {
    return this.fold.halted;
  }

  /**
   * Resolves as soon as the version, or a later one, is applied.
   * @throws FeedTimeout after `timeoutMs`; FeedHalted when it will not come
   */
  waitFor(version: bigint, timeoutMs: number): Promise<void> {
    return this.fold.waitFor(version, timeoutMs);
  }

  /** Resolves when the topic is being read; `ready` tells when it was. */
  start(): Promise<void> {
    return this.broadcast.start();
  }

  stop(): Promise<void> {
    return this.broadcast.stop();
  }

  private take(record: LogRecord, decode: (record: LogRecord) => R): void {
    if (this.fold.halted) return;
    let decoded: R;
    try {
      decoded = decode(record);
    } catch (error) {
      this.fold.stop(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.fold.take(decoded);
  }
}
