import { deleteTopics, eventually, services, uniqueName } from '@tessera/testing';
import { connect, withAdmin } from './connect';
import { Feed } from './feed';
import type { LogRecord, NewRecord } from './log';
import { createServedTopics } from './new-topics';
import { PlainProducer } from './plain-producer';
import { Tail } from './tail';

/** A broker that serves many suites at once answers late. */
const CAUGHT_UP_MS = 60_000;
const name = uniqueName();
const settings = () => ({ brokers: services().brokers, clientId: name, topicPrefix: `${name}.`, log: () => undefined });
const text = ({ value }: LogRecord): string => Buffer.from(value ?? []).toString();
const record = (topic: string, value: string, partition = 0): NewRecord => {
  return { topic, partition, key: null, value: Buffer.from(value), timestamp: BigInt(Date.now()), headers: {} };
};
const groups = () => withAdmin(connect(settings()), (admin) => admin.listGroups());

describe('broadcast readers', () => {
  let producer: PlainProducer;

  beforeAll(async () => {
    const topics = ['one', 'gap', 'replies', 'transactions', 'aborted'].map((topic) => {
      return { topic: `${name}.${topic}`, numPartitions: topic === 'replies' ? 4 : 1 };
    });
    await withAdmin(connect(settings()), (admin) => createServedTopics(admin, topics));
    producer = new PlainProducer({ kafka: settings() });
  });

  afterAll(async () => {
    await producer.close();
    await deleteTopics(name);
  });

  const feedOf = (topic: string) =>
    new Feed<readonly string[], string>({
      kafka: settings(),
      topic,
      initial: [],
      decode: text,
      apply: (values, value) => [...values, value],
      versionOf: (value) => BigInt(value),
    });

  it('a feed reads a topic from its beginning, in every process, and follows it', async () => {
    await producer.send([record('one', '1'), record('one', '2')]);
    const feeds = [feedOf('one'), feedOf('one')];
    await Promise.all(feeds.map((feed) => feed.start()));
    await Promise.all(feeds.map((feed) => feed.waitFor(2n, CAUGHT_UP_MS)));
    expect(feeds.map((feed) => [feed.current, feed.ready])).toEqual([
      [['1', '2'], true],
      [['1', '2'], true],
    ]);
    await producer.send([record('one', '3')]);
    await Promise.all(feeds.map((feed) => feed.waitFor(3n, CAUGHT_UP_MS)));
    await Promise.all(feeds.map((feed) => feed.stop()));
    const left = (await groups()).groups.filter(({ groupId }) => groupId.startsWith(`${name}.broadcast`));
    expect(left).toEqual([]);
  });

  it('a feed halts at a gap and is not ready then', async () => {
    await producer.send([record('gap', '1'), record('gap', '3')]);
    const feed = feedOf('gap');
    await feed.start();
    await eventually(() => feed.halted ?? undefined);
    expect(feed.ready).toBe(false);
    expect(feed.current).toEqual(['1']);
    await feed.stop();
  });

  it.each([
    ['transactions', ['commit', 'abort', 'commit'], ['0', '2']],
    ['aborted', ['abort'], []],
  ] as const)('trap 18: a feed is ready although its topic ends with markers: %s', async (topic, ends, expected) => {
    const transactional = connect(settings()).producer({
      transactionalId: `${name}.${topic}`,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await transactional.connect();
    for (const [index, end] of ends.entries()) {
      const transaction = await transactional.transaction();
      await transaction.send({ topic: `${name}.${topic}`, messages: [{ value: String(index), partition: 0 }] });
      await transaction[end]();
    }
    await transactional.disconnect();
    const feed = new Feed<readonly string[], string>({
      kafka: settings(),
      topic,
      initial: [],
      decode: text,
      apply: (values, value) => [...values, value],
    });
    await feed.start();
    await eventually(() => (feed.ready ? true : undefined));
    expect(feed.current).toEqual(expected);
    await feed.stop();
  });

  it('a tail misses nothing that is written after its start, and sees nothing from before', async () => {
    const partitions = [0, 1, 2, 3];
    await producer.send(partitions.map((partition) => record('replies', 'before', partition)));
    const seen: string[] = [];
    const tail = new Tail({
      kafka: settings(),
      topic: 'replies',
      onRecord: (r) => seen.push(`${text(r)} ${r.partition}`),
    });
    expect(tail.ready).toBe(false);
    await tail.start();
    expect(tail.ready).toBe(true);
    await producer.send(partitions.map((partition) => record('replies', 'after', partition)));
    await eventually(() => (seen.length >= 4 ? true : undefined));
    expect([...seen].sort()).toEqual(['after 0', 'after 1', 'after 2', 'after 3']);
    await tail.stop();
  });
});
