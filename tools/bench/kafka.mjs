import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Kafka, logLevel, Partitioners } = require('kafkajs');
const { createServedTopics } = require('@tessera/kafka');

/** A client whose transactions do not wait 300 ms for each other, as the product's own. */
export const kafkaOf = (brokers) =>
  new Kafka({
    clientId: 'bench',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 2, maxRetryTime: 500, retries: 30 },
  });

export const PREFIX = 'bench.';

/** Produces the records, `chunk` at a time; partitions by key, as Java does. */
export async function produceAll(kafka, topic, records, chunk = 500) {
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  for (let first = 0; first < records.length; first += chunk) {
    const messages = records.slice(first, first + chunk).map(({ key, value }) => ({ key, value }));
    await producer.send({ topic, messages });
  }
  await producer.disconnect();
}

/**
 * Reads committed records as they come, until `wanted` were seen that `counts`. Resolves to the milliseconds from the call to
 * the last of them.
 * @param {(message: import('kafkajs').KafkaMessage, partition: number, topic: string) => boolean} counts
 */
export async function untilSeen(kafka, topics, wanted, counts) {
  const consumer = kafka.consumer({ groupId: `bench-${Date.now()}-${Math.random()}`, maxWaitTimeInMs: 20 });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  const begin = performance.now();
  let seen = 0;
  await new Promise((resolve, reject) => {
    const eachBatch = async ({ batch }) => {
      for (const message of batch.messages) if (counts(message, batch.partition, batch.topic)) seen += 1;
      if (seen >= wanted) resolve();
    };
    consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 8, eachBatch }).catch(reject);
  });
  const ms = performance.now() - begin;
  await consumer.disconnect();
  return ms;
}

export async function withTopic(kafka, topic, numPartitions, work) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await createServedTopics(admin, [{ topic, numPartitions }]);
    return await work();
  } finally {
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  }
}
