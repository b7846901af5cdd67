import { isUtf8 } from 'node:buffer';
import { types } from 'avsc';
import { decodeError, encodeError, length, type Tap } from './internals';

const REPLACEMENT = '\ufffd';

/** A string; throws avro.decode where the bytes are not UTF-8, which Node would patch in silence. */
export function readText(tap: Tap): string {
  const size = length(tap);
  const start = tap.pos;
  tap.pos += size;
  const text = tap.buf.utf8Slice(start, tap.pos);
  if (text.includes(REPLACEMENT) && !isUtf8(tap.buf.subarray(start, tap.pos))) {
    throw decodeError('a string that is not UTF-8');
  }
  return text;
}

/** Unlike avsc's own, which puts lone surrogates out as they are: bytes that no reader takes. */
export function writeText(tap: Tap, value: string): void {
  if (value.length < 64 && writeShortAscii(tap, value)) return;
  const size = Buffer.byteLength(value);
  tap.writeLong(size);
  if (tap.pos + size <= tap.buf.length) tap.buf.utf8Write(value, tap.pos, size);
  tap.pos += size;
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

export class Text extends types.StringType {
  _read(tap: Tap): string {
    return readText(tap);
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'string') throw encodeError(value, 'a string');
    writeText(tap, value);
  }
}
