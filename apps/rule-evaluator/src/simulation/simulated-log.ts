import type { Log, NewRecord, Position, Publisher } from '@tessera/kafka';
import type { SimulatedBroker } from './simulated-broker';

/** What becomes of one request to the broker: served; lost before or after it took hold; or it takes hold much later. */
export type Delivery = 'served' | 'lost-before' | 'lost-after' | 'late';

export interface Network {
  /** Waits until the request is on its way, and says what becomes of it. */
  deliver(): Promise<Delivery>;
  /** Keeps a request whose sender has given up on it. */
  delay(request: () => void): void;
}

/** The port over the simulated broker, as one process has it. */
export class SimulatedLog implements Log {
  constructor(
    protected readonly broker: SimulatedBroker,
    protected readonly network: Network,
  ) {}

  async fence(name: string): Promise<Publisher> {
    const epoch = await this.request(() => this.broker.initProducer(name));
    return this.publisher(name, epoch);
  }

  committed(topic: string, partition: number): Promise<bigint | null> {
    return this.request(() => this.broker.committed(topic, partition));
  }

  bounds(topic: string, partition: number): Promise<{ readonly start: bigint; readonly end: bigint }> {
    return this.request(() => ({ start: 0n, end: this.broker.end(topic, partition) }));
  }

  clusterId(): Promise<string> {
    return Promise.resolve('simulated');
  }

  protected publisher(name: string, epoch: number): Publisher {
    return new SimulatedPublisher(this.broker, this.network, name, epoch);
  }

  private async request<T>(apply: () => T): Promise<T> {
    const delivery = await this.network.deliver();
    if (delivery === 'lost-before' || delivery === 'late') throw new Error('no answer');
    const answer = apply();
    if (delivery === 'lost-after') throw new Error('no answer');
    return answer;
  }
}

export class SimulatedPublisher implements Publisher {
  constructor(
    private readonly broker: SimulatedBroker,
    private readonly network: Network,
    private readonly name: string,
    private readonly epoch: number,
  ) {}

  async publish(records: readonly NewRecord[], positions: readonly Position[]): Promise<void> {
    await this.request(() => this.broker.produce(this.name, this.epoch, records));
    await this.request(() => this.broker.addPositions(this.name, this.epoch, positions));
    await this.end(true);
  }

  /** The one request that may come late: a broker that gets it then ends what is open then. */
  async end(commit: boolean): Promise<void> {
    await this.request(
      () => this.broker.endTransaction(this.name, this.epoch, commit),
      (request) => this.network.delay(request),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async request(apply: () => void, late: (apply: () => void) => void = () => undefined): Promise<void> {
    const delivery = await this.network.deliver();
    if (delivery === 'late') late(apply);
    if (delivery === 'served' || delivery === 'lost-after') apply();
    if (delivery !== 'served') throw new Error('no answer');
  }
}
