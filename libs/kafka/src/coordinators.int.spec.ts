import { deleteTopics, services, uniqueName } from '@tessera/testing';
import type { RequestEvent } from 'kafkajs';
import { connect, withAdmin } from './connect';
import { rememberCoordinators } from './coordinators';
import { createServedTopics } from './new-topics';

const TRANSACTIONS = 10;
const name = uniqueName();

afterAll(() => deleteTopics(name));

it('trap 26: a transactional producer asks for its coordinators once a second, not before each request', async () => {
  rememberCoordinators();
  const kafka = connect({ brokers: services().brokers, clientId: name, topicPrefix: '' });
  await withAdmin(kafka, (admin) => createServedTopics(admin, [{ topic: name, numPartitions: 1 }]));
  const retry = { initialRetryTime: 2, retries: 30 };
  const producer = kafka.producer({ transactionalId: name, idempotent: true, maxInFlightRequests: 1, retry });
  const asked: RequestEvent['payload'][] = [];
  producer.on(producer.events.REQUEST, ({ payload }) => {
    if (payload.apiName === 'GroupCoordinator') asked.push(payload);
  });
  await producer.connect();
  const begin = Date.now();
  for (let turn = 0; turn < TRANSACTIONS; turn++) {
    const transaction = await producer.transaction();
    await transaction.send({ topic: name, messages: [{ value: 'x' }] });
    const partitions = [{ partition: 0, offset: String(turn) }];
    await transaction.sendOffsets({ consumerGroupId: name, topics: [{ topic: name, partitions }] });
    await transaction.commit();
  }
  const seconds = Math.ceil((Date.now() - begin) / 1000);
  await producer.disconnect();
  // One question for the transactional id and one for the group.
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThanOrEqual(2 * (seconds + 1));
});
