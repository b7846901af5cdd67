import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Few, since each holds a transaction and a connection of its own; a production cluster starts with 12. */
const LOCAL_LAYOUT = { partitions: 4, replicationFactor: 1 };

const settingsOf = ({ brokers, prefix }) => ({ brokers, clientId: 'tessera-topics', topicPrefix: prefix });

/**
 * Creates the topics of the catalogue that are missing and compares the others with it.
 * @param {object} options
 * @param {string} options.brokers
 * @param {string} options.prefix of every topic's name
 * @param {{ partitions: number, replicationFactor: number }} [options.layout]
 * @param {(line: string) => void} [options.warn] says where a topic differs in a way that one can live with
 * Rejects with TopicsUnfit when a topic cannot be worked with, as with another number of partitions.
 */
export async function createTopics({ layout = LOCAL_LAYOUT, warn = console.error, ...options }) {
  const kafka = require('@tessera/kafka');
  const { topics } = require('@tessera/event-contracts');
  const differences = await kafka.createTopics(settingsOf(options), topics, layout);
  for (const { topic, what, expected, actual } of differences) {
    warn(`topic ${topic}: ${what} is ${actual}, the catalogue says ${expected}`);
  }
}

/** Deletes every topic whose name begins with the prefix, which must not be empty. */
export async function deleteTopics({ brokers, prefix }) {
  if (!prefix) throw new Error('Without a prefix all topics of the broker would go.');
  const { connect, withAdmin } = require('@tessera/kafka');
  await withAdmin(connect(settingsOf({ brokers, prefix })), async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  });
}
