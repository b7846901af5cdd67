import type { EachBatchPayload } from 'kafkajs';
import type { TopicPartition } from './assignment';
import { BatchContext } from './batch-context';
import type { LogRecord } from './log';
import { toLogRecord } from './record';

/** Handles the records of one batch; what it throws makes them come again. */
export type Deliver = (records: readonly LogRecord[], context: BatchContext) => Promise<void>;

/** What a delivery needs of its consumer. */
export interface DeliveryHost {
  isHeld(generation: number): boolean;
  /** The group takes the assignment away. */
  revoked(): void;
  seek(place: TopicPartition, offset: bigint): void;
  moved(place: TopicPartition, next: bigint): void;
}

/** What kafkajs says when a member must join again (errors.js, isRebalancing, and the case beside it in runner.js). */
const REJOIN = new Set([
  'REBALANCE_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);

/** One batch on its way to its handler. */
export class Delivery {
  constructor(
    private readonly payload: EachBatchPayload,
    private readonly place: TopicPartition,
    private readonly generation: number,
    private readonly host: DeliveryHost,
  ) {}

  async run(deliver: Deliver): Promise<void> {
    // trap 11: kafkajs goes on to deliver what it fetched under an assignment that is gone.
    if (!this.isCurrent()) return;
    const { topic, partition } = this.place;
    const records = this.payload.batch.messages.map((message) => toLogRecord(topic, partition, message));
    const context = this.context();
    await deliver(records, context);
    const last = records.at(-1);
    if (last && !context.isSteered && this.isCurrent()) this.resolve(last.offset);
  }

  private context(): BatchContext {
    const { topic, partition } = this.place;
    return new BatchContext(topic, partition, this.generation, BigInt(this.payload.batch.highWatermark), {
      isCurrent: () => this.isCurrent(),
      heartbeat: () => this.heartbeat(),
      pause: () => this.payload.pause(),
      seek: (offset) => this.host.seek(this.place, offset),
      resolve: (offset) => this.resolve(offset),
    });
  }

  private isCurrent(): boolean {
    return this.payload.isRunning() && !this.payload.isStale() && this.host.isHeld(this.generation);
  }

  private async heartbeat(): Promise<void> {
    try {
      await this.payload.heartbeat();
    } catch (error) {
      if (REJOIN.has((error as { type?: string }).type ?? '')) this.host.revoked();
      throw error;
    }
  }

  /** trap 18: with the last record of a batch kafkajs also passes the marker behind it; so does what we know of the position. */
  private resolve(offset: bigint): void {
    const { batch } = this.payload;
    this.payload.resolveOffset(String(offset));
    const isLast = batch.messages.at(-1)?.offset === String(offset);
    this.host.moved(this.place, isLast ? BigInt(batch.lastOffset()) + 1n : offset + 1n);
  }
}
