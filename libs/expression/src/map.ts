import { CelError } from './error';
import { Uint, type CelValue } from './value';

/** Keys that are equal in CEL (1, 1u, 1.0) must be equal in the Map. */
type Key = string | bigint | boolean;

/** An immutable map; keys are bool, int, uint or string. */
export class CelMap {
  private constructor(private readonly entries: ReadonlyMap<Key, readonly [CelValue, CelValue]>) {}

  /** An error where a key is of another type, or there twice. */
  static of(pairs: Iterable<readonly [CelValue, CelValue]>): CelMap | CelError {
    const entries = new Map<Key, readonly [CelValue, CelValue]>();
    for (const pair of pairs) {
      const key = keyOf(pair[0]);
      if (key === undefined || typeof pair[0] === 'number') {
        return new CelError('expr.overload', 'a map key must be a bool, an int, a uint or a string');
      }
      if (entries.has(key)) return new CelError('expr.overload', `the map has the key ${String(key)} twice`);
      entries.set(key, pair);
    }
    return new CelMap(entries);
  }

  static fromRecord(record: Readonly<Record<string, CelValue>>): CelMap {
    return new CelMap(new Map(Object.entries(record).map((pair) => [pair[0], pair])));
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
