import type { NewRecord, Position, Publisher } from '@tessera/kafka';
import type { OutboxRow } from '../ports';
import { MemoryStore } from './memory-store';
import { SimulatedLog, SimulatedPublisher } from './simulated-log';

/** What one evaluator's ports are made of; a mutant replaces one of them by one that lacks a rule of the protocol. */
export interface Ports {
  readonly Log: typeof SimulatedLog;
  readonly Store: typeof MemoryStore;
  readonly absentRowsCannotBeLocked: boolean;
}

export const PROTOCOL: Ports = { Log: SimulatedLog, Store: MemoryStore, absentRowsCannotBeLocked: false };

/** Progress moves wherever it stands. */
class WithoutCompareAndSet extends MemoryStore {
  protected override standsAt(): boolean {
    return true;
  }
}

/** One transactional id per process: a zombie's id is not its successor's. */
class OneIdPerProcess extends SimulatedLog {
  private static count = 0;
  private readonly id = `process-${OneIdPerProcess.count++}`;
  private shared: Promise<Publisher> | null = null;
  private last: Promise<unknown> = Promise.resolve();

  override async fence(): Promise<Publisher> {
    this.shared ??= super.fence(this.id);
    const publisher = await this.shared.catch((error: unknown) => {
      this.shared = null;
      throw error;
    });
    return {
      publish: (records, positions) => this.inTurn(publisher, records, positions),
      close: () => Promise.resolve(),
    };
  }

  private inTurn(publisher: Publisher, records: readonly NewRecord[], positions: readonly Position[]): Promise<void> {
    const turn = this.last.then(() => publisher.publish(records, positions));
    this.last = turn.catch(() => (this.shared = null));
    return turn;
  }
}

/** Reads where the group stands, and fences then. */
class CommittedBeforeFence extends SimulatedLog {
  private readonly seen = new Map<string, bigint | null>();

  override async fence(name: string): Promise<Publisher> {
    const partition = Number(name.split('.').at(-1));
    for (const lane of ['live', 'bulk']) this.seen.set(`${lane}/${partition}`, await super.committed(lane, partition));
    return super.fence(name);
  }

  override committed(topic: string, partition: number): Promise<bigint | null> {
    return Promise.resolve(this.seen.get(`${topic}/${partition}`) ?? null);
  }
}

/** Nothing is found that was decided and not published. */
class OutboxIsNotRead extends MemoryStore {
  override async unpublished(...args: Parameters<MemoryStore['unpublished']>): Promise<readonly OutboxRow[]> {
    await super.unpublished(...args);
    return [];
  }
}

/** After an error it aborts and tries again with the same epoch. */
class KeptAfterError extends SimulatedPublisher {
  override async publish(records: readonly NewRecord[], positions: readonly Position[]): Promise<void> {
    try {
      await super.publish(records, positions);
    } catch {
      await this.end(false).catch(() => undefined);
      await super.publish(records, positions);
    }
  }
}

/** Takes a failed publication for a good one. */
class ErrorsIgnored extends SimulatedPublisher {
  override async publish(records: readonly NewRecord[], positions: readonly Position[]): Promise<void> {
    await super.publish(records, positions).catch(() => undefined);
  }
}

function publishing(As: typeof SimulatedPublisher): typeof SimulatedLog {
  return class extends SimulatedLog {
    protected override publisher(name: string, epoch: number): Publisher {
      return new As(this.broker, this.network, name, epoch);
    }
  };
}

/** Each lacks one rule of the protocol; the simulation must find out. */
export const MUTANTS: Readonly<Record<string, Ports>> = {
  'no compare-and-set of progress': { ...PROTOCOL, Store: WithoutCompareAndSet },
  'a transactional id per process': { ...PROTOCOL, Log: OneIdPerProcess },
  'committed offsets read before the fence': { ...PROTOCOL, Log: CommittedBeforeFence },
  'no re-emission from the outbox': { ...PROTOCOL, Store: OutboxIsNotRead },
  'the producer kept after an error': { ...PROTOCOL, Log: publishing(KeptAfterError) },
  'publish errors ignored': { ...PROTOCOL, Log: publishing(ErrorsIgnored) },
  'absent rows not created before locking': { ...PROTOCOL, absentRowsCannotBeLocked: true },
};
