// Creates the topics of the catalogue and compares those that are there: the one-shot `topics` of docker-compose.yml.
// KAFKA_BROKERS; TOPIC_PREFIX, none by default; TOPIC_PARTITIONS, 12; TOPIC_REPLICATION, 1.
import { createTopics } from './start/topics.mjs';

const { KAFKA_BROKERS, TOPIC_PREFIX = '', TOPIC_PARTITIONS = '12', TOPIC_REPLICATION = '1' } = process.env;

function count(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name} must be a whole number from 1, not ${text}.`);
  return number;
}

if (!KAFKA_BROKERS) throw new Error('KAFKA_BROKERS must name a broker.');
await createTopics({
  brokers: KAFKA_BROKERS,
  prefix: TOPIC_PREFIX,
  layout: {
    partitions: count('TOPIC_PARTITIONS', TOPIC_PARTITIONS),
    replicationFactor: count('TOPIC_REPLICATION', TOPIC_REPLICATION),
  },
});
