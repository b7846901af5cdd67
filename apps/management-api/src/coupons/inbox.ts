import { bulkEvents, type InboxRecord, integrationEvents } from '@tessera/event-contracts';
import { connect, type KafkaSettings, withAdmin } from '@tessera/kafka';
import { ApiError } from '@tessera/service-kit';
import type { Kafka, Message, Producer } from 'kafkajs';

/** Pools go the bulk lane, so that they never keep a checkout waiting; single coupons the live one. */
export type Lane = 'live' | 'bulk';

const TOPICS = { live: integrationEvents, bulk: bulkEvents } as const;

/** Where requests to the evaluator are recorded. */
export class Inbox {
  private readonly kafka: Kafka;
  private readonly producers: Readonly<Record<Lane, Producer>>;
  private readonly partitions = new Map<Lane, number>();
  /** kafkajs's idempotent producer is out of sequence for good when sends overlap, so they stand in one line. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly settings: KafkaSettings) {
    this.kafka = connect(settings, { retries: 4, initialRetryTime: 50, maxRetryTime: 500 });
    this.producers = { live: this.producer(), bulk: this.producer() };
  }

  /** Throws where the broker or the topics are not there. */
  async open(): Promise<void> {
    for (const lane of ['live', 'bulk'] as const) {
      const topics = [this.settings.topicPrefix + TOPICS[lane].name];
      const metadata = await withAdmin(this.kafka, (admin) => admin.fetchTopicMetadata({ topics }));
      this.partitions.set(lane, metadata.topics[0]?.partitions.length ?? 0);
      await this.producers[lane].connect();
    }
  }

  /** Resolves when the log has the records, in their order. Throws ApiError 504: then it may have some of them. */
  send(lane: Lane, records: readonly InboxRecord[]): Promise<void> {
    const sent = this.last.then(() => this.sendNow(lane, records));
    this.last = sent.catch(() => undefined);
    return sent;
  }

  async close(): Promise<void> {
    await this.last;
    await Promise.all(Object.values(this.producers).map((producer) => producer.disconnect()));
  }

  private async sendNow(lane: Lane, records: readonly InboxRecord[]): Promise<void> {
    const topic = this.settings.topicPrefix + TOPICS[lane].name;
    const messages = records.map((record) => this.messageOf(lane, record));
    try {
      await this.producers[lane].send({ topic, acks: -1, messages });
    } catch {
      // Which of kafkajs's errors leave its producer usable, it does not say. A new one costs little.
      await this.producers[lane].disconnect();
      await this.producers[lane].connect();
      throw ApiError.of(504, 'outcome.unknown', 'Whether the request was recorded is not known');
    }
  }

  private messageOf(lane: Lane, record: InboxRecord): Message {
    const topic = TOPICS[lane];
    const key = topic.key(record) ?? '';
    return {
      key,
      partition: topic.partition(key, this.partitions.get(lane) ?? 1),
      value: Buffer.from(topic.toWire(record)),
      headers: { ce_id: record.id, ce_type: record.payload.kind },
    };
  }

  private producer(): Producer {
    return this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => () => {
        throw new Error('a record without a partition');
      },
    });
  }
}
