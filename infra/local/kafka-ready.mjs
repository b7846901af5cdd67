import { createRequire } from 'node:module';
import { setTimeout as after } from 'node:timers/promises';

/** One group for each of the four partitions of the broker's offsets topic: their Java hash codes follow each other. */
const GROUPS = ['a', 'b', 'c', 'd'];
const LOADED_MS = 180_000;
const RETRY_MS = 100;

async function loaded(admin, groupId) {
  const deadline = Date.now() + LOADED_MS;
  for (;;) {
    try {
      return await admin.fetchOffsets({ groupId });
    } catch (error) {
      if (!error.retriable || Date.now() > deadline) throw error;
      await after(RETRY_MS);
    }
  }
}

/**
 * Waits until a broker that has just started answers for every consumer group: while it loads their offsets, and at first
 * makes the topic of them, joining fails with "the coordinator is loading".
 * @param {string} brokers host:port
 * @returns {Promise<string>} the id of the cluster that answers there
 */
export async function brokerReady(brokers) {
  const { Kafka, logLevel } = createRequire(import.meta.url)('kafkajs');
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { clusterId } = await admin.describeCluster();
    for (const group of GROUPS) await loaded(admin, group);
    return clusterId;
  } finally {
    await admin.disconnect();
  }
}
