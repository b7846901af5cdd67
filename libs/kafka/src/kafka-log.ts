import { type Kafka, logLevel, type Producer } from 'kafkajs';
import { rememberCoordinators } from './coordinators';
import { connect, givenPartition, type KafkaSettings, withAdmin } from './connect';
import { KafkaPublisher } from './kafka-publisher';
import type { Log, Publisher } from './log';
import { type AtStep, PublishFailed } from './publish-failed';

export interface KafkaLogOptions {
  readonly kafka: KafkaSettings;
  /** The consumer group whose positions are published and read. */
  readonly groupId: string;
  /** How long readers may wait for a publisher that died: trap 25, at most 15 s. */
  readonly transactionTimeoutMs?: number;
  /** For failpoints and specs. */
  readonly atStep?: AtStep;
}

/**
 * trap 2: the latency of a transaction is set by the first retry time, since every transaction finds the markers of the last
 * one being written: 300 ms by default, 13 ms with this. Its own client, so that nobody else retries at that pace.
 */
const PUBLISHER_RETRY = { initialRetryTime: 2, retries: 30, maxRetryTime: 500, factor: 0.2, multiplier: 2 };
const TRANSACTION_TIMEOUT_MS = 10_000;

/** The port on a real cluster. */
export class KafkaLog implements Log {
  private readonly kafka: Kafka;
  private readonly publishing: Kafka;

  constructor(private readonly options: KafkaLogOptions) {
    rememberCoordinators();
    this.kafka = connect(options.kafka);
    // Every error of a publication is answered with PublishFailed; kafkajs would also print each retry as an error.
    this.publishing = connect(options.kafka, PUBLISHER_RETRY, logLevel.NOTHING);
  }

  /**
   * trap 4: TxnOffsetCommit names no member, so only the transactional id keeps a zombie out: `name` must be a function of
   * cluster, group and input partition, and nothing else.
   * @throws PublishFailed when the name could not be taken over
   */
  async fence(name: string): Promise<Publisher> {
    const producer = this.producer(name);
    try {
      await producer.connect();
      await takeOver(producer);
    } catch (error) {
      await producer.disconnect();
      throw new PublishFailed(name, error);
    }
    const { groupId, kafka, atStep = () => undefined } = this.options;
    return new KafkaPublisher({ name, producer, groupId, topicPrefix: kafka.topicPrefix, atStep });
  }

  /** trap 5: while a transaction with a newer position is pending, OffsetFetch answers the old one. Hence only after the fence. */
  async committed(topic: string, partition: number): Promise<bigint | null> {
    const { groupId, kafka } = this.options;
    const name = kafka.topicPrefix + topic;
    const [found] = await withAdmin(this.kafka, (admin) => admin.fetchOffsets({ groupId, topics: [name] }));
    const offset = BigInt(found?.partitions.find((p) => p.partition === partition)?.offset ?? -1);
    return offset < 0n ? null : offset;
  }

  async bounds(topic: string, partition: number): Promise<{ readonly start: bigint; readonly end: bigint }> {
    const name = this.options.kafka.topicPrefix + topic;
    const offsets = await withAdmin(this.kafka, (admin) => admin.fetchTopicOffsets(name));
    const found = offsets.find((p) => p.partition === partition);
    if (!found) throw new Error(`${name} has no partition ${partition}`);
    return { start: BigInt(found.low), end: BigInt(found.high) };
  }

  async clusterId(): Promise<string> {
    return (await withAdmin(this.kafka, (admin) => admin.describeCluster())).clusterId;
  }

  private producer(name: string): Producer {
    return this.publishing.producer({
      transactionalId: name,
      transactionTimeout: this.options.transactionTimeoutMs ?? TRANSACTION_TIMEOUT_MS,
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: givenPartition,
    });
  }
}

/** trap 6: InitProducerId, which fences, is not sent by connect() but by the first transaction. */
async function takeOver(producer: Producer): Promise<void> {
  const transaction = await producer.transaction();
  await transaction.abort();
}
