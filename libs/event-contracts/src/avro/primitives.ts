import { type Schema, type Type, types } from 'avsc';
import { decodeError, encodeError, length, type Tap } from './internals';
import { Text } from './text';
import { BigInteger, BigLong } from './whole-numbers';

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
