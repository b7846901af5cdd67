import type { LogRecord, NewRecord, Position } from '@tessera/kafka';

type Fate = 'open' | 'committed' | 'aborted';

interface Entry {
  readonly record: LogRecord;
  fate: Fate;
}

interface OpenTransaction {
  readonly entries: Entry[];
  readonly positions: Position[];
}

interface Producer {
  epoch: number;
  transaction: OpenTransaction | null;
}

/** What a broker keeps: records with their fate, producers by transactional id with their epoch, committed positions. */
export class SimulatedBroker {
  private readonly partitions = new Map<string, Entry[]>();
  private readonly producers = new Map<string, Producer>();
  private readonly positions = new Map<string, bigint>();

  /** As a plain producer appends. */
  append(record: NewRecord): void {
    this.add(record, 'committed');
  }

  /** Records below the first that is still open, without the aborted ones. */
  readCommitted(topic: string, partition: number, from = 0n): readonly LogRecord[] {
    const entries = this.entries(topic, partition);
    const open = entries.findIndex(({ fate }) => fate === 'open');
    return entries
      .slice(Number(from), open < 0 ? undefined : open)
      .flatMap(({ record, fate }) => (fate === 'committed' ? record : []));
  }

  end(topic: string, partition: number): bigint {
    return BigInt(this.entries(topic, partition).length);
  }

  committed(topic: string, partition: number): bigint | null {
    return this.positions.get(`${topic}/${partition}`) ?? null;
  }

  /** A new epoch; what the earlier one left open is aborted. */
  initProducer(id: string): number {
    const producer = this.producers.get(id) ?? { epoch: -1, transaction: null };
    this.producers.set(id, producer);
    this.finish(producer, false);
    producer.epoch += 1;
    return producer.epoch;
  }

  produce(id: string, epoch: number, records: readonly NewRecord[]): void {
    const transaction = this.transactionOf(id, epoch);
    transaction.entries.push(...records.map((record) => this.add(record, 'open')));
  }

  addPositions(id: string, epoch: number, positions: readonly Position[]): void {
    this.transactionOf(id, epoch).positions.push(...positions);
  }

  /** Ends whatever transaction the epoch has open: also one that began after this request was sent. */
  endTransaction(id: string, epoch: number, commit: boolean): void {
    const producer = this.current(id, epoch);
    if (!producer.transaction) throw new Error('INVALID_TXN_STATE');
    this.finish(producer, commit);
  }

  private finish(producer: Producer, commit: boolean): void {
    const { transaction } = producer;
    producer.transaction = null;
    transaction?.entries.forEach((entry) => (entry.fate = commit ? 'committed' : 'aborted'));
    if (!commit) return;
    transaction?.positions.forEach((p) => this.positions.set(`${p.topic}/${p.partition}`, p.offset));
  }

  private transactionOf(id: string, epoch: number): OpenTransaction {
    const producer = this.current(id, epoch);
    return (producer.transaction ??= { entries: [], positions: [] });
  }

  private current(id: string, epoch: number): Producer {
    const producer = this.producers.get(id);
    if (producer?.epoch !== epoch) throw new Error('INVALID_PRODUCER_EPOCH');
    return producer;
  }

  private add(record: NewRecord, fate: Fate): Entry {
    const entries = this.entries(record.topic, record.partition);
    const entry = { record: { ...record, offset: BigInt(entries.length) }, fate };
    entries.push(entry);
    return entry;
  }

  private entries(topic: string, partition: number): Entry[] {
    const key = `${topic}/${partition}`;
    const known = this.partitions.get(key) ?? [];
    this.partitions.set(key, known);
    return known;
  }
}
