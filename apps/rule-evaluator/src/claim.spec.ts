import type { Log, NewRecord } from '@tessera/kafka';
import { claimPartition } from './claim';
import { Halted } from './errors';
import type { Offsets } from './lane';
import { MemoryDatabase } from './simulation/memory-database';
import { MemoryStore } from './simulation/memory-store';

const TOPICS = { live: 'live', bulk: 'bulk' };
const EVENTS = { published: () => undefined, failed: () => undefined };
const SEQS = { decisions: 0n, effects: 0n, deadLetters: 0n };

interface Given {
  readonly start?: Offsets;
  readonly end?: Offsets;
  readonly published?: Offsets | null;
  readonly decided?: Offsets;
  /** The ends of the slices whose outbox rows are there, from nothing on. */
  readonly outbox?: readonly Offsets[];
  readonly cluster?: string;
}

const AT = (live: number, bulk = 0): Offsets => ({ live: BigInt(live), bulk: BigInt(bulk) });

/** A partition as log and database hold it, and what was asked of the log in which order. */
function setUp({ start = AT(0), end = AT(9, 9), published = null, decided, outbox = [], cluster = 'k' }: Given) {
  const asked: string[] = [];
  const closed: string[] = [];
  const sent: NewRecord[] = [];
  const log: Log = {
    fence: (name) => {
      asked.push(`fence ${name}`);
      const publish = (records: readonly NewRecord[]) => Promise.resolve(void sent.push(...records));
      return Promise.resolve({ publish, close: () => Promise.resolve(void closed.push(name)) });
    },
    committed: (topic) => {
      asked.push(`committed ${topic}`);
      return Promise.resolve(published && published[topic as 'live']);
    },
    bounds: (topic) => Promise.resolve({ start: start[topic as 'live'], end: end[topic as 'live'] }),
    clusterId: () => Promise.resolve(cluster),
  };
  const database = new MemoryDatabase();
  database.clusterId = 'k';
  const number = BigInt(outbox.length);
  if (decided) database.progress.set(3, { decided, seqs: SEQS, outbox: number, catalogVersion: 0n });
  database.outbox.set(
    3,
    outbox.map((to, index) => {
      const from = outbox[index - 1] ?? AT(0);
      const record = { topic: `slice ${index}`, partition: 3, key: null, value: null, timestamp: 0n, headers: {} };
      return { number: BigInt(index + 1), from, to, requests: 1, records: [record], replies: [] };
    }),
  );
  const store = new MemoryStore(database);
  const clock = { now: () => 0n, sleep: () => Promise.resolve() };
  const replies = { send: () => Promise.resolve() };
  const deps = { log, store, clock, replies, topics: TOPICS, name: 'cluster.evaluator' };
  return { claim: () => claimPartition(deps, 3, EVENTS), asked, closed, sent, store };
}

it('fences under the name of the partition, and reads the committed offsets after it', async () => {
  const { claim, asked } = setUp({});
  await claim();
  expect(asked).toEqual(['fence cluster.evaluator.3', 'committed live', 'committed bulk']);
});

it('begins a partition that nobody decided at the start of its log', async () => {
  const { claim, store } = setUp({ start: AT(4, 2) });
  expect((await claim()).progress.decided).toEqual(AT(4, 2));
  expect((await store.progress(3))?.decided).toEqual(AT(4, 2));
});

it('publishes again what was decided and is not published, in order', async () => {
  const { claim, sent } = setUp({ published: AT(2), decided: AT(4, 1), outbox: [AT(2), AT(4), AT(4, 1)] });
  const { reEmitted, outlet } = await claim();
  await outlet.drained();
  expect(reEmitted.map(({ number }) => number)).toEqual([2n, 3n]);
  expect(sent.map(({ topic }) => topic)).toEqual(['slice 1', 'slice 2']);
});

it('publishes all of the outbox where the group never committed', async () => {
  const { claim } = setUp({ decided: AT(4), outbox: [AT(2), AT(4)] });
  expect((await claim()).reEmitted).toHaveLength(2);
});

it.each<[string, Given, RegExp]>([
  ['another Kafka cluster', { cluster: 'other' }, /belongs to the Kafka cluster k/],
  [
    'a database set back: decided before published',
    { published: AT(5), decided: AT(3) },
    /published .* is after decided/,
  ],
  [
    'a topic cut off: log start after published',
    { start: AT(3), published: AT(2), decided: AT(4) },
    /log start .* is after published/,
  ],
  [
    'a topic made anew: decided after log end',
    { end: AT(1), published: AT(2), decided: AT(2) },
    /decided .* is after log end/,
  ],
  ['one lane alone out of order', { published: AT(0, 4), decided: AT(3, 2) }, /published .* is after decided/],
  [
    'an outbox that begins too late',
    { published: AT(1), decided: AT(4), outbox: [AT(2), AT(4)] },
    /nothing between live 1/,
  ],
  ['an outbox that ends too early', { published: AT(0), decided: AT(4), outbox: [AT(2)] }, /the outbox ends at live 2/],
  ['an empty outbox', { published: AT(0), decided: AT(4) }, /the outbox ends at live 0/],
])('halts on %s', async (_, given, message) => {
  const { claim, closed } = setUp(given);
  const refusal = claim();
  await expect(refusal).rejects.toThrow(message);
  await expect(refusal).rejects.toBeInstanceOf(Halted);
  expect(closed).toEqual(['cluster.evaluator.3']);
});
