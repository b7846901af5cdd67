import { createRequire } from 'node:module';
import { decoderOf } from './avro.mjs';
import { client, inParallel, rowsAt } from './http.mjs';

const { Kafka, logLevel } = createRequire(import.meta.url)('kafkajs');

/** Schemas by id, fetched as any reader of our topics does: by the read API of a Confluent schema registry. */
function registry(url) {
  const get = client(url);
  const decoders = new Map();
  return async (id) => {
    if (!decoders.has(id))
      decoders.set(
        id,
        get('GET', `/schemas/ids/${id}`).then(({ body }) => decoderOf(JSON.parse(body.schema))),
      );
    return decoders.get(id);
  };
}

async function decode(value, decoderFor) {
  if (value[0] !== 0) throw new Error('no Confluent frame');
  return (await decoderFor(value.readInt32BE(1)))(value.subarray(5));
}

/** Reads a topic from its first record to the end it had when reading began. */
export async function readTopic({ brokers, topic, registryUrl }) {
  const kafka = new Kafka({ clientId: 'grocer-compare', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const ends = await endsOf(kafka, topic);
  const decoderFor = registry(registryUrl);
  const records = [];
  const left = new Set([...ends].filter(([, end]) => end > 0n).map(([partition]) => partition));
  if (left.size === 0) return records;
  const consumer = kafka.consumer({ groupId: `grocer-compare-${process.pid}-${Date.now()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    consumer.on('consumer.end_batch_process', ({ payload }) => done(payload));
    // Commit markers take offsets too, so the end is reached when a batch ends there or the reader stands right before it.
    const done = ({ partition, lastOffset, offsetLag }) => {
      if (BigInt(lastOffset) + 1n >= ends.get(partition) || BigInt(offsetLag) <= 1n) left.delete(partition);
      if (left.size === 0) resolve();
    };
    consumer
      .run({
        eachMessage: async ({ partition, message }) => {
          records.push({ partition, offset: BigInt(message.offset), ...(await decode(message.value, decoderFor)) });
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return records;
}

async function endsOf(kafka, topic) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)]));
  } finally {
    await admin.disconnect();
  }
}

/** Everything that `compare` looks at: the effect topic of this store, and what the query APIs say of it. */
export async function observedOf({ urls, brokers, store, baskets }) {
  const integrate = client(urls.gateway, `ApiKey-v1 ${store.key}`);
  const sessions = new Map();
  await inParallel(baskets, 16, async ({ id }) => {
    const { body } = await integrate('GET', `/v2/customer_sessions/${id}`);
    sessions.set(id, body);
  });
  const profiles = new Map();
  const customers = rowsAt(store.manage, `/v1/applications/${store.application}/customers`);
  for await (const profile of customers) profiles.set(profile.integrationId, profile);
  const { body: coupons } = await store.manage(
    'POST',
    `/v1/applications/${store.application}/coupons_search_advanced?pageSize=1000`,
    {},
  );
  const effects = await readTopic({ brokers, topic: 'effects.v1', registryUrl: urls.management });
  return {
    sessions,
    profiles,
    coupons: new Map(coupons.data.map((coupon) => [coupon.value, coupon])),
    effects: effects.filter(({ application }) => application === BigInt(store.application)),
  };
}
