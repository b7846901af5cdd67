import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ITopicConfig } from 'kafkajs';

const EVERY_MS = 50;
const MOST_MS = 30_000;
/** What a broker answers for a topic of which only the controller has heard. */
const NOT_YET = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE'];

/**
 * Creates topics and waits until the broker serves them. kafkajs's own wait ends with an error at the first
 * UNKNOWN_TOPIC_OR_PARTITION, which a busy broker answers for a moment after it has created a topic.
 * A topic that exists already stays as it is.
 * @throws Error where one is refused, or not served within half a minute
 */
export async function createServedTopics(admin: Admin, topics: readonly ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics: [...topics], waitForLeaders: false });
  const names = topics.map(({ topic }) => topic);
  const deadline = Date.now() + MOST_MS;
  for (;;) {
    try {
      await admin.fetchTopicMetadata({ topics: names });
      return;
    } catch (error) {
      if (!isNotYet(error) || Date.now() > deadline) throw error;
      await sleep(EVERY_MS);
    }
  }
}

/** kafkajs wraps what it has given up to try again; the broker's answer is then the cause. */
function isNotYet(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { type } = error as { readonly type?: string };
  return (type !== undefined && NOT_YET.includes(type)) || isNotYet(error.cause);
}
