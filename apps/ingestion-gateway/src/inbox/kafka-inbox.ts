import { bulkEvents, type InboxRecord, integrationEvents, type Topic } from '@tessera/event-contracts';
import { type KafkaSettings, connect, withAdmin } from '@tessera/kafka';
import type { Logger } from '@tessera/service-kit';
import type { RetryOptions } from 'kafkajs';
import { Inbox, type Lane, type Sending } from './inbox';
import { LaneProducer } from './lane-producer';
import { LaneQueue } from './lane-queue';

/** A caller waits five seconds: it is better told soon that nothing can be recorded. */
const RETRY: RetryOptions = { initialRetryTime: 50, retries: 4, maxRetryTime: 500 };
const QUEUE_LIMIT = 20_000;

const TOPICS: Readonly<Record<Lane, Topic<InboxRecord>>> = { live: integrationEvents, bulk: bulkEvents };

interface OpenLane {
  readonly topic: Topic<InboxRecord>;
  readonly partitions: number;
  readonly queue: LaneQueue;
  readonly producer: LaneProducer;
}

/** The inbox topics of a cluster. How many partitions they have is read once: they grow only while nobody sends. */
export class KafkaInbox extends Inbox {
  private constructor(private readonly lanes: Readonly<Record<Lane, OpenLane>>) {
    super();
  }

  /** Throws where the broker or its topics are not there. */
  static async open(settings: KafkaSettings, logger: Logger): Promise<KafkaInbox> {
    const kafka = connect(settings, RETRY);
    const open = async (lane: Lane): Promise<OpenLane> => {
      const name = settings.topicPrefix + TOPICS[lane].name;
      const { topics } = await withAdmin(kafka, (admin) => admin.fetchTopicMetadata({ topics: [name] }));
      const producer = new LaneProducer(kafka, name, logger);
      if (!(await producer.connect())) throw new Error('no broker can be reached');
      const queue = new LaneQueue((records) => producer.send(records), QUEUE_LIMIT);
      return { topic: TOPICS[lane], partitions: topics[0]?.partitions.length ?? 0, queue, producer };
    };
    return new KafkaInbox({ live: await open('live'), bulk: await open('bulk') });
  }

  get connected(): boolean {
    return this.lanes.live.producer.connected && this.lanes.bulk.producer.connected;
  }

  send(lane: Lane, record: InboxRecord, traceParent?: string): Sending {
    const { topic, partitions, queue } = this.lanes[lane];
    const key = topic.key(record) ?? '';
    return queue.send({
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
    });
  }

  /** Sends what waits, then closes. */
  async close(): Promise<void> {
    for (const { queue, producer } of Object.values(this.lanes)) {
      await queue.idle();
      await producer.close();
    }
  }
}
