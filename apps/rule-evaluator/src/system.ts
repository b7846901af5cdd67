import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type KafkaSettings, type NewRecord, type PlainProducer, withAdmin } from '@tessera/kafka';
import type { Failpoint } from './failpoints';
import type { Clock, Replies } from './ports';

/** The time of the machine; only the shell looks at it. */
export const systemClock: Clock = {
  now: () => BigInt(Date.now()),
  sleep: (ms) => sleep(ms),
};

/** Answers by a producer of their own: they never wait for a transaction. */
export class KafkaReplies implements Replies {
  constructor(
    private readonly producer: PlainProducer,
    private readonly reached: (point: Failpoint) => void,
  ) {}

  async send(records: readonly NewRecord[]): Promise<void> {
    const sent = this.producer.send(records);
    this.reached('mid_reply');
    await sent;
  }
}

/**
 * The partitions of these topics.
 * @throws Error where they are not the same number: output partition = input partition
 */
export async function sharedPartitions(kafka: KafkaSettings, topics: readonly string[]): Promise<number> {
  const names = topics.map((topic) => kafka.topicPrefix + topic);
  const { topics: found } = await withAdmin(connect(kafka), (admin) => admin.fetchTopicMetadata({ topics: names }));
  const counts = new Set(found.map(({ partitions }) => partitions.length));
  const [count] = counts;
  if (count === undefined || counts.size > 1)
    throw new Error(`${topics.join(', ')} must have the same number of partitions, not ${[...counts].join(', ')}`);
  return count;
}
