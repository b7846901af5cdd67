import { randomUUID } from 'node:crypto';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { connect, type KafkaSettings, withAdmin } from './connect';
import { exitOnCrash, type OnCrash, watchCrash } from './crash';
import type { LogRecord } from './log';
import { toLogRecord } from './record';

export interface RecordReaderOptions {
  readonly kafka: KafkaSettings;
  /** The contract's name. */
  readonly topic: string;
  readonly onCrash?: OnCrash;
  /** How long one record may take from when it is its turn. */
  readonly readWithinMs?: number;
}

/** A record that is no longer where it was looked for. */
export class RecordMissing extends Error {
  override readonly name = 'RecordMissing';
}

/** A record that did not come in time, or is not yet where it was looked for. */
export class RecordLate extends Error {
  override readonly name = 'RecordLate';
}

interface Wanted {
  readonly offset: bigint;
  readonly found: (record: LogRecord) => void;
  readonly missing: (error: Error) => void;
}

/** It bounds how long an idle reader takes to see that it is asked. */
const IDLE_MS = 50;
const READ_WITHIN_MS = 10_000;

/**
 * Reads single records by their places. A consumer in a group of its own, all of whose partitions rest but those of which a
 * record is wanted; it joins when the first one is.
 */
export class RecordReader {
  private readonly kafka: Kafka;
  private readonly consumer: Consumer;
  private readonly name: string;
  private readonly groupId: string;
  private readonly wanted = new Map<number, Wanted[]>();
  /** What was asked the broker for last. */
  private readonly sought = new Map<number, Wanted>();
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private joined: Promise<void> | undefined;

  constructor(private readonly options: RecordReaderOptions) {
    const { kafka, topic, onCrash = exitOnCrash } = options;
    this.kafka = connect(kafka);
    this.name = kafka.topicPrefix + topic;
    this.groupId = `${kafka.clientId}.reader.${randomUUID()}`;
    this.consumer = this.kafka.consumer({
      groupId: this.groupId,
      ...{ minBytes: 1, maxWaitTimeInMs: IDLE_MS, maxBytesPerPartition: 256 * 1024 },
      ...{ readUncommitted: false, allowAutoTopicCreation: false },
    });
    watchCrash(this.consumer, onCrash);
    // Before the first fetch of a membership, so there is no race.
    this.consumer.on('consumer.group_join', ({ payload }) => this.rest(payload.memberAssignment[this.name] ?? []));
  }

  /** Throws RecordMissing where the place holds no record, RecordLate where none came within ten seconds of its turn. */
  async read(partition: number, offset: bigint): Promise<LogRecord> {
    await (this.joined ??= this.join());
    return new Promise((found, missing) => {
      const queue = this.wanted.get(partition) ?? [];
      this.wanted.set(partition, queue);
      queue.push({ offset, found, missing });
      if (queue.length === 1) this.goOn(partition);
    });
  }

  /** Reads that still wait are rejected. */
  async stop(): Promise<void> {
    if (this.joined === undefined) return;
    await this.joined;
    this.abandon();
    await this.consumer.disconnect();
    // The coordinator drops a group without members and offsets in any case, a few minutes later.
    await withAdmin(this.kafka, (admin) => admin.deleteGroups([this.groupId])).catch(() => undefined);
  }

  private async join(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [this.name], fromBeginning: false });
    const joined = new Promise<void>((resolve, reject) => {
      this.consumer.on('consumer.group_join', () => resolve());
      this.consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    });
    await this.consumer.run({ autoCommit: false, eachBatch: (payload) => this.handle(payload) });
    await joined;
  }

  /** All partitions but those of which a record is wanted. */
  private rest(partitions: readonly number[]): void {
    const [busy, idle] = [true, false].map((is) =>
      partitions.filter((partition) => (this.wanted.get(partition)?.length ?? 0) > 0 === is),
    );
    this.consumer.pause([{ topic: this.name, partitions: idle ?? [] }]);
    for (const partition of busy ?? []) this.goOn(partition);
  }

  private handle(payload: EachBatchPayload): Promise<void> {
    const { partition, messages } = payload.batch;
    if (payload.isStale()) return Promise.resolve();
    let served = false;
    while (this.serve(partition, messages)) served = true;
    if (served) this.goOn(partition);
    return Promise.resolve();
  }

  /** Whether these messages, which follow each other, answered the next wish: many may lie in what was fetched for one. */
  private serve(partition: number, messages: readonly KafkaMessage[]): boolean {
    const [next] = this.wanted.get(partition) ?? [];
    const [first] = messages;
    if (next === undefined || first === undefined) return false;
    const message = messages.find(({ offset }) => BigInt(offset) >= next.offset);
    if (message === undefined) return false;
    const isThere = BigInt(message.offset) === next.offset;
    // Of what lies before the first message nothing is known, unless it was asked for.
    if (!isThere && message === first && this.sought.get(partition) !== next) return false;
    this.wanted.get(partition)?.shift();
    if (isThere) next.found(toLogRecord(this.options.topic, partition, message));
    else next.missing(new RecordMissing(`${this.name}/${partition} has no record ${next.offset}`));
    return true;
  }

  private goOn(partition: number): void {
    clearTimeout(this.timers.get(partition));
    const [next] = this.wanted.get(partition) ?? [];
    if (next === undefined) this.consumer.pause([{ topic: this.name, partitions: [partition] }]);
    else this.seek(partition, next);
  }

  private seek(partition: number, next: Wanted): void {
    const { readWithinMs = READ_WITHIN_MS } = this.options;
    this.timers.set(
      partition,
      setTimeout(() => this.giveUp(partition), readWithinMs),
    );
    this.sought.set(partition, next);
    this.consumer.seek({ topic: this.name, partition, offset: String(next.offset) });
    this.consumer.resume([{ topic: this.name, partitions: [partition] }]);
  }

  private abandon(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    const waiting = [...this.wanted.values()].flat();
    this.wanted.clear();
    waiting.forEach(({ missing }) => missing(new Error('The reader has stopped')));
  }

  private giveUp(partition: number): void {
    const late = this.wanted.get(partition)?.shift();
    late?.missing(new RecordLate(`${this.name}/${partition} did not give record ${late.offset} in time`));
    this.goOn(partition);
  }
}
