import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { rowsOf } from '../../examples/grocer/data.mjs';
import { updatesOf } from '../../examples/grocer/replay.mjs';
import { stream } from './ingest.mjs';
import { kafkaOf, PREFIX, withTopic } from './kafka.mjs';

const WARM_TIMES = 6;
/** The machine's own speed changes within seconds, so calls and round trips take turns. */
const TURNS = 4;

const { build } = createRequire(import.meta.url)('hdr-histogram-js');

/** Latencies in microseconds, shown in milliseconds. */
const histogram = () =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
const ms = (latencies, percentile) => latencies.getValueAtPercentile(percentile) / 1000;
const micros = (from) => Math.max(1, Math.round((performance.now() - from) * 1000));

const noLatencies = () => Object.assign(histogram(), { failed: 0 });

/** Calls at a constant rate, however long answers take: what waits counts from when it was due. */
async function atRate(perSecond, seconds, call, latencies = noLatencies()) {
  const begin = performance.now();
  const calls = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = begin + (index * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    calls.push(
      call(index).then(
        () => latencies.recordValue(micros(due)),
        () => (latencies.failed += 1),
      ),
    );
  }
  await Promise.all(calls);
  return latencies;
}

/** PUT over connections that stay open. Without `fetch`, which takes a part of the time that is to be measured. */
function putter(base, authorization) {
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization, 'content-type': 'application/json' };
  return (path, body) =>
    new Promise((resolve, reject) => {
      const call = request(base + path, { method: 'PUT', agent, headers }, (answer) => {
        answer.resume().on('error', reject);
        answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(String(answer.statusCode)))));
      });
      call.on('error', reject).end(JSON.stringify(body));
    });
}

/** The first update of real baskets, each a session of its own. */
function sessionCalls({ cluster, store }, run) {
  const bodies = rowsOf('baskets').map((basket) => updatesOf(basket)[0]);
  const put = putter(cluster.urls['ingestion-gateway'], `ApiKey-v1 ${store.key}`);
  return (index) => put(`/v2/customer_sessions/${run}-${index}`, bodies[index % bodies.length]);
}

/** Work with calls that produce a record and resolve when it is seen: the least that any answer over Kafka takes. */
function withRoundTrips(kafka, work) {
  const topic = `${PREFIX}round-trip-${Date.now()}`;
  return withTopic(kafka, topic, 1, async () => {
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    const consumer = kafka.consumer({ groupId: topic });
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topic, fromBeginning: true });
    const waiting = new Map();
    await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => waiting.get(String(message.key))() });
    const value = 'x'.repeat(2000);
    const roundTrip = async (index) => {
      const back = new Promise((resolve) => waiting.set(String(index), resolve));
      await producer.send({ topic, messages: [{ key: String(index), value }] });
      await back;
    };
    try {
      return await work(roundTrip);
    } finally {
      await Promise.all([producer.disconnect(), consumer.disconnect()]);
    }
  });
}

/** One after the other, without a pause: both ends are hot, as they are at no shop. */
async function backToBack(count, call) {
  const latencies = noLatencies();
  for (let index = 0; index < count; index += 1) {
    const from = performance.now();
    await call(index);
    latencies.recordValue(micros(from));
  }
  return latencies;
}

const inMs = (latencies, percentile) => `${ms(latencies, percentile).toFixed(1).padStart(7)} ms`;

const ratio = (calls, limit) => (ms(calls, 50) / ms(limit, 50)).toFixed(1);

/** Calls that got no answer are said: their time is in no percentile. */
const shown = (label, latencies) =>
  `${label.padEnd(34)} p50 ${inMs(latencies, 50)}  p99 ${inMs(latencies, 99)}${latencies.failed ? `  ${latencies.failed} failed` : ''}`;

export async function bench(context) {
  const { cluster, store, sizes } = context;
  const { seconds } = sizes;
  const kafka = kafkaOf(cluster.brokers);
  const calls = (name) => sessionCalls(context, `sync-${name}-${Date.now()}`);
  // Broker and services compile what is hot for some ten thousand calls; what is measured is a cluster that has been running.
  await atRate(200, WARM_TIMES * seconds, calls('warm'));
  const [limit50, at50, limit200, at200] = [noLatencies(), noLatencies(), noLatencies(), noLatencies()];
  const hot = await withRoundTrips(kafka, async (roundTrip) => {
    for (let turn = 0; turn < TURNS; turn += 1) {
      await atRate(50, seconds / TURNS, roundTrip, limit50);
      await atRate(50, seconds / TURNS, calls(`fifty-${turn}`), at50);
    }
    await atRate(200, seconds, roundTrip, limit200);
    await atRate(200, seconds, calls('more'), at200);
    return backToBack(1000, roundTrip);
  });
  const load = stream({ cluster, store, lines: sizes.lines, run: `sync-load-${Date.now()}` });
  const loaded = await atRate(50, seconds, calls('loaded'));
  await load;
  return [
    shown('produce and consume, 50/s', limit50),
    shown('produce and consume, 200/s', limit200),
    shown('produce and consume, without pause', hot),
    shown('PUT session, 50/s', at50),
    shown('PUT session, 200/s', at200),
    shown('PUT session, 50/s under bulk load', loaded),
    `ratio at p50: at 50/s ${ratio(at50, limit50)} (at most 6), at 200/s ${ratio(at200, limit200)}; under load at most 25 and 150 ms`,
  ];
}
