import type { Type } from 'avsc';
import { ContractError } from '../contract-error';

/** Node's methods behind `toString` and `write`, without their look at the arguments; avsc uses them too. */
interface FastBuffer extends Buffer {
  utf8Slice(start: number, end: number): string;
  utf8Write(text: string, start: number, size: number): number;
  hexSlice(start: number, end: number): string;
  hexWrite(text: string, start: number, size: number): number;
}

/**
 * What avsc 5.7 does not declare but builds its compiled readers and writers on: each type's `_read` and `_write`, and
 * the tap they share. Overriding them is how bounds are checked while reading, at no second walk over the record.
 */
export interface Tap {
  readonly buf: FastBuffer;
  pos: number;
  /** How many lists and maps of values enclose the place; ours, absent at the top. */
  depth?: number;
  readLong(): number;
  writeLong(value: number): void;
  readDouble(): number;
  writeDouble(value: number): void;
  writeString(value: string): void;
}

export interface Reader {
  _read(tap: Tap): unknown;
}

export interface Codec extends Reader {
  _write(tap: Tap, value: unknown): void;
  _skip(tap: Tap): void;
  _check(value: unknown): boolean;
  /** With `{ coerce: 2 }` from the JSON of a schema's default. */
  _copy(value: unknown, options?: object): unknown;
  _attrs(options: object): unknown;
}

export type Resolver = ReturnType<Type['createResolver']>;

/** A resolver while `_update` fills it. */
export interface OpenResolver {
  _read?: (tap: Tap) => unknown;
}

export const codecOf = (type: Type): Codec => type as unknown as Codec;

export const decodeError = (details: string): ContractError => new ContractError('avro.decode', details);

export function encodeError(value: unknown, type: string): ContractError {
  return new ContractError('avro.encode', `a ${value === null ? 'null' : typeof value} where ${type} is due`);
}

/** A length that the rest of the bytes can hold: checked before anything is allocated or read. */
export function length(tap: Tap): number {
  const count = tap.readLong();
  if (!(count >= 0 && count <= tap.buf.length - tap.pos)) throw decodeError(`a length of ${count} beyond the end`);
  return count;
}
