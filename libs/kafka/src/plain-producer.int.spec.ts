import { randomBytes } from 'node:crypto';
import { deleteTopics, services, uniqueName } from '@tessera/testing';
import { Kafka } from 'kafkajs';
import { connect, withAdmin } from './connect';
import type { NewRecord } from './log';
import { createServedTopics } from './new-topics';
import { PlainProducer } from './plain-producer';
import { SendFailed } from './send-failed';
import { readPartition } from './testing/read-partition';

const name = uniqueName();
const settings = () => ({ brokers: services().brokers, clientId: name, topicPrefix: `${name}.`, log: () => undefined });
const record = (value: string, partition = 0, topic = 'inbox'): NewRecord => ({
  topic,
  partition,
  key: Buffer.from('k'),
  value: Buffer.from(value),
  timestamp: BigInt(Date.now()),
  headers: { ce_id: value.slice(0, 8) },
});
/** Text that gzip cannot make small. */
const noise = (bytes: number): string => randomBytes((bytes * 3) / 4).toString('base64');
const values = async (partition: number, topic = 'inbox') =>
  (await readPartition(settings(), topic, partition)).map(({ value }) => Buffer.from(value!).toString());

describe('the plain producer', () => {
  let producer: PlainProducer;

  beforeAll(async () => {
    const topics = [
      { topic: `${name}.inbox`, numPartitions: 3 },
      { topic: `${name}.narrow`, numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '2000' }] },
    ];
    await withAdmin(connect(settings()), (admin) => createServedTopics(admin, topics));
  });

  beforeEach(async () => {
    producer = new PlainProducer({ kafka: settings() });
    await producer.start();
  });

  afterEach(() => producer.close());
  afterAll(() => deleteTopics(name));

  it('sends what gathers while a request is under way together, in the order of the calls', async () => {
    const sent = Array.from({ length: 500 }, (_, i) => producer.send([record(`${i}`, i % 2)]));
    await Promise.all(sent);
    expect((await values(0)).map(Number)).toEqual(Array.from({ length: 250 }, (_, i) => 2 * i));
    expect((await values(1)).map(Number)).toEqual(Array.from({ length: 250 }, (_, i) => 2 * i + 1));
    expect(producer.requests).toBeLessThan(10);
  });

  it('trap 8: splits what is too large for one batch', async () => {
    const big = Array.from({ length: 12 }, (_, i) => record(`${i}:${noise(200_000)}`, 2));
    await producer.send(big);
    expect((await values(2)).map((value) => Number(value.split(':')[0]))).toEqual(big.map((_, i) => i));
  });

  it('trap 7: starts with a new producer after an error, and says that the outcome is unknown', async () => {
    const made = jest.spyOn(Kafka.prototype, 'producer');
    const failure = await producer.send([record(noise(20_000), 0, 'narrow')]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SendFailed);
    expect(failure).toMatchObject({ sent: 'unknown' });
    await producer.send([record('after the error', 0, 'narrow')]);
    expect(await values(0, 'narrow')).toEqual(['after the error']);
    expect(made).toHaveBeenCalledTimes(1);
  });

  it('says that nothing was sent when no broker is there', async () => {
    const lonely = new PlainProducer({ kafka: { ...settings(), brokers: '127.0.0.1:1' } });
    await expect(lonely.send([record('a')])).rejects.toMatchObject({ name: 'SendFailed', sent: 'nothing' });
    await lonely.close();
  });

  it('refuses at once what does not fit into its queue, and after it was closed', async () => {
    const small = new PlainProducer({ kafka: settings(), maxQueuedBytes: 1_000 });
    const first = small.send([record('x'.repeat(800), 2)]);
    await expect(small.send([record('y'.repeat(800), 2)])).rejects.toMatchObject({ sent: 'nothing' });
    await first;
    await small.send([record('z'.repeat(800), 2)]);
    await small.close();
    await expect(small.send([record('a')])).rejects.toMatchObject({ sent: 'nothing' });
  });

  it('sends what waits before it closes', async () => {
    const sent = producer.send([record('last words', 2)]);
    await producer.close();
    await sent;
    expect((await values(2)).at(-1)).toBe('last words');
  });
});
