import { type Checkpoint, CheckpointMoved, type ProjectionStore, START } from './ports';

/** A store in memory, for specs and simulations: it collects what it was given, whole or not at all. */
export class MemoryProjectionStore<R> implements ProjectionStore<R> {
  readonly folded: R[] = [];
  private readonly checkpoints = new Map<number, Checkpoint>();

  /** Called before anything lasts: throwing makes the transaction fail. */
  constructor(private readonly fold: (records: readonly R[]) => void = () => undefined) {}

  checkpoint(partition: number): Promise<Checkpoint> {
    return Promise.resolve(this.at(partition));
  }

  /** Without a pause between comparing and setting, as the row's lock has it in PostgreSQL. */
  apply(partition: number, from: Checkpoint, to: Checkpoint, records: readonly R[]): Promise<void> {
    return new Promise((resolve) => {
      const held = this.at(partition);
      if (held.nextOffset !== from.nextOffset || held.seq !== from.seq) {
        throw new CheckpointMoved(`partition ${partition}`);
      }
      this.fold(records);
      this.folded.push(...records);
      this.checkpoints.set(partition, to);
      resolve();
    });
  }

  private at(partition: number): Checkpoint {
    return this.checkpoints.get(partition) ?? START;
  }
}
