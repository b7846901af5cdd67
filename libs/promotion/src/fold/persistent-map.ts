const BUCKETS = 256;

/**
 * An immutable map by whole number: a change copies one bucket and the list of buckets, not all entries. With 10,000
 * entries that is some 300 references instead of 10,000.
 */
export class PersistentMap<V> {
  private constructor(
    private readonly buckets: readonly Bucket<V>[],
    readonly size: number,
  ) {}

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>(new Array<undefined>(BUCKETS).fill(undefined), 0);
  }

  get(key: bigint): V | undefined {
    return this.buckets[bucketOf(key)]?.get(key);
  }

  with(key: bigint, value: V): PersistentMap<V> {
    const bucket = new Map(this.buckets[bucketOf(key)]);
    const added = bucket.has(key) ? 0 : 1;
    return this.replaced(key, bucket.set(key, value), this.size + added);
  }

  without(key: bigint): PersistentMap<V> {
    const bucket = new Map(this.buckets[bucketOf(key)]);
    return bucket.delete(key) ? this.replaced(key, bucket, this.size - 1) : this;
  }

  /** In no order. */
  *values(): IterableIterator<V> {
    for (const bucket of this.buckets) if (bucket !== undefined) yield* bucket.values();
  }

  /** Keys whose value is another one in `other`, or that only one of the two has; what they share is not looked at. */
  differences(other: PersistentMap<V>): bigint[] {
    return this.buckets.flatMap((bucket, index) => differingKeys(bucket, other.buckets[index]));
  }

  private replaced(key: bigint, bucket: ReadonlyMap<bigint, V>, size: number): PersistentMap<V> {
    return new PersistentMap(this.buckets.with(bucketOf(key), bucket), size);
  }
}

type Bucket<V> = ReadonlyMap<bigint, V> | undefined;

function differingKeys<V>(left: Bucket<V>, right: Bucket<V>): bigint[] {
  if (left === right) return [];
  const keys = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
  return [...keys].filter((key) => left?.get(key) !== right?.get(key));
}

function bucketOf(key: bigint): number {
  return Number(BigInt.asUintN(64, key) % BigInt(BUCKETS));
}
