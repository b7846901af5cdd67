import type { Log, NewRecord, Position, Publisher } from './log';
import { MemoryBroker } from './memory-broker';
import { assertPublishable, type AtStep, PublishFailed } from './publish-failed';

export interface MemoryLogOptions {
  readonly broker?: MemoryBroker;
  readonly groupId?: string;
  /** May throw, to fail a publication there as a broker or a network does. */
  readonly atStep?: AtStep;
}

/** The port in memory: a client of a MemoryBroker, for one consumer group. */
export class MemoryLog implements Log {
  readonly broker: MemoryBroker;
  private readonly groupId: string;
  private readonly atStep: AtStep;

  constructor({ broker = new MemoryBroker(), groupId = 'group', atStep = () => undefined }: MemoryLogOptions = {}) {
    this.broker = broker;
    this.groupId = groupId;
    this.atStep = atStep;
  }

  fence(name: string): Promise<Publisher> {
    const epoch = this.broker.takeOver(name);
    return Promise.resolve(
      new MemoryPublisher(name, (records, positions) => this.transact(name, epoch, records, positions)),
    );
  }

  committed(topic: string, partition: number): Promise<bigint | null> {
    return Promise.resolve(this.broker.committed(this.groupId, topic, partition));
  }

  bounds(topic: string, partition: number): Promise<{ readonly start: bigint; readonly end: bigint }> {
    return Promise.resolve({ start: 0n, end: this.broker.end(topic, partition) });
  }

  clusterId(): Promise<string> {
    return Promise.resolve('memory');
  }

  private async transact(
    name: string,
    epoch: number,
    records: readonly NewRecord[],
    positions: readonly Position[],
  ): Promise<void> {
    this.broker.assertHeld(name, epoch);
    const transaction = this.broker.begin(name, this.groupId, records, positions);
    await this.atStep('after_send', name);
    await this.atStep('after_offsets', name);
    await this.atStep('before_endtxn', name);
    this.broker.assertHeld(name, epoch, transaction);
    transaction.end(true);
    await this.atStep('after_endtxn', name);
  }
}

class MemoryPublisher implements Publisher {
  private busy = false;
  private closed = false;

  constructor(
    private readonly name: string,
    private readonly transact: Publisher['publish'],
  ) {}

  async publish(records: readonly NewRecord[], positions: readonly Position[]): Promise<void> {
    assertPublishable(records);
    if (this.closed) throw new PublishFailed(this.name, new Error('the publisher is closed'));
    if (this.busy) throw new Error(`${this.name}: one publication at a time`);
    this.busy = true;
    try {
      await this.transact(records, positions);
    } catch (error) {
      this.closed = true;
      throw new PublishFailed(this.name, error);
    } finally {
      this.busy = false;
    }
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
