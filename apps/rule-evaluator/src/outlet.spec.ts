import type { NewRecord, Position } from '@tessera/kafka';
import { Outlet } from './outlet';
import type { OutboxRow } from './ports';

const TOPICS = { live: 'live', bulk: 'bulk' };

function setUp(publish: (count: number) => Promise<void> = () => Promise.resolve()) {
  const published: { readonly topics: readonly string[]; readonly positions: readonly Position[] }[] = [];
  const failures: unknown[] = [];
  const sleeps: { readonly ms: number; readonly wake: () => void }[] = [];
  const time = { now: 0n };
  const publisher = {
    publish: (records: readonly NewRecord[], positions: readonly Position[]) => {
      published.push({ topics: records.map(({ topic }) => topic), positions });
      return publish(published.length);
    },
    close: () => Promise.resolve(),
  };
  const sleep = (ms: number) => new Promise<void>((resolve) => sleeps.push({ ms, wake: resolve }));
  const clock = { now: () => time.now, sleep };
  const events = { published: () => undefined, failed: (error: unknown) => void failures.push(error) };
  return { outlet: new Outlet(3, TOPICS, publisher, clock, events), published, failures, sleeps, time };
}

function rowOf(number: number, requests = 1): OutboxRow {
  const record = { topic: `row ${number}`, partition: 3, key: null, value: null, timestamp: 0n, headers: {} };
  const to = { live: BigInt(number), bulk: 1n };
  return { number: BigInt(number), from: { live: 0n, bulk: 0n }, to, requests, records: [record], replies: [] };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('gathers rows for 20 ms and publishes them in one transaction, with the offsets of both lanes', async () => {
  const { outlet, published, sleeps } = setUp();
  outlet.add(rowOf(1));
  outlet.add(rowOf(2));
  await settled();
  expect([published, sleeps.map(({ ms }) => ms)]).toEqual([[], [20]]);
  sleeps.forEach(({ wake }) => wake());
  await outlet.drained();
  const positions = [
    { topic: 'live', partition: 3, offset: 2n },
    { topic: 'bulk', partition: 3, offset: 1n },
  ];
  expect(published).toEqual([{ topics: ['row 1', 'row 2'], positions }]);
});

it.each([
  ['at fifths of a second, as every partition does, where few follow each other', 1, [20, 150, 20, 20]],
  ['a fifth of a second after the last time where many do', 8, [20, 150, 60, 20]],
])('publishes %s', async (_, requests, expected) => {
  const { outlet, published, sleeps, time } = setUp();
  for (const at of [1000n, 1050n, 1190n, 1500n]) {
    time.now = at;
    outlet.add(rowOf(Number(at), requests));
    await settled();
    sleeps.at(-1)?.wake();
    await outlet.drained();
  }
  expect(published).toHaveLength(4);
  expect(sleeps.map(({ ms }) => ms)).toEqual(expected);
});

it('waits no longer when a transaction is full meanwhile', async () => {
  const { outlet, published } = setUp();
  outlet.add(rowOf(1));
  await settled();
  outlet.add(rowOf(2, 499));
  await settled();
  expect(published).toHaveLength(1);
});

it('does not wait when 500 requests have gathered, and takes no more than that at once', async () => {
  const { outlet, published } = setUp();
  outlet.add(rowOf(1, 500));
  outlet.add(rowOf(2, 500));
  await settled();
  expect(published.map(({ topics }) => topics)).toEqual([['row 1'], ['row 2']]);
});

it('publishes one transaction at a time', async () => {
  let release = (): void => undefined;
  const { outlet, published } = setUp(() => new Promise((resolve) => (release = resolve)));
  outlet.add(rowOf(1, 500));
  outlet.add(rowOf(2, 500));
  await settled();
  expect(published).toHaveLength(1);
  release();
  await settled();
  expect(published).toHaveLength(2);
});

it('makes deciding wait while four transactions are not published', async () => {
  let release = (): void => undefined;
  const { outlet } = setUp(() => new Promise((resolve) => (release = resolve)));
  for (let number = 1; number <= 4; number++) outlet.add(rowOf(number, 500));
  const room = jest.fn();
  void outlet.room().then(room);
  await settled();
  expect(room).not.toHaveBeenCalled();
  release();
  await settled();
  expect(room).toHaveBeenCalled();
});

it('ends at the first error: nothing that follows is published', async () => {
  const { outlet, published, failures } = setUp(() => Promise.reject(new Error('fenced')));
  outlet.add(rowOf(1, 500));
  await outlet.drained();
  outlet.add(rowOf(2, 500));
  await settled();
  expect(failures).toEqual([new Error('fenced')]);
  expect(published).toHaveLength(1);
  await outlet.room();
});
