import type { Admin, Kafka } from 'kafkajs';
import type { TopicPartition } from './assignment';
import { withAdmin } from './connect';

/** Where a group's reader is in one partition. */
export interface Lag extends TopicPartition {
  /** The next offset to be handled. */
  readonly position: bigint;
  /** trap 25: readers of committed records get no further than the last stable offset while a transaction is open. */
  readonly stableEnd: bigint;
  /** The next offset to be written, open transactions included; null until a batch told it. */
  readonly highWatermark: bigint | null;
  readonly toStable: bigint;
  readonly toHighWatermark: bigint | null;
}

export interface LagQuery {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topicPrefix: string;
  readonly partitions: readonly TopicPartition[];
  /** What is known of a position; else the group's committed one is taken, else the start of the log. */
  position(place: TopicPartition): bigint | undefined;
  highWatermark(place: TopicPartition): bigint | undefined;
}

/** Lag to the last stable offset and to the high watermark, per partition. Throws when the broker does not answer. */
export function lagOf(query: LagQuery): Promise<Lag[]> {
  return withAdmin(query.kafka, async (admin) => {
    const topics = [...new Set(query.partitions.map(({ topic }) => topic))];
    const lags = await Promise.all(topics.map((topic) => topicLag(admin, query, topic)));
    return lags.flat();
  });
}

async function topicLag(admin: Admin, query: LagQuery, topic: string): Promise<Lag[]> {
  const name = query.topicPrefix + topic;
  const [bounds, [committed]] = await Promise.all([
    admin.fetchTopicOffsets(name),
    admin.fetchOffsets({ groupId: query.groupId, topics: [name] }),
  ]);
  return query.partitions
    .filter((place) => place.topic === topic)
    .map((place) => {
      const bound = bounds.find((p) => p.partition === place.partition);
      const start = BigInt(bound?.low ?? 0);
      const group = BigInt(committed?.partitions.find((p) => p.partition === place.partition)?.offset ?? -1);
      const position = query.position(place) ?? (group < 0n ? start : group);
      return { ...place, ...distances(position, BigInt(bound?.high ?? 0), query.highWatermark(place) ?? null) };
    });
}

/** A high watermark that was seen on a batch grows old: it is never below the stable end that was just asked for. */
function distances(position: bigint, stableEnd: bigint, seen: bigint | null): Omit<Lag, keyof TopicPartition> {
  const highWatermark = seen === null ? null : max(seen, stableEnd);
  const toHighWatermark = highWatermark === null ? null : max(highWatermark - position, 0n);
  return { position, stableEnd, highWatermark, toStable: max(stableEnd - position, 0n), toHighWatermark };
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
