import { bulkEvents, type InboxRecord, integrationEvents } from '@tessera/event-contracts';
import { connect, type KafkaSettings, type NewRecord, PlainProducer, SendFailed, withAdmin } from '@tessera/kafka';
import { ApiError } from '@tessera/service-kit';

/** Pools go the bulk lane, so that they never keep a checkout waiting; single coupons the live one. */
export type Lane = 'live' | 'bulk';

const TOPICS = { live: integrationEvents, bulk: bulkEvents } as const;

/** Where requests to the evaluator are recorded. */
export class Inbox {
  private readonly producer: PlainProducer;
  /** Of both lanes: they grow together, and only while nobody sends. */
  private partitions = 0;

  constructor(private readonly kafka: KafkaSettings) {
    this.producer = new PlainProducer({ kafka });
  }

  /** Throws where the broker or the topics are not there. */
  async open(): Promise<void> {
    const topics = Object.values(TOPICS).map(({ name }) => this.kafka.topicPrefix + name);
    const metadata = await withAdmin(connect(this.kafka), (admin) => admin.fetchTopicMetadata({ topics }));
    this.partitions = metadata.topics[0]?.partitions.length ?? 0;
    await this.producer.start();
  }

  /**
   * Resolves when the log has the records; those of one key keep their order.
   * Throws ApiError 503 where nothing was recorded, 504 where that is not known.
   */
  async send(lane: Lane, records: readonly InboxRecord[]): Promise<void> {
    try {
      await this.producer.send(records.map((record) => this.newRecord(lane, record)));
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error;
      if (error.sent === 'nothing') throw ApiError.unavailable('log.unavailable', 'The request cannot be recorded now');
      throw ApiError.of(504, 'outcome.unknown', 'Whether the request was recorded is not known');
    }
  }

  close(): Promise<void> {
    return this.producer.close();
  }

  private newRecord(lane: Lane, record: InboxRecord): NewRecord {
    const topic = TOPICS[lane];
    const key = topic.key(record) ?? '';
    return {
      topic: topic.name,
      partition: topic.partition(key, this.partitions),
      key: Buffer.from(key),
      value: topic.toWire(record),
      timestamp: record.recordedAt,
      headers: { ce_id: record.id, ce_type: record.payload.kind },
    };
  }
}
