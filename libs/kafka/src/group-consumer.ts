import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { type Assignment, type AssignmentListener, Assignments, type TopicPartition } from './assignment';
import { coPartitionAssigner } from './co-partition-assigner';
import { connect, type KafkaSettings, withAdmin } from './connect';
import { exitOnCrash, type OnCrash, watchCrash } from './crash';
import { type Deliver, Delivery, type DeliveryHost } from './delivery';
import { type Lag, lagOf } from './lag';
import { Positions } from './positions';
import { Watchdog } from './watchdog';

export interface GroupConsumerOptions {
  readonly kafka: KafkaSettings;
  readonly groupId: string;
  /** After how long without heartbeat a member is taken for dead. */
  readonly sessionTimeoutMs?: number;
  /** Handlers of different partitions that may run at once; not more than partitions. */
  readonly concurrency?: number;
  /**
   * How long a fetch waits when there is nothing. A record that comes ends the wait, so this is no latency (measured: 3.7 ms at
   * 1000 as at 100), except for a partition that is resumed or sought meanwhile. Each fetch costs a millisecond or two at rest.
   */
  readonly maxWaitMs?: number;
  /** How long a partition may stand still although records wait, before that is a crash. */
  readonly stallAfterMs?: number;
  /** Commits positions to the group that often, as advice for the next start. Without it only publications carry positions. */
  readonly commitEveryMs?: number;
  readonly listeners?: readonly AssignmentListener[];
  /** Told when the consumer is lost for good or a partition stands still; exits the process by default. */
  readonly onCrash?: OnCrash;
}

const DEFAULTS = {
  sessionTimeoutMs: 30_000,
  concurrency: 12,
  maxWaitMs: 250,
  stallAfterMs: 60_000,
  commitEveryMs: Infinity,
  listeners: [] as readonly AssignmentListener[],
  onCrash: exitOnCrash,
};

type Options = GroupConsumerOptions & typeof DEFAULTS;

/** A member of a consumer group that gets batches, owns partition p of all its topics together, and watches itself. */
export class GroupConsumer {
  private readonly options: Options;
  private readonly kafka: Kafka;
  private readonly consumer: Consumer;
  private readonly assignments: Assignments;
  private readonly positions = new Positions();
  private readonly highWatermarks = new Positions();
  private readonly watchdog: Watchdog;
  private watching: NodeJS.Timeout | undefined;
  private committedAt = Date.now();
  private brokerError: Error | null = null;
  private behind: bigint | null = null;

  constructor(options: GroupConsumerOptions) {
    this.options = { ...DEFAULTS, ...options };
    const { kafka, listeners, onCrash, stallAfterMs } = this.options;
    this.kafka = connect(kafka);
    this.watchdog = new Watchdog(stallAfterMs);
    const forget: AssignmentListener = { onAssigned: () => this.positions.clear() };
    this.assignments = new Assignments(kafka.topicPrefix, [forget, ...listeners], onCrash);
    this.consumer = this.kafka.consumer(consumerConfig(this.options, () => this.assignments.recentNumbers));
    watchCrash(this.consumer, onCrash);
    this.assignments.watch(this.consumer);
    this.positions.watch(this.consumer, kafka.topicPrefix);
  }

  /** The assignment that holds now; null before the first and while the group rebalances. */
  get assignment(): Assignment | null {
    return this.assignments.current;
  }

  /** Why this consumer is not at work, or null when it is: for readiness. */
  get trouble(): string | null {
    if (this.brokerError) return `the broker does not answer: ${this.brokerError.message}`;
    return this.assignment ? null : 'the group is being joined';
  }

  /**
   * Joins the group and reads the topics, given by their contracts' names.
   * trap 16: kafkajs restarts a consumer without end when no broker is there; here the first connection fails in bounded
   * time, and afterwards `assignment` tells the truth.
   * @throws Error naming topics that do not exist
   */
  async start(topics: readonly string[], deliver: Deliver): Promise<void> {
    const names = topics.map((topic) => this.prefix + topic);
    await this.assertTopics(names);
    await this.consumer.connect();
    // trap 17, trap 19: without fromBeginning a fresh group, or one whose offsets expired, would skip what is there. What is
    // read twice for it is dropped by sequence number; what is missing is found by it.
    await this.consumer.subscribe({ topics: names, fromBeginning: true });
    await this.consumer.run({
      // trap 17: only the handler knows what is done.
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrency,
      eachBatch: (payload) => this.handle(payload, deliver),
    });
    this.watch();
  }

  /** Waits for handlers that run. trap 14: without static membership only leaving spares the others the session timeout. */
  async stop(): Promise<void> {
    clearInterval(this.watching);
    await this.consumer.disconnect();
  }

  /** The next batch of the partition begins at the offset; a batch that is under way becomes stale. */
  seek(place: TopicPartition, offset: bigint): void {
    this.positions.set(place, offset);
    this.consumer.seek({ topic: this.prefix + place.topic, partition: place.partition, offset: String(offset) });
  }

  /** Stops reading a partition until the answered function is called, or until the next assignment. */
  pause({ topic, partition }: TopicPartition): () => void {
    const places = [{ topic: this.prefix + topic, partitions: [partition] }];
    this.consumer.pause(places);
    return () => this.consumer.resume(places);
  }

  /** Of the partitions that it owns; empty while the group rebalances. Throws when the broker does not answer. */
  lag(): Promise<Lag[]> {
    return lagOf({
      kafka: this.kafka,
      groupId: this.options.groupId,
      topicPrefix: this.prefix,
      partitions: this.assignment?.partitions ?? [],
      position: (place) => this.positions.get(place),
      highWatermark: (place) => this.highWatermarks.get(place),
    });
  }

  /** Records up to the last stable offsets that were not handled when it last looked, seconds ago; null before that. */
  get waiting(): bigint | null {
    return this.behind;
  }

  /** The kafkajs consumer, for instrumentation. */
  unwrap(): Consumer {
    return this.consumer;
  }

  private get prefix(): string {
    return this.options.kafka.topicPrefix;
  }

  private async assertTopics(names: readonly string[]): Promise<void> {
    const existing = new Set(await withAdmin(this.kafka, (admin) => admin.listTopics()));
    const missing = names.filter((name) => !existing.has(name));
    if (missing.length > 0) throw new Error(`topics that do not exist: ${missing.join(', ')}`);
  }

  private async handle(payload: EachBatchPayload, deliver: Deliver): Promise<void> {
    const { topic, partition, highWatermark } = payload.batch;
    const place = { topic: topic.slice(this.prefix.length), partition };
    this.highWatermarks.set(place, BigInt(highWatermark));
    const generation = this.assignment?.generation ?? 0;
    await new Delivery(payload, place, generation, this.host).run(deliver);
    await this.adviseGroup(payload);
  }

  private readonly host: DeliveryHost = {
    isHeld: (generation) => this.assignments.isHeld(generation),
    revoked: () => this.assignments.revoke(),
    seek: (place, offset) => this.seek(place, offset),
    moved: (place, next) => this.positions.set(place, next),
  };

  private async adviseGroup(payload: EachBatchPayload): Promise<void> {
    if (Date.now() - this.committedAt < this.options.commitEveryMs) return;
    this.committedAt = Date.now();
    await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
  }

  private watch(): void {
    const every = Math.min(this.options.stallAfterMs / 4, 5_000);
    this.watching = setInterval(() => void this.checkProgress(), every);
    this.watching.unref();
  }

  private async checkProgress(): Promise<void> {
    try {
      const paused = pausedPlaces(this.consumer, this.prefix);
      const lags = await this.lag();
      this.behind = lags.reduce((sum, { toStable }) => sum + toStable, 0n);
      const progress = lags.map(({ topic, partition, position, stableEnd }) => {
        return { topic, partition, position, end: stableEnd, paused: paused.has(`${topic}/${partition}`) };
      });
      for (const stalled of this.watchdog.observe(progress, Date.now())) this.options.onCrash(stalled);
      this.brokerError = null;
    } catch (error) {
      // Without an answer of the broker nobody knows what waits; readiness tells, and the next check is due soon.
      this.brokerError = error as Error;
    }
  }
}

function consumerConfig(options: Options, held: () => readonly number[]) {
  const { groupId, sessionTimeoutMs, maxWaitMs } = options;
  return {
    groupId,
    sessionTimeout: sessionTimeoutMs,
    // trap 10
    rebalanceTimeout: Math.max(60_000, 2 * sessionTimeoutMs),
    heartbeatInterval: Math.min(3_000, Math.floor(sessionTimeoutMs / 3)),
    minBytes: 1,
    maxWaitTimeInMs: maxWaitMs,
    // trap 20: kafkajs holds a whole response of each broker in memory.
    maxBytes: 4 * 1024 * 1024,
    maxBytesPerPartition: 512 * 1024,
    readUncommitted: false,
    allowAutoTopicCreation: false,
    partitionAssigners: [coPartitionAssigner(held)],
    retry: { initialRetryTime: 100, retries: 8, maxRetryTime: 2_000, factor: 0.2, multiplier: 2 },
  };
}

function pausedPlaces(consumer: Consumer, prefix: string): Set<string> {
  const paused = consumer.paused();
  return new Set(
    paused.flatMap(({ topic, partitions }) => partitions.map((p) => `${topic.slice(prefix.length)}/${p}`)),
  );
}
