import { bulkEvents, type InboxRecord, integrationEvents, type Topic } from '@tessera/event-contracts';
import { connect, type KafkaSettings, type NewRecord, PlainProducer, SendFailed, withAdmin } from '@tessera/kafka';
import { Inbox, type Lane, type SendResult } from '../inbox/inbox';

interface OpenLane {
  readonly topic: Topic<InboxRecord>;
  /** One for each lane: a large request of the bulk lane is nothing that a live call waits for. */
  readonly producer: PlainProducer;
  partitions: number;
}

/** The inbox topics of a cluster. How many partitions they have is read at start: they grow only while nobody sends. */
export class KafkaInbox extends Inbox {
  private readonly lanes: Readonly<Record<Lane, OpenLane>>;

  constructor(private readonly settings: KafkaSettings) {
    super();
    const lane = (topic: Topic<InboxRecord>): OpenLane => ({
      topic,
      producer: new PlainProducer({ kafka: settings }),
      partitions: 0,
    });
    this.lanes = { live: lane(integrationEvents), bulk: lane(bulkEvents) };
  }

  /** Throws where the broker or a topic is not there. */
  async start(): Promise<void> {
    for (const lane of Object.values(this.lanes)) {
      lane.partitions = await partitionsOf(this.settings, lane.topic.name);
      await lane.producer.start();
    }
  }

  async send(lane: Lane, record: InboxRecord, traceParent?: string): Promise<SendResult> {
    const { topic, producer, partitions } = this.lanes[lane];
    try {
      await producer.send([toKafka(topic, partitions, record, traceParent)]);
      return 'sent';
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error;
      return error.sent === 'nothing' ? 'notSent' : 'unknown';
    }
  }

  /** Sends what waits, then closes. */
  async stop(): Promise<void> {
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
