import { Kafka } from 'kafkajs';
import { givenPartition } from './connect';
import { KafkaLog } from './kafka-log';
import { PlainProducer } from './plain-producer';

afterEach(() => jest.restoreAllMocks());

const kafka = { brokers: '127.0.0.1:1', clientId: 'spec', topicPrefix: '' };

it('trap 23: a record goes to the partition that it says, whatever its key, and one that says none is refused', () => {
  const choose = givenPartition();
  const inbox = { topic: 'inbox', partitionMetadata: [] };
  const chosen = [3, 0].map((partition) => choose({ ...inbox, message: { key: 'k', value: null, partition } }));
  expect(chosen).toEqual([3, 0]);
  expect(() => choose({ ...inbox, message: { key: 'k', value: null } })).toThrow('inbox: a record without partition');
});

it.each([
  ['the plain producer', () => new PlainProducer({ kafka }).start()],
  ['a publisher', () => new KafkaLog({ kafka, groupId: 'spec' }).fence('name')],
])('trap 23: %s leaves no choice of partitions to kafkajs', async (_who, start: () => Promise<unknown>) => {
  const made = jest.spyOn(Kafka.prototype, 'producer').mockImplementation(() => {
    throw new Error('it is only asked for');
  });
  await expect(start()).rejects.toThrow('it is only asked for');
  expect(made.mock.calls).toMatchObject([[{ createPartitioner: givenPartition }]]);
});
