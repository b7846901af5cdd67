import { isUtf8 } from 'node:buffer';
import { type Schema, type Type, types } from 'avsc';
import { decodeError, encodeError, length, type OpenResolver, type Tap } from './internals';

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;

/** avsc reads any varint as an int and any byte as a boolean; these refuse what is outside the type. */
class StrictInt extends types.IntType {
  _read(tap: Tap): number {
    const value = tap.readLong();
    if (!(value >= INT_MIN && value <= INT_MAX)) throw decodeError('an int beyond 32 bits');
    return value;
  }

  _write(tap: Tap, value: unknown): void {
    if (!Number.isInteger(value) || (value as number) < INT_MIN || (value as number) > INT_MAX) {
      throw encodeError(value, 'an int');
    }
    tap.writeLong(value as number);
  }
}

class StrictBoolean extends types.BooleanType {
  _read(tap: Tap): boolean {
    const byte = tap.buf[tap.pos++];
    if (byte !== 0 && byte !== 1) throw decodeError('a boolean that is neither 0 nor 1');
    return byte === 1;
  }
}

/** Finite, and without a negative zero: JSON has neither, and Avro must equal HTTP. */
class FiniteDouble extends types.DoubleType {
  _read(tap: Tap): number {
    const value = tap.readDouble() + 0;
    if (!Number.isFinite(value)) throw decodeError('a double that is not finite');
    return value;
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw encodeError(value, 'a finite double');
    tap.writeDouble(value + 0);
  }
}

const REPLACEMENT = '\ufffd';

class Text extends types.StringType {
  _read(tap: Tap): string {
    const size = length(tap);
    const start = tap.pos;
    tap.pos += size;
    const text = tap.buf.utf8Slice(start, tap.pos);
    if (text.includes(REPLACEMENT) && !isUtf8(tap.buf.subarray(start, tap.pos))) {
      throw decodeError('a string that is not UTF-8');
    }
    return text;
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'string') throw encodeError(value, 'a string');
    if (value.length < 64 && writeShortAscii(tap, value)) return;
    const size = Buffer.byteLength(value);
    tap.writeLong(size);
    // Not tap.writeString: it puts lone surrogates out as they are, which no reader takes.
    if (tap.pos + size <= tap.buf.length) tap.buf.utf8Write(value, tap.pos, size);
    tap.pos += size;
  }
}

/** Most strings are short and ASCII: for them a loop beats the native call. False: nothing was written. */
function writeShortAscii(tap: Tap, value: string): boolean {
  const { buf, pos } = tap;
  const size = value.length;
  for (let i = 0; i < size; i++) {
    const unit = value.charCodeAt(i);
    if (unit > 0x7f) return false;
    buf[pos + 1 + i] = unit;
  }
  buf[pos] = size << 1;
  tap.pos = pos + 1 + size;
  return true;
}

class Bytes extends types.BytesType {
  _read(tap: Tap): Uint8Array {
    const size = length(tap);
    const start = tap.pos;
    tap.pos += size;
    return new Uint8Array(tap.buf.subarray(start, tap.pos));
  }

  _write(tap: Tap, value: unknown): void {
    if (!(value instanceof Uint8Array)) throw encodeError(value, 'bytes');
    tap.writeLong(value.length);
    if (tap.pos + value.length <= tap.buf.length) tap.buf.set(value, tap.pos);
    tap.pos += value.length;
  }
}

/** A whole number of any size as big-endian two's complement, at most 64 bytes: the unscaled part of a decimal. */
class BigInteger extends types.BytesType {
  _read(tap: Tap): bigint {
    const size = length(tap);
    if (size === 0 || size > 64) throw decodeError(`a whole number of ${size} bytes`);
    const start = tap.pos;
    tap.pos += size;
    return BigInt.asIntN(8 * size, BigInt(`0x${tap.buf.hexSlice(start, tap.pos)}`));
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'bigint') throw encodeError(value, 'a whole number');
    const size = twosComplementSize(value);
    const hex = BigInt.asUintN(8 * size, value)
      .toString(16)
      .padStart(2 * size, '0');
    tap.writeLong(size);
    if (tap.pos + size <= tap.buf.length) tap.buf.hexWrite(hex, tap.pos, size);
    tap.pos += size;
  }
}

function twosComplementSize(value: bigint): number {
  const magnitude = value < 0n ? ~value : value;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  const size = Math.floor(bits / 8) + 1;
  if (size > 64) throw encodeError(value, 'a whole number of at most 64 bytes');
  return size;
}

const EXACT = 2n ** 52n;

/** 64 bits as a bigint. The common small ones go through avsc's number arithmetic, which is exact below 2^53. */
class BigLong extends types.LongType {
  _read(tap: Tap): bigint {
    const { buf } = tap;
    const start = tap.pos;
    let end = start;
    while ((buf[end] ?? 0) & 0x80) end++;
    if (end - start < 7) return BigInt(tap.readLong());
    tap.pos = end + 1;
    return unzigzag(buf.subarray(start, end + 1));
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'bigint') throw encodeError(value, 'a long');
    if (value < EXACT && value > -EXACT) return tap.writeLong(Number(value));
    if (BigInt.asIntN(64, value) !== value) throw encodeError(value, 'a long of 64 bits');
    for (let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)); ; rest >>= 7n) {
      const last = rest < 0x80n;
      tap.buf[tap.pos++] = Number(rest & 0x7fn) | (last ? 0 : 0x80);
      if (last) return;
    }
  }

  _check(value: unknown): boolean {
    return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
  }

  /** Of a schema's default, a JSON number. */
  _copy(value: unknown): bigint {
    return BigInt(value as bigint | number);
  }

  _update(resolver: OpenResolver, writer: Type): void {
    if (writer.typeName === 'long' || writer.typeName === 'int') resolver._read = (tap) => this._read(tap);
  }
}

function unzigzag(bytes: Uint8Array): bigint {
  if (bytes.length > 10) throw decodeError('a long beyond 64 bits');
  let value = 0n;
  bytes.forEach((byte, index) => (value |= BigInt(byte & 0x7f) << BigInt(7 * index)));
  if (value >> 64n) throw decodeError('a long beyond 64 bits');
  return (value >> 1n) ^ -(value & 1n);
}

const PRIMITIVES: Readonly<Record<string, Type>> = {
  int: new StrictInt(),
  boolean: new StrictBoolean(),
  double: new FiniteDouble(),
  string: new Text(),
  bytes: new Bytes(),
  long: new BigLong(),
};

const BIG_INTEGER = new BigInteger();

/**
 * Our type for a primitive schema, else undefined. avsc's own `registry: { long }` would miss
 * `{ "type": "long", "logicalType": … }`, so both forms are looked at.
 */
export function primitiveType(schema: Schema): Type | undefined {
  if (typeof schema === 'string') return PRIMITIVES[schema];
  const { type, logicalType } = schema as { type?: unknown; logicalType?: unknown };
  if (logicalType === 'big-integer') return BIG_INTEGER;
  return typeof type === 'string' ? PRIMITIVES[type] : undefined;
}
