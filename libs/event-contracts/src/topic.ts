import { recordCodec, type RecordCodec } from './codec';
import { ContractError } from './contract-error';
import { murmur2Partition } from './murmur2';

/** What every record has beside its payload. */
interface Envelope {
  readonly recordedAt: bigint;
}

/** A record as the broker gives it, as far as decoding goes. */
export interface ReceivedRecord {
  readonly partition: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Milliseconds. */
  readonly timestamp: bigint;
}

export interface TopicSettings<R> {
  readonly name: string;
  /** What is in it, for the catalogue of topics. */
  readonly description: string;
  /** The Avro record's name. */
  readonly record: string;
  /** Of one record, framed; more is refused on both sides. */
  readonly maxRecordBytes: number;
  /** `shared`: as many as every topic along the way; they grow together. */
  readonly partitions: 'shared' | 1;
  /** Broker settings; how long it keeps records is `retention.ms` (-1: for ever). */
  readonly config: Readonly<Record<string, string>>;
  /** The key rule in words. */
  readonly keyFormat: string;
  /** The partition that a record names by itself; null, or left out: its key's. */
  readonly place?: (record: R) => number | null;
  /** The key rule; null: the record says not (`null` key), or the key is that of the record it came from. */
  readonly key: (record: R) => string | null;
}

/** One topic of the cluster: the only way in which bytes of it are made or read. */
export class Topic<R extends Envelope = Envelope> {
  readonly name: string;
  readonly description: string;
  readonly record: string;
  readonly maxRecordBytes: number;
  readonly partitions: 'shared' | 1;
  readonly config: Readonly<Record<string, string>>;
  readonly keyFormat: string;
  private readonly codec: RecordCodec;
  private readonly keyRule: (record: R) => string | null;
  private readonly placeRule: (record: R) => number | null;

  constructor(settings: TopicSettings<R>) {
    this.name = settings.name;
    this.description = settings.description;
    this.record = settings.record;
    this.maxRecordBytes = settings.maxRecordBytes;
    this.partitions = settings.partitions;
    this.config = settings.config;
    this.keyFormat = settings.keyFormat;
    this.codec = recordCodec(settings.record);
    this.keyRule = settings.key;
    this.placeRule = settings.place ?? (() => null);
  }

  /** The key text of a record; null where the topic has none of its own. */
  key(record: R): string | null {
    return this.keyRule(record);
  }

  /** The partition of a key among `count`, as Java's producers choose it. */
  partition(key: string | Uint8Array, count: number): number {
    return this.partitions === 1 ? 0 : murmur2Partition(key, count);
  }

  /** Throws ContractError avro.encode, record.too_large. */
  toWire(record: R): Uint8Array {
    return this.codec.encode(record, this.maxRecordBytes);
  }

  /** Throws ContractError value.missing, schema.unknown, avro.decode, avro.limits. */
  fromWire(value: Uint8Array | null): R {
    if (value === null) throw new ContractError('value.missing', 'the record has no value');
    return this.codec.decode(value, this.maxRecordBytes) as R;
  }

  /**
   * Decodes a record that anyone may have produced. Its `recordedAt` is the broker's timestamp, whatever it says itself.
   * Throws ContractError as `fromWire`, and key.missing, key.mismatch, partition.mismatch: a record whose key is not
   * that of its content, or that is not where its key belongs, has no order among the records it must follow.
   */
  receive(received: ReceivedRecord, partitions: number): R {
    if (received.key === null) throw new ContractError('key.missing', 'the record has no key');
    const record = this.fromWire(received.value);
    this.checkKey(received.key, record);
    const due = this.placeRule(record) ?? this.partition(received.key, partitions);
    if (due !== received.partition) {
      throw new ContractError(
        'partition.mismatch',
        `in partition ${received.partition}, due in ${due} of ${partitions}`,
      );
    }
    return { ...record, recordedAt: received.timestamp };
  }

  private checkKey(key: Uint8Array, record: R): void {
    const due = this.key(record);
    if (due !== null && Buffer.compare(key, Buffer.from(due)) !== 0) {
      throw new ContractError('key.mismatch', `the content's key is ${due}`);
    }
  }
}
