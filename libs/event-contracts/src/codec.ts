import type { Type } from 'avsc';
import type { Resolver } from './avro/internals';
import { schemaType } from './avro/schema-type';
import { ContractError } from './contract-error';
import { SCHEMA_VERSIONS } from './generated/schemas.generated';

const FRAME = 5;
const MAGIC = 0;

/** Grows to the largest usual record; what is larger gets a buffer of its own. */
const KEPT = 1 << 20;
let scratch = Buffer.allocUnsafeSlow(64 << 10);

interface Version {
  readonly id: number;
  readonly reader: Type;
  /** Undefined for the version that is written now. */
  readonly resolver: Resolver | undefined;
}

/** Writes one record type in its current version, and reads it in every version that ever was in a topic. */
export class RecordCodec {
  private readonly current: Version;
  private readonly versions: ReadonlyMap<number, Version>;

  /** @param versions of one record type, one of them current; the texts are self-contained schemas */
  constructor(versions: readonly { readonly id: number; readonly current: boolean; readonly text: string }[]) {
    const newest = versions.find((version) => version.current);
    if (!newest) throw new Error('no version is current');
    const reader = schemaType(newest.text);
    const older = versions
      .filter((version) => version !== newest)
      .map(({ id, text }) => olderVersion(reader, id, text));
    this.current = { id: newest.id, reader, resolver: undefined };
    this.versions = new Map([this.current, ...older].map((version) => [version.id, version]));
  }

  /**
   * The record in Confluent's framing: 0x00, the schema id as int32, Avro.
   * Throws ContractError avro.encode, record.too_large.
   */
  encode(record: unknown, maxBytes: number): Uint8Array {
    const end = this.write(record);
    if (end > maxBytes) throw new ContractError('record.too_large', `${end} bytes, at most ${maxBytes}`);
    scratch[0] = MAGIC;
    scratch.writeInt32BE(this.current.id, 1);
    const bytes = new Uint8Array(scratch.subarray(0, end));
    if (scratch.length > KEPT) scratch = Buffer.allocUnsafeSlow(KEPT);
    return bytes;
  }

  /** Throws ContractError schema.unknown, avro.decode, avro.limits. */
  decode(bytes: Uint8Array, maxBytes: number): unknown {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const version = this.versionOf(buffer);
    if (buffer.length > maxBytes) {
      throw new ContractError('avro.limits', `${buffer.length} bytes, at most ${maxBytes}`);
    }
    return read(version, buffer);
  }

  private versionOf(buffer: Buffer): Version {
    const id = buffer.length >= FRAME && buffer[0] === MAGIC ? buffer.readInt32BE(1) : undefined;
    const version = id === undefined ? undefined : this.versions.get(id);
    if (!version) throw new ContractError('schema.unknown', id === undefined ? 'no schema id' : `the schema id ${id}`);
    return version;
  }

  /** avsc writes beyond the end in silence and says how many bytes were missing. */
  private write(record: unknown): number {
    const end = this.current.reader.encode(record, scratch, FRAME);
    if (end >= 0) return end;
    scratch = Buffer.allocUnsafeSlow(Math.max(2 * scratch.length, scratch.length - end));
    return this.write(record);
  }
}

function read(version: Version, buffer: Buffer): unknown {
  const decoded: { value: unknown; offset: number } = version.reader.decode(buffer, FRAME, version.resolver);
  const { value, offset } = decoded;
  if (offset < 0) throw new ContractError('avro.decode', 'the end within a value');
  if (offset < buffer.length) throw new ContractError('avro.decode', `${buffer.length - offset} bytes too many`);
  return value;
}

function olderVersion(reader: Type, id: number, text: string): Version {
  return { id, reader, resolver: reader.createResolver(schemaType(text)) };
}

/** The codec of a record type by its name in schemas/versions.json. */
export function recordCodec(record: string): RecordCodec {
  return new RecordCodec(SCHEMA_VERSIONS.filter((version) => version.record === record));
}
