import { randomBytes } from 'node:crypto';
import { deleteTopics, eventually, services, uniqueName } from '@tessera/testing';
import { connect, withAdmin } from './connect';
import { GroupConsumer } from './group-consumer';
import type { LogRecord } from './log';
import { createServedTopics } from './new-topics';

const name = uniqueName();
const settings = () => ({ brokers: services().brokers, clientId: name, topicPrefix: `${name}.`, log: () => undefined });

afterAll(() => deleteTopics(name));

it('trap 16: a start without a broker ends in bounded time, and readiness says so', async () => {
  const lonely = new GroupConsumer({ kafka: { ...settings(), brokers: '127.0.0.1:1' }, groupId: name });
  await expect(lonely.start(['large'], () => Promise.resolve())).rejects.toThrow('ECONNREFUSED');
  expect(lonely.trouble).toBe('the group is being joined');
  await lonely.stop();
}, 60_000);

const PARTITIONS = 12;
const RECORDS = 3;
const RECORD_BYTES = 200_000;

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const bytesOf = (records: readonly LogRecord[]) => sum(records.map(({ value }) => value?.byteLength ?? 0));

/** More in each partition than one batch may have, and in all of them more than one response. */
async function fill(): Promise<void> {
  const topic = `${name}.large`;
  await withAdmin(connect(settings()), (admin) => createServedTopics(admin, [{ topic, numPartitions: PARTITIONS }]));
  const producer = connect(settings()).producer();
  await producer.connect();
  for (let turn = 0; turn < RECORDS; turn++) {
    const value = randomBytes(RECORD_BYTES);
    const messages = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, value }));
    await producer.send({ topic, messages });
  }
  await producer.disconnect();
}

it('trap 20: a response has at most 4 MB, and of a partition at most 512 KB, however much waits', async () => {
  await fill();
  const batches: number[] = [];
  const responses: number[] = [];
  const consumer = new GroupConsumer({ kafka: settings(), groupId: name });
  consumer.unwrap().on('consumer.network.request', ({ payload }) => {
    if (payload.apiName === 'Fetch') responses.push(payload.size);
  });
  await consumer.start(['large'], (records) => {
    batches.push(bytesOf(records));
    return Promise.resolve();
  });
  await eventually(() => (sum(batches) >= PARTITIONS * RECORDS * RECORD_BYTES ? true : undefined));
  await consumer.stop();
  expect(Math.max(...batches)).toBeLessThanOrEqual(512 * 1024);
  const frames = 16 * 1024;
  expect(Math.max(...responses)).toBeLessThan(4 * 1024 * 1024 + frames);
});
