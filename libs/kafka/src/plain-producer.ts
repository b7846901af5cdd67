import { CompressionTypes, type Kafka, type Producer } from 'kafkajs';
import { recordBytes, rounds } from './chunk';
import { connect, givenPartition, type KafkaSettings } from './connect';
import { byTopic, GZIP_FROM_BYTES } from './kafka-publisher';
import type { NewRecord } from './log';
import { SendFailed } from './send-failed';

export interface PlainProducerOptions {
  readonly kafka: KafkaSettings;
  /** More bytes than that do not wait in memory: the send fails at once. */
  readonly maxQueuedBytes?: number;
}

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: SendFailed) => void;
}

/** About 4 s in all: a caller that waits for an answer gives up soon after. */
const RETRY = { initialRetryTime: 50, retries: 7, maxRetryTime: 1_000, factor: 0.2, multiplier: 2 };
const MAX_QUEUED_BYTES = 32 * 1024 * 1024;
/** One request takes at most that much of the queue. */
const REQUEST_BYTES = 4 * 1024 * 1024;

/**
 * An idempotent producer without transactions. While one request is under way, what comes gathers, and leaves together in
 * the next one: no timer, no delay at rest, large batches under load.
 */
export class PlainProducer {
  private readonly kafka: Kafka;
  private readonly maxQueuedBytes: number;
  private readonly queue: Waiting[] = [];
  private queuedBytes = 0;
  private producer: Producer | null = null;
  private draining: Promise<void> | null = null;
  private closed = false;
  private sentRequests = 0;

  constructor(private readonly options: PlainProducerOptions) {
    this.kafka = connect(options.kafka, RETRY);
    this.maxQueuedBytes = options.maxQueuedBytes ?? MAX_QUEUED_BYTES;
  }

  /** Produce requests so far; with the number of records it tells how well they gather. */
  get requests(): number {
    return this.sentRequests;
  }

  /** Connects ahead of the first send, so that a wrong address shows at start. Throws SendFailed. */
  async start(): Promise<void> {
    await this.connected();
  }

  /**
   * Resolves when all in-sync replicas have the records. Records of one partition keep the order of the calls.
   * @throws SendFailed
   */
  send(records: readonly NewRecord[]): Promise<void> {
    const bytes = records.reduce((sum, record) => sum + recordBytes(record), 0);
    if (this.closed) return Promise.reject(new SendFailed('nothing', 'the producer is closed'));
    if (this.queuedBytes + bytes > this.maxQueuedBytes) {
      return Promise.reject(new SendFailed('nothing', `${this.queuedBytes} bytes wait already`));
    }
    this.queuedBytes += bytes;
    const sent = new Promise<void>((resolve, reject) => this.queue.push({ records, bytes, resolve, reject }));
    this.draining ??= this.drain();
    return sent;
  }

  /** Sends what waits, then disconnects. */
  async close(): Promise<void> {
    this.closed = true;
    await this.draining;
    await this.producer?.disconnect();
  }

  /** trap 7: sends of an idempotent producer must not overlap, so this loop is the only one that sends. */
  private async drain(): Promise<void> {
    // Calls of the same tick travel together.
    await Promise.resolve();
    while (this.queue.length > 0) await this.sendTogether(this.takeSome());
    this.draining = null;
  }

  private takeSome(): readonly Waiting[] {
    let bytes = 0;
    const count = this.queue.findIndex((waiting, index) => (bytes += waiting.bytes) > REQUEST_BYTES && index > 0);
    const taken = this.queue.splice(0, count === -1 ? this.queue.length : count);
    this.queuedBytes -= taken.reduce((sum, waiting) => sum + waiting.bytes, 0);
    return taken;
  }

  private async sendTogether(taken: readonly Waiting[]): Promise<void> {
    try {
      const producer = await this.connected();
      await this.request(producer, taken.flatMap(({ records }) => records)); // prettier-ignore
      taken.forEach(({ resolve }) => resolve());
    } catch (error) {
      const failure = error instanceof SendFailed ? error : new SendFailed('unknown', error);
      taken.forEach(({ reject }) => reject(failure));
      await this.discard();
    }
  }

  private async request(producer: Producer, records: readonly NewRecord[]): Promise<void> {
    for (const round of rounds(records)) {
      const large = round.reduce((sum, record) => sum + recordBytes(record), 0) >= GZIP_FROM_BYTES;
      this.sentRequests++;
      await producer.sendBatch({
        topicMessages: byTopic(round, this.options.kafka.topicPrefix),
        acks: -1,
        compression: large ? CompressionTypes.GZIP : CompressionTypes.None,
      });
    }
  }

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: givenPartition,
    });
    try {
      await producer.connect();
    } catch (error) {
      throw new SendFailed('nothing', error);
    }
    return (this.producer = producer);
  }

  /** trap 7: after an error that kafkajs does not retry, an idempotent producer's sequence is lost for good. */
  private async discard(): Promise<void> {
    const dead = this.producer;
    this.producer = null;
    // It is given up anyway; the failure that matters went to the callers.
    await dead?.disconnect().catch(() => undefined);
  }
}
