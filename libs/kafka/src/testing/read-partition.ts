import { randomUUID } from 'node:crypto';
import { connect, type KafkaSettings, withAdmin } from '../connect';
import type { LogRecord } from '../log';
import { toLogRecord } from '../record';

/** Reads all committed records of one partition as they are now, as any foreign consumer would. */
export async function readPartition(settings: KafkaSettings, topic: string, partition: number): Promise<LogRecord[]> {
  const kafka = connect(settings);
  const name = settings.topicPrefix + topic;
  const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(name));
  const end = BigInt(offsets.find((p) => p.partition === partition)?.high ?? 0);
  const found: LogRecord[] = [];
  if (end === 0n) return found;
  const consumer = kafka.consumer({ groupId: `read-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topics: [name], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    consumer.on('consumer.end_batch_process', ({ payload }) => {
      if (payload.partition === partition && BigInt(payload.lastOffset) + 1n >= end) resolve();
    });
    const eachBatch = ({ batch }: { batch: { partition: number; messages: Parameters<typeof toLogRecord>[2][] } }) => {
      if (batch.partition === partition) found.push(...batch.messages.map((m) => toLogRecord(topic, partition, m)));
      return Promise.resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  await consumer.disconnect();
  return found;
}
