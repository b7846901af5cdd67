import { type Type, types } from 'avsc';
import { ContractError } from '../contract-error';
import { codecOf, decodeError, encodeError, type Codec, type Reader, type Tap } from './internals';
import { readText, writeText } from './text';

/**
 * The items of the next block. An item takes at least a byte (a spec holds the schemas to it), so a count beyond the
 * bytes left is refused before anything is allocated: five bytes may promise 30 million items.
 */
function blockSize(tap: Tap): number {
  const left = tap.buf.length - tap.pos;
  if (left <= 0) throw decodeError('the end within a list');
  const count = tap.readLong();
  if (count < 0) tap.readLong();
  const items = Math.abs(count);
  if (!(items <= left)) throw new ContractError('avro.limits', `${items} items in ${left} bytes`);
  return items;
}

export class BoundedArray extends types.ArrayType {
  /** Also called with a resolver as `this`, which then holds the items' resolver. */
  _read(this: { readonly itemsType: unknown }, tap: Tap): unknown[] {
    const items = this.itemsType as Reader;
    const list: unknown[] = [];
    for (let left = blockSize(tap); left > 0; left = blockSize(tap)) {
      for (; left > 0; left--) list.push(items._read(tap));
    }
    return list;
  }
}

export class BoundedMap extends types.MapType {
  _read(this: { readonly valuesType: unknown }, tap: Tap): Record<string, unknown> {
    const values = this.valuesType as Reader;
    const map: Record<string, unknown> = {};
    for (let left = blockSize(tap); left > 0; left = blockSize(tap)) {
      for (; left > 0; left--) {
        const key = readKey(tap);
        map[key] = values._read(tap);
      }
    }
    return map;
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw encodeError(value, 'a map');
    const entries = value as Readonly<Record<string, unknown>>;
    const keys = Object.keys(entries);
    if (keys.length > 0) tap.writeLong(keys.length);
    for (const key of keys) writeEntry(tap, key, entries[key], codecOf(this.valuesType as Type));
    tap.writeLong(0);
  }
}

/** `__proto__` would change the map's own prototype instead of becoming an entry. */
function readKey(tap: Tap): string {
  const key = readText(tap);
  if (key === '__proto__') throw decodeError('__proto__ as a key');
  return key;
}

function writeEntry(tap: Tap, key: string, value: unknown, values: Codec): void {
  if (key === '__proto__') throw encodeError(key, 'a key');
  writeText(tap, key);
  values._write(tap, value);
}
