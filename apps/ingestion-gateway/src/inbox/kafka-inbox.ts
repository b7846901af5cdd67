import { bulkEvents, type InboxRecord, integrationEvents, type Topic } from '@tessera/event-contracts';
import { connect, type KafkaSettings, type NewRecord, PlainProducer, SendFailed, withAdmin } from '@tessera/kafka';
import type { Logger } from '@tessera/service-kit';
import { Inbox, type Lane, type SendResult } from './inbox';

const TOPICS: Readonly<Record<Lane, Topic<InboxRecord>>> = { live: integrationEvents, bulk: bulkEvents };

interface OpenLane {
  readonly topic: Topic<InboxRecord>;
  readonly partitions: number;
  /** One for each lane: a large request of the bulk lane is nothing that a live call waits for. */
  readonly producer: PlainProducer;
}

/** The inbox topics of a cluster. How many partitions they have is read once: they grow only while nobody sends. */
export class KafkaInbox extends Inbox {
  private constructor(
    private readonly lanes: Readonly<Record<Lane, OpenLane>>,
    private readonly logger: Logger,
  ) {
    super();
  }

  /** Throws where the broker or its topics are not there. */
  static async open(settings: KafkaSettings, logger: Logger): Promise<KafkaInbox> {
    const open = async (lane: Lane): Promise<OpenLane> => {
      const producer = new PlainProducer({ kafka: settings });
      await producer.start();
      return { topic: TOPICS[lane], partitions: await partitionsOf(settings, TOPICS[lane].name), producer };
    };
    return new KafkaInbox({ live: await open('live'), bulk: await open('bulk') }, logger);
  }

  async send(lane: Lane, record: InboxRecord, traceParent?: string): Promise<SendResult> {
    const { topic, producer, partitions } = this.lanes[lane];
    try {
      await producer.send([toKafka(topic, partitions, record, traceParent)]);
      return 'sent';
    } catch (err) {
      if (!(err instanceof SendFailed)) throw err;
      this.logger.warn({ err, lane, sent: err.sent }, 'a request may not be in the log');
      return err.sent === 'nothing' ? 'notSent' : 'unknown';
    }
  }

  /** Sends what waits, then closes. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.lanes).map(({ producer }) => producer.close()));
  }
}

function toKafka(
  topic: Topic<InboxRecord>,
  partitions: number,
  record: InboxRecord,
  traceParent: string | undefined,
): NewRecord {
  const key = topic.key(record) ?? '';
  return {
    topic: topic.name,
    partition: topic.partition(key, partitions),
    key: Buffer.from(key),
    value: topic.toWire(record),
    timestamp: record.recordedAt,
    headers: {
      ce_id: record.id,
      ce_type: record.payload.kind,
      ...(traceParent === undefined ? {} : { traceparent: traceParent }),
    },
  };
}

async function partitionsOf(settings: KafkaSettings, topic: string): Promise<number> {
  const name = settings.topicPrefix + topic;
  const { topics } = await withAdmin(connect(settings), (admin) => admin.fetchTopicMetadata({ topics: [name] }));
  const count = topics[0]?.partitions.length ?? 0;
  if (count === 0) throw new Error(`the topic ${name} has no partitions`);
  return count;
}
