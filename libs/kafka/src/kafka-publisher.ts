import { CompressionTypes, type Offsets, type Producer, type TopicMessages, type Transaction } from 'kafkajs';
import { recordBytes, rounds } from './chunk';
import type { NewRecord, Position, Publisher } from './log';
import { assertPublishable, type AtStep, PublishFailed } from './publish-failed';
import { toMessage } from './record';

/** Below this, gzip costs more time than the bytes that it saves. */
export const GZIP_FROM_BYTES = 16 * 1024;

export interface PublisherOptions {
  readonly name: string;
  readonly producer: Producer;
  readonly groupId: string;
  readonly topicPrefix: string;
  readonly atStep: AtStep;
}

/** A fenced transactional producer of one name; made by KafkaLog. */
export class KafkaPublisher implements Publisher {
  private busy = false;
  private closed = false;

  constructor(private readonly options: PublisherOptions) {}

  /**
   * One Kafka transaction: all sends, then the positions, then the commit.
   * @throws PublishFailed, and this publisher is closed then; Error without harm when called twice at once or with nothing
   */
  async publish(records: readonly NewRecord[], positions: readonly Position[]): Promise<void> {
    assertPublishable(records);
    if (this.closed) throw new PublishFailed(this.options.name, new Error('the publisher is closed'));
    // trap 7: overlapping sends of an idempotent producer get out of sequence, and the producer is dead afterwards.
    if (this.busy) throw new Error(`${this.options.name}: one publication at a time`);
    this.busy = true;
    try {
      await this.transact(records, positions);
    } catch (error) {
      // trap 3: a failed commit or abort leaves kafkajs's state machine stuck, and a late EndTxn of the same epoch could
      // end the next transaction. So no error is survived: the next fence takes a new producer and a new epoch.
      await this.close();
      throw new PublishFailed(this.options.name, error);
    } finally {
      this.busy = false;
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    // Whether it could say goodbye changes nothing: it is never used again.
    await this.options.producer.disconnect().catch(() => undefined);
  }

  /** trap 1: send first, offsets after, commit last; kafkajs retries only the first while old markers are written. */
  private async transact(records: readonly NewRecord[], positions: readonly Position[]): Promise<void> {
    const { producer, atStep, name } = this.options;
    const transaction = await producer.transaction();
    for (const round of rounds(records)) await this.send(transaction, round);
    await atStep('after_send', name);
    if (positions.length > 0) await this.sendOffsets(transaction, positions);
    await atStep('after_offsets', name);
    await atStep('before_endtxn', name);
    await transaction.commit();
    await atStep('after_endtxn', name);
  }

  private async send(transaction: Transaction, records: readonly NewRecord[]): Promise<void> {
    const large = records.reduce((sum, record) => sum + recordBytes(record), 0) >= GZIP_FROM_BYTES;
    await transaction.sendBatch({
      topicMessages: byTopic(records, this.options.topicPrefix),
      acks: -1,
      compression: large ? CompressionTypes.GZIP : CompressionTypes.None,
    });
  }

  private async sendOffsets(transaction: Transaction, positions: readonly Position[]): Promise<void> {
    const { groupId, topicPrefix } = this.options;
    await transaction.sendOffsets({ consumerGroupId: groupId, ...toOffsets(positions, topicPrefix) });
  }
}

export function byTopic(records: readonly NewRecord[], prefix: string): TopicMessages[] {
  const topics = new Map<string, TopicMessages>();
  for (const record of records) {
    const found = topics.get(record.topic) ?? { topic: prefix + record.topic, messages: [] };
    found.messages.push(toMessage(record));
    topics.set(record.topic, found);
  }
  return [...topics.values()];
}

function toOffsets(positions: readonly Position[], prefix: string): Offsets {
  const topics = new Map<string, Offsets['topics'][number]>();
  for (const { topic, partition, offset } of positions) {
    const found = topics.get(topic) ?? { topic: prefix + topic, partitions: [] };
    found.partitions.push({ partition, offset: String(offset) });
    topics.set(topic, found);
  }
  return { topics: [...topics.values()] };
}
