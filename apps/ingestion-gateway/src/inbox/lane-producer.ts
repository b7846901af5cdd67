import type { NewRecord } from '@tessera/kafka';
import type { Logger } from '@tessera/service-kit';
import type { Kafka, Producer } from 'kafkajs';
import type { SendResult } from './inbox';

/** After a failed connection, calls are refused at once for this long instead of each trying again. */
const REST_MS = 500;

/**
 * The producer of one lane. Any error ends it: kafkajs cannot go on after some, and does not say after which; the next
 * send connects a new one. Only a record that met no connection is known not to be in the log.
 */
export class LaneProducer {
  private producer: Producer | undefined;
  private restUntil = 0;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    private readonly logger: Logger,
  ) {}

  get connected(): boolean {
    return this.producer !== undefined;
  }

  async send(records: readonly NewRecord[]): Promise<SendResult> {
    const producer = this.producer ?? (await this.connect());
    if (!producer) return 'notSent';
    try {
      await producer.send({ topic: this.topic, acks: -1, messages: records.map(toMessage) });
      return 'sent';
    } catch (err) {
      this.logger.warn({ err, topic: this.topic, records: records.length }, 'a batch may not be in the log');
      await this.close();
      return 'unknown';
    }
  }

  /** Undefined where no broker can be reached. */
  async connect(): Promise<Producer | undefined> {
    if (Date.now() < this.restUntil) return undefined;
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // Every record says its partition, so that no version of kafkajs has a say in it.
      createPartitioner: () => () => {
        throw new Error('a record without a partition');
      },
    });
    try {
      await producer.connect();
      this.producer = producer;
      return producer;
    } catch (err) {
      this.restUntil = Date.now() + REST_MS;
      this.logger.warn({ err, topic: this.topic }, 'no broker can be reached');
      return undefined;
    }
  }

  async close(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await producer?.disconnect();
  }
}

function toMessage({ partition, key, value, headers }: NewRecord) {
  return { partition, key: key && Buffer.from(key), value: value && Buffer.from(value), headers: { ...headers } };
}
