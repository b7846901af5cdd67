import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ITopicConfig } from 'kafkajs';

const EVERY_MS = 50;
const MOST_MS = 30_000;
/** What a broker answers for a topic that it has not taken up yet. */
const NOT_YET = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION'];

/**
 * Creates topics and waits until the broker serves them. kafkajs's own wait ends with an error at the first
 * UNKNOWN_TOPIC_OR_PARTITION, which a busy broker answers for a moment after it has created a topic.
 * A topic that exists already stays as it is.
 * @throws Error where one is refused, or not served within half a minute
 */
export async function createServedTopics(admin: Admin, topics: readonly ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics: [...topics], waitForLeaders: false });
  const deadline = Date.now() + MOST_MS;
  while (!(await serves(admin, topics))) {
    if (Date.now() > deadline) throw new Error('the broker does not serve the topics that it has created');
    await sleep(EVERY_MS);
  }
}

/** A topic that is listed may still lack its leaders: it is served when its offsets can be asked for. */
async function serves(admin: Admin, topics: readonly ITopicConfig[]): Promise<boolean> {
  try {
    const listed = new Set(await admin.listTopics());
    if (!topics.every(({ topic }) => listed.has(topic))) return false;
    await Promise.all(topics.map(({ topic }) => admin.fetchTopicOffsets(topic)));
    return true;
  } catch (error) {
    if (isNotYet(error)) return false;
    throw error;
  }
}

/** kafkajs wraps what it has given up to try again; the broker's answer is then the cause. */
function isNotYet(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { type } = error as { readonly type?: string };
  return (type !== undefined && NOT_YET.includes(type)) || isNotYet(error.cause);
}
