import type { Consumer } from 'kafkajs';
import type { TopicPartition } from './assignment';

/** The next offset to be handled of each partition, as far as this consumer knows. */
export class Positions {
  private readonly next = new Map<string, bigint>();

  /** Follows what never reaches a handler: batches that hold only markers or aborted records. */
  watch(consumer: Consumer, topicPrefix: string): void {
    consumer.on('consumer.end_batch_process', ({ payload }) => {
      const { topic, partition, batchSize, lastOffset } = payload;
      if (batchSize === 0) this.set({ topic: topic.slice(topicPrefix.length), partition }, BigInt(lastOffset) + 1n);
    });
  }

  get(place: TopicPartition): bigint | undefined {
    return this.next.get(key(place));
  }

  set(place: TopicPartition, offset: bigint): void {
    this.next.set(key(place), offset);
  }

  clear(): void {
    this.next.clear();
  }
}

const key = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
