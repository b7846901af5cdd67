import { type Type, types } from 'avsc';
import { decodeError, encodeError, length, type OpenResolver, type Tap } from './internals';

/** A whole number of any size as big-endian two's complement, at most 64 bytes: the unscaled part of a decimal. */
export class BigInteger extends types.BytesType {
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
export class BigLong extends types.LongType {
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
