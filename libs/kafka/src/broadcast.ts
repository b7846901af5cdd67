import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { connect, type KafkaSettings, withAdmin } from './connect';
import { exitOnCrash, type OnCrash, watchCrash } from './crash';
import type { LogRecord } from './log';
import { toLogRecord } from './record';

/** What a fetch waits for: so many bytes, or so many milliseconds. */
export interface Patience {
  readonly bytes: number;
  readonly ms: number;
}

/** Each record comes at once. One that comes ends the wait, so the time is no latency; it bounds how long stopping takes. */
const NO_PATIENCE: Patience = { bytes: 1, ms: 500 };

export interface BroadcastOptions {
  readonly kafka: KafkaSettings;
  /** The contract's name. */
  readonly topic: string;
  /** `end`: what was there when `start` was called is not read. */
  readonly from: 'beginning' | 'end';
  readonly patience?: Patience;
  /** Gets the records of each partition in order. What it throws makes them come again. */
  readonly onRecords: (records: readonly LogRecord[]) => void;
  readonly onCrash?: OnCrash;
}

/**
 * Reads all partitions of a topic in every process, through a group of its own that is thrown away. Positions are kept here
 * and never committed: each joining of the group begins at them, so nothing is skipped or read again.
 */
export class Broadcast {
  private readonly kafka: Kafka;
  private readonly consumer: Consumer;
  private readonly name: string;
  private readonly groupId: string;
  private readonly next = new Map<number, bigint>();
  private readonly endAtStart = new Map<number, bigint>();

  constructor(private readonly options: BroadcastOptions) {
    const { kafka, topic, onCrash = exitOnCrash, patience = NO_PATIENCE } = options;
    this.kafka = connect(kafka);
    this.name = kafka.topicPrefix + topic;
    this.groupId = `${kafka.clientId}.broadcast.${randomUUID()}`;
    this.consumer = this.kafka.consumer(consumerConfig(this.groupId, patience));
    watchCrash(this.consumer, onCrash);
    // Before the first fetch of a membership, so there is no race.
    this.consumer.on('consumer.group_join', () => this.seekAll());
    this.consumer.on('consumer.end_batch_process', ({ payload }) => {
      // trap 18: batches of markers and aborted records never reach a handler.
      if (payload.batchSize === 0) this.next.set(payload.partition, BigInt(payload.lastOffset) + 1n);
    });
  }

  /** Whether all was read that was there when `start` was called. */
  get caughtUp(): boolean {
    if (this.endAtStart.size === 0) return false;
    return [...this.endAtStart].every(([partition, end]) => (this.next.get(partition) ?? 0n) >= end);
  }

  /** Resolves when positioned: whatever is written from the call of this on will be read. */
  async start(): Promise<void> {
    await this.locate();
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [this.name], fromBeginning: true });
    const joined = new Promise<void>((resolve, reject) => {
      this.consumer.on('consumer.group_join', () => resolve());
      this.consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.handle(payload),
    });
    await joined;
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
    // The coordinator drops a group without members and offsets in any case, a few minutes later.
    await withAdmin(this.kafka, (admin) => admin.deleteGroups([this.groupId])).catch(() => undefined);
  }

  private async locate(): Promise<void> {
    const offsets = await withAdmin(this.kafka, (admin) => admin.fetchTopicOffsets(this.name));
    for (const { partition, low, high } of offsets) {
      this.next.set(partition, BigInt(this.options.from === 'end' ? high : low));
      this.endAtStart.set(partition, BigInt(high));
    }
  }

  private seekAll(): void {
    for (const [partition, offset] of this.next) {
      this.consumer.seek({ topic: this.name, partition, offset: String(offset) });
    }
  }

  private async handle(payload: EachBatchPayload): Promise<void> {
    if (payload.isStale()) return;
    const { batch } = payload;
    const { partition, messages } = batch;
    this.options.onRecords(messages.map((message) => toLogRecord(this.options.topic, partition, message)));
    payload.resolveOffset(batch.lastOffset());
    this.next.set(partition, BigInt(batch.lastOffset()) + 1n);
    // Whoever waited for a record goes on before the next fetch is composed.
    await setImmediate();
    await payload.heartbeat();
  }
}

function consumerConfig(groupId: string, patience: Patience) {
  return {
    groupId,
    minBytes: patience.bytes,
    maxWaitTimeInMs: patience.ms,
    maxBytes: 4 * 1024 * 1024,
    maxBytesPerPartition: 1024 * 1024,
    readUncommitted: false,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, retries: 8, maxRetryTime: 2_000, factor: 0.2, multiplier: 2 },
  };
}
