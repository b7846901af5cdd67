import { deleteTopics, services, uniqueName } from '@tessera/testing';
import { connect, withAdmin } from './connect';
import { KafkaLog } from './kafka-log';
import { createServedTopics } from './new-topics';
import { logContract } from './testing/log-contract';
import { readPartition } from './testing/read-partition';

const prefix = uniqueName();

afterAll(() => deleteTopics(prefix));

logContract('the log on Kafka', async () => {
  const settings = { brokers: services().brokers, clientId: prefix, topicPrefix: `${prefix}.` };
  const topics = { input: 'input', output: 'output' };
  await withAdmin(connect(settings), (admin) =>
    createServedTopics(
      admin,
      Object.values(topics).map((topic) => ({ topic: settings.topicPrefix + topic, numPartitions: 2 })),
    ),
  );
  let names = 0;
  return {
    client: (atStep) => new KafkaLog({ kafka: settings, groupId: prefix, ...(atStep ? { atStep } : {}) }),
    topics,
    name: () => `${prefix}.${names++}`,
    read: (topic, partition) => readPartition(settings, topic, partition),
  };
});
