import { randomBytes } from 'node:crypto';
import { deleteTopics, services, uniqueName } from '@tessera/testing';
import { connect, withAdmin } from './connect';
import { createServedTopics } from './new-topics';
import { PlainProducer } from './plain-producer';
import { RecordLate, RecordReader } from './record-reader';

const name = uniqueName();
const settings = () => ({ brokers: services().brokers, clientId: name, topicPrefix: `${name}.`, log: () => undefined });
const topic = 'many';
const LARGE = 5;

describe('a reader of single records', () => {
  const reader = new RecordReader({ kafka: settings(), topic });

  beforeAll(async () => {
    await withAdmin(connect(settings()), (admin) =>
      createServedTopics(admin, [
        { topic: `${name}.${topic}`, numPartitions: 3 },
        { topic: `${name}.large`, numPartitions: 1 },
      ]),
    );
    const producer = new PlainProducer({ kafka: settings() });
    for (let index = 0; index < 40; index += 1) {
      const value = Buffer.from(`record ${index}`);
      await producer.send([{ topic, partition: index % 2, key: null, value, timestamp: 1n, headers: {} }]);
    }
    for (let index = 0; index < LARGE; index += 1) {
      const value = randomBytes(300 * 1024);
      await producer.send([{ topic: 'large', partition: 0, key: null, value, timestamp: 1n, headers: {} }]);
    }
    await producer.close();
  });

  afterAll(async () => {
    await reader.stop();
    await deleteTopics(name);
  });

  const read = async (partition: number, offset: bigint): Promise<string> =>
    Buffer.from((await reader.read(partition, offset)).value ?? []).toString();

  it('gives the record at each place, in any order, of several partitions at once', async () => {
    const places = [
      [0, 19n],
      [0, 0n],
      [1, 7n],
      [0, 7n],
      [1, 0n],
      [0, 7n],
    ] as const;
    expect(await Promise.all(places.map(([partition, offset]) => read(partition, offset)))).toEqual([
      'record 38',
      'record 0',
      'record 15',
      'record 14',
      'record 1',
      'record 14',
    ]);
    expect(await read(1, 19n)).toBe('record 39');
  });

  it('gives each record its time from its turn on, however many wait before it', async () => {
    const readWithinMs = 4_000;
    const hasty = new RecordReader({ kafka: settings(), topic: 'large', readWithinMs });
    // Each is larger than a fetch, so that none lies in what was fetched for another.
    const inTurn = (count: number) => Array.from({ length: count }, (_, index) => BigInt(index % LARGE));
    const readAll = async (offsets: readonly bigint[]) => {
      const begun = performance.now();
      const found = await Promise.all(offsets.map((offset) => hasty.read(0, offset)));
      expect(found.map(({ offset }) => offset)).toEqual(offsets);
      return performance.now() - begun;
    };
    try {
      await readAll(inTurn(1));
      const eachMs = (await readAll(inTurn(100))) / 100;
      expect(await readAll(inTurn(Math.ceil((2 * readWithinMs) / eachMs)))).toBeGreaterThan(readWithinMs);
    } finally {
      await hasty.stop();
    }
  }, 60_000);

  it('rejects what still waits when it stops, and asks for nothing afterwards', async () => {
    const readWithinMs = 3_000;
    const stopped = new RecordReader({ kafka: settings(), topic, readWithinMs });
    await stopped.read(0, 0n);
    const waiting = [1_000n, 2_000n].map((offset) => stopped.read(0, offset));
    const ended = Promise.allSettled(waiting);
    await stopped.stop();
    expect(await ended).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    // A timer that asked the consumer, which is gone, would end this process.
    await new Promise((resolve) => setTimeout(resolve, readWithinMs + 500));
  });

  it('says where there is none, and reads on', async () => {
    await expect(reader.read(2, 5n)).rejects.toThrow(RecordLate);
    expect(await read(1, 3n)).toBe('record 7');
  }, 30_000);
});
