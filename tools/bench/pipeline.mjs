import { createRequire } from 'node:module';
import { inParallel } from '../../examples/grocer/http.mjs';
import { newCampaign } from './campaign.mjs';
import { inboxRecords, inboxTopic } from './inbox.mjs';
import { kafkaOf, PREFIX, produceAll, untilSeen, withTopic } from './kafka.mjs';

const { decisions, effects, murmur2Partition } = createRequire(import.meta.url)('@tessera/event-contracts');

const SLICE = 500;
const CAMPAIGNS_AT_ONCE = 8;
const PARTITIONS = 4;

/** Counts the decisions of this run, and keeps the bytes of all that was published for it, by partition. */
function collector(run) {
  const outputs = new Map();
  return {
    outputs,
    counts(message, partition, topic) {
      const record = topic.endsWith(decisions.name)
        ? decisions.fromWire(message.value)
        : effects.fromWire(message.value);
      if (!record.requestId.startsWith(run)) return false;
      outputs.set(partition, [...(outputs.get(partition) ?? []), message.value]);
      return topic.endsWith(decisions.name);
    },
  };
}

/** The evaluator starts on a full inbox: from its readiness to the last decision that readers of committed records see. */
async function measured({ cluster, store, updates, kafka, run }) {
  const evaluator = cluster.process('rule-evaluator');
  await evaluator.stop();
  return resting(cluster, evaluator, () => decided({ evaluator, store, updates, kafka, run }));
}

/** The bare copy has nobody beside it; so has the evaluator, while it is measured. */
async function resting(cluster, evaluator, work) {
  const others = cluster.processes.filter((one) => one !== evaluator);
  await Promise.all(others.map((one) => one.stop()));
  try {
    return await work();
  } finally {
    await Promise.all(others.map((one) => one.start()));
  }
}

async function decided({ evaluator, store, updates, kafka, run }) {
  const records = inboxRecords(updates, store.application, run);
  await produceAll(kafka, PREFIX + inboxTopic.name, records);
  const { outputs, counts } = collector(run);
  const seen = untilSeen(kafka, [PREFIX + decisions.name, PREFIX + effects.name], updates, counts);
  const before = performance.now();
  await evaluator.start();
  const starting = performance.now() - before;
  return { records, outputs, seconds: ((await seen) - starting) / 1000 };
}

/** How many records the key rule puts into each partition. */
function inputCounts(records) {
  const counts = new Map();
  for (const { key } of records) {
    const partition = murmur2Partition(key, PARTITIONS);
    counts.set(partition, (counts.get(partition) ?? 0) + 1);
  }
  return counts;
}

/** Consume, write the same bytes, commit the offsets in the same transaction: what Kafka alone would take. */
async function bare({ kafka, records, outputs }) {
  const [input, output] = [`${PREFIX}bare-in-${Date.now()}`, `${PREFIX}bare-out-${Date.now()}`];
  return withTopic(kafka, input, PARTITIONS, () =>
    withTopic(kafka, output, PARTITIONS, async () => {
      await produceAll(kafka, input, records);
      const copying = await copy({ kafka, input, output, outputs, inputs: inputCounts(records) });
      const wanted = [...outputs.values()].flat().length;
      const ms = await untilSeen(kafka, [output], wanted, () => true);
      await copying.disconnect();
      return ms / 1000;
    }),
  );
}

/** With each slice goes its share of the partition's output, so that the last slice ends it. */
async function copy({ kafka, input, output, outputs, inputs }) {
  const groupId = `bench-bare-${Date.now()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 20 });
  const producers = new Map();
  const producerOf = async (partition) => {
    if (!producers.has(partition)) {
      const producer = kafka.producer({
        transactionalId: `${groupId}-${partition}`,
        idempotent: true,
        maxInFlightRequests: 1,
      });
      await producer.connect();
      producers.set(partition, producer);
    }
    return producers.get(partition);
  };
  const rest = new Map([...outputs].map(([partition, values]) => [partition, [...values]]));
  await consumer.connect();
  await consumer.subscribe({ topic: input, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 4,
    eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
      const { partition, messages } = batch;
      const producer = await producerOf(partition);
      for (let first = 0; first < messages.length; first += SLICE) {
        const slice = messages.slice(first, first + SLICE);
        const last = slice.at(-1).offset;
        const values = (rest.get(partition) ?? []).splice(
          0,
          Math.ceil((slice.length * (outputs.get(partition)?.length ?? 0)) / inputs.get(partition)),
        );
        const transaction = await producer.transaction();
        if (values.length > 0)
          await transaction.send({ topic: output, messages: values.map((value) => ({ value, partition })) });
        const partitions = [{ partition, offset: String(BigInt(last) + 1n) }];
        await transaction.sendOffsets({ consumerGroupId: groupId, topics: [{ topic: input, partitions }] });
        await transaction.commit();
        resolveOffset(last);
        await heartbeat();
      }
    },
  });
  return { disconnect: () => Promise.all([consumer, ...producers.values()].map((client) => client.disconnect())) };
}

/** Campaigns for products of categories that nobody buys: each is one more that might have been meant. */
function addCampaigns(store, count) {
  const effects = [['showNotification', { title: 'bench' }]];
  const ruleOf = (index) => {
    const condition = ['cel', `cartItems.exists(i, i.category == "bench ${index}") && session.total >= 20`];
    return { title: 'bench', condition, effects };
  };
  return inParallel(Array(count).keys(), CAMPAIGNS_AT_ONCE, (index) => newCampaign(store, [ruleOf(index)]));
}

export async function bench({ cluster, store, sizes: { updates, campaigns } }) {
  const kafka = kafkaOf(cluster.brokers);
  const run = (name) => measured({ cluster, store, updates, kafka, run: `pipeline-${name}-${Date.now()}` });
  const ours = await run('few');
  const limit = await bare({ kafka, ...ours });
  await addCampaigns(store, campaigns);
  const among = await run('many');
  const bytes = [...ours.outputs.values()].flat().reduce((sum, value) => sum + value.length, 0);
  const [few, many, copied] = [ours.seconds, among.seconds, limit].map((seconds) => updates / seconds);
  return [
    `${updates} updates of real baskets, ${Math.round(bytes / updates)} bytes published for each`,
    `evaluator: decided and published  ${few.toFixed(0).padStart(7)}/s`,
    `bare copy with transactions       ${copied.toFixed(0).padStart(7)}/s`,
    `ratio                             ${(few / copied).toFixed(2).padStart(7)}   (at least 0.20)`,
    `evaluator, ${campaigns} campaigns more    ${many.toFixed(0).padStart(7)}/s, ${(many / few).toFixed(2)} of before`,
  ];
}
