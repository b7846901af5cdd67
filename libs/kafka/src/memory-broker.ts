import type { LogRecord, NewRecord, Position } from './log';
import { MemoryPartition } from './memory-partition';

/** A transaction in memory; ends once. */
export interface MemoryTransaction {
  readonly name: string;
  end(committed: boolean): void;
}

/** What the clients of MemoryLog share: partitions, committed positions, and who holds which name. */
export class MemoryBroker {
  private readonly partitions = new Map<string, MemoryPartition>();
  private readonly positions = new Map<string, bigint>();
  private readonly epochs = new Map<string, number>();
  private readonly open = new Map<string, MemoryTransaction>();

  /** Appends as a plain producer does. Answers the offset. */
  append(record: NewRecord): bigint {
    const partition = this.partition(record.topic, record.partition);
    const offset = partition.size;
    partition.append(record, false);
    return offset;
  }

  /** What a reader of committed records gets, from an offset on. */
  read(topic: string, partition: number, from = 0n, limit = 1_000): readonly LogRecord[] {
    return this.partition(topic, partition).read(from, limit);
  }

  /** The offset before which everything is decided. */
  end(topic: string, partition: number): bigint {
    return this.partition(topic, partition).end;
  }

  committed(groupId: string, topic: string, partition: number): bigint | null {
    return this.positions.get(`${groupId} ${topic}/${partition}`) ?? null;
  }

  /** Aborts what the name's holder left open, and answers the new holder's epoch. */
  takeOver(name: string): number {
    this.open.get(name)?.end(false);
    const epoch = (this.epochs.get(name) ?? -1) + 1;
    this.epochs.set(name, epoch);
    return epoch;
  }

  begin(
    name: string,
    groupId: string,
    records: readonly NewRecord[],
    positions: readonly Position[],
  ): MemoryTransaction {
    const ends = records.map((record) => this.partition(record.topic, record.partition).append(record, true));
    const touched = new Set(records.map((record) => this.partition(record.topic, record.partition)));
    const transaction = {
      name,
      end: (committed: boolean) => {
        this.open.delete(name);
        ends.forEach((end) => end(committed));
        touched.forEach((partition) => partition.mark());
        if (committed) this.commit(groupId, positions);
      },
    };
    this.open.set(name, transaction);
    return transaction;
  }

  /** @throws Error when the epoch or the transaction is no longer the name's. */
  assertHeld(name: string, epoch: number, transaction?: MemoryTransaction): void {
    const held = this.epochs.get(name) === epoch && (!transaction || this.open.get(name) === transaction);
    if (!held) throw new Error('the name was taken over');
  }

  private commit(groupId: string, positions: readonly Position[]): void {
    for (const p of positions) this.positions.set(`${groupId} ${p.topic}/${p.partition}`, p.offset);
  }

  private partition(topic: string, partition: number): MemoryPartition {
    const place = `${topic}/${partition}`;
    const found = this.partitions.get(place) ?? new MemoryPartition();
    this.partitions.set(place, found);
    return found;
  }
}
