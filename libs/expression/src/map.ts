import { Uint, type CelValue } from './value';

/** Keys that are equal in CEL (1, 1u, 1.0) must be equal in the Map. */
type Key = string | bigint | boolean;

/** An immutable map; keys are bool, int, uint or string. */
export class CelMap {
  private readonly entries = new Map<Key, readonly [CelValue, CelValue]>();

  /** Throws TypeError on a key of another type, RangeError on a repeated one. */
  constructor(entries: Iterable<readonly [CelValue, CelValue]>) {
    for (const entry of entries) {
      const key = keyOf(entry[0]);
      if (key === undefined) throw new TypeError('a map key must be a bool, an int, a uint or a string');
      if (this.entries.has(key)) throw new RangeError(`repeated map key ${String(key)}`);
      this.entries.set(key, entry);
    }
  }

  static fromRecord(record: Readonly<Record<string, CelValue>>): CelMap {
    return new CelMap(Object.entries(record));
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: CelValue): CelValue | undefined {
    const normal = keyOf(key);
    return normal === undefined ? undefined : this.entries.get(normal)?.[1];
  }

  has(key: CelValue): boolean {
    const normal = keyOf(key);
    return normal !== undefined && this.entries.has(normal);
  }

  keys(): CelValue[] {
    return Array.from(this.entries.values(), ([key]) => key);
  }
}

function keyOf(value: CelValue): Key | undefined {
  if (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean') return value;
  if (value instanceof Uint) return value.value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
