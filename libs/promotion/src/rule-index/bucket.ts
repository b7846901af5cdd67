import type { Constraint, Key } from '@tessera/expression';
import type { Home, IndexedRule, Reading } from './indexed-rule';
import type { Operand, Operands } from './operand';

/** So many rules are tried one by one; of more, each is put under a second constraint. */
const CROWDED = 8;

/** In how many buckets a rule may be, whatever lists of keys it has. */
const MOST_HOMES = 2000;

/**
 * Rules of which the same is known: those that are tried whenever the bucket is looked into, and tables of those of which
 * something more must be so. Two keys of which neither is rare so find a rule together.
 */
export class Bucket implements Home {
  private generation = 0;
  private rules: IndexedRule[] = [];
  private tables: Table[] = [];
  private isSplit: boolean;

  /**
   * @param table whose part it is; null: it is the whole index
   * @param key what it is kept under there
   */
  constructor(
    private readonly operands: Operands,
    private readonly table: Table | null = null,
    readonly key: Key = '',
  ) {
    this.isSplit = table === null;
  }

  /** Meets its rules, each once. */
  collect(reading: Reading): void {
    if (this.generation === reading.generation) return;
    this.generation = reading.generation;
    for (const rule of this.rules) rule.collect(reading);
    for (const table of this.tables) table.collect(reading);
  }

  add(rule: IndexedRule): void {
    const constraint = this.isSplit ? this.sharpest(rule) : undefined;
    if (constraint === undefined) return this.keep(rule);
    if (this.table === null) rule.metUnder(constraint);
    this.tableFor(constraint).add(rule, constraint);
  }

  remove(rule: IndexedRule): void {
    this.rules.splice(this.rules.indexOf(rule), 1);
    this.dropIfEmpty();
  }

  drop(table: Table): void {
    this.tables = this.tables.filter((other) => other !== table);
    this.dropIfEmpty();
  }

  private keep(rule: IndexedRule): void {
    this.rules.push(rule);
    rule.homes.push(this);
    if (!this.isSplit && this.rules.length > CROWDED) this.split();
  }

  private split(): void {
    const { rules } = this;
    this.rules = [];
    this.isSplit = true;
    for (const rule of rules) {
      rule.homes.splice(rule.homes.indexOf(this), 1);
      this.add(rule);
    }
  }

  /** The constraint that lets the fewest sessions through, of those that say something new here. */
  private sharpest(rule: IndexedRule): Constraint | undefined {
    let best: Constraint | undefined;
    let least = Infinity;
    for (const constraint of rule.access.constraints) {
      const share = this.operands.at(constraint.path).shareOf(constraint);
      if (share >= least || this.knows(constraint) || homesUnder(constraint, rule) > MOST_HOMES) continue;
      best = constraint;
      least = share;
    }
    return best;
  }

  /** Whether it is in a table of that kind and path, at any depth. */
  private knows(constraint: Constraint): boolean {
    const { table } = this;
    return table !== null && (isOf(table, constraint) || table.within.knows(constraint));
  }

  private tableFor(constraint: Constraint): Table {
    const known = this.tables.find((table) => isOf(table, constraint));
    if (known !== undefined) return known;
    const { kind, path } = constraint;
    const operand = this.operands.at(path);
    const made = kind === 'oneOf' ? new KeyTable(this, operand) : new BoundTable(this, operand, kind);
    this.tables.push(made);
    return made;
  }

  private dropIfEmpty(): void {
    if (this.rules.length + this.tables.length === 0) this.table?.drop(this);
  }

  /** A bucket of one of its tables. */
  part(table: Table, key: Key): Bucket {
    return new Bucket(this.operands, table, key);
  }
}

function homesUnder(constraint: Constraint, { homes }: IndexedRule): number {
  return homes.length + (constraint.kind === 'oneOf' ? constraint.keys.length : 1);
}

function isOf({ kind, operand }: Table, constraint: Constraint): boolean {
  return kind === constraint.kind && operand.name === constraint.path.name;
}

/** Buckets by what the values of one operand must be. */
interface Table {
  readonly kind: Constraint['kind'];
  readonly operand: Operand;
  readonly within: Bucket;
  collect(reading: Reading): void;
  add(rule: IndexedRule, constraint: Constraint): void;
  drop(bucket: Bucket): void;
}

class KeyTable implements Table, Home {
  readonly kind = 'oneOf';
  /** Most keys have one rule, which needs no bucket. */
  private readonly found = new Map<Key, IndexedRule | Bucket>();

  constructor(
    readonly within: Bucket,
    readonly operand: Operand,
  ) {}

  collect(reading: Reading): void {
    for (const key of this.operand.read(reading)) this.found.get(key)?.collect(reading);
  }

  add(rule: IndexedRule, constraint: Constraint): void {
    if (constraint.kind !== 'oneOf') throw new TypeError('a bound has no keys');
    rule.homes.push(this);
    for (const key of constraint.keys) this.put(key, rule);
  }

  remove(rule: IndexedRule): void {
    for (const key of this.keysOf(rule)) if (this.found.get(key) === rule) this.found.delete(key);
    this.dropIfEmpty();
  }

  drop(bucket: Bucket): void {
    this.found.delete(bucket.key);
    this.dropIfEmpty();
  }

  private put(key: Key, rule: IndexedRule): void {
    const known = this.found.get(key);
    if (known instanceof Bucket) return known.add(rule);
    if (known === undefined) {
      this.found.set(key, rule);
      return;
    }
    const bucket = this.within.part(this, key);
    this.found.set(key, bucket);
    bucket.add(known);
    bucket.add(rule);
  }

  private dropIfEmpty(): void {
    if (this.found.size === 0) this.within.drop(this);
  }

  private keysOf({ access }: IndexedRule): readonly Key[] {
    return access.constraints.flatMap((one) => (one.kind === 'oneOf' && isOf(this, one) ? one.keys : []));
  }
}

/** Bounds in the order in which a growing value (for `atMost`: a falling one) reaches them. */
class BoundTable implements Table {
  private readonly bounds: number[] = [];
  private readonly buckets: Bucket[] = [];
  private readonly sign: 1 | -1;

  constructor(
    readonly within: Bucket,
    readonly operand: Operand,
    readonly kind: 'atLeast' | 'atMost',
  ) {
    this.sign = kind === 'atLeast' ? 1 : -1;
  }

  collect(reading: Reading): void {
    const reached = this.reach(this.operand.read(reading));
    for (let index = 0; index < this.bounds.length; index++) {
      if ((this.bounds[index] ?? 0) > reached) return;
      this.buckets[index]?.collect(reading);
    }
  }

  add(rule: IndexedRule, constraint: Constraint): void {
    if (constraint.kind === 'oneOf') throw new TypeError('keys are no bound');
    this.bucketOf(constraint.bound * this.sign).add(rule);
  }

  drop(bucket: Bucket): void {
    const index = this.buckets.indexOf(bucket);
    this.buckets.splice(index, 1);
    this.bounds.splice(index, 1);
    if (this.buckets.length === 0) this.within.drop(this);
  }

  /** How far the values go; a value without a place among numbers may go to any bound. */
  private reach(keys: readonly Key[]): number {
    let furthest = -Infinity;
    for (const key of keys) {
      if (typeof key !== 'number' || Number.isNaN(key)) return Infinity;
      furthest = Math.max(furthest, key * this.sign);
    }
    return furthest;
  }

  private bucketOf(bound: number): Bucket {
    const index = placeOf(this.bounds, bound);
    const known = this.bounds[index] === bound ? this.buckets[index] : undefined;
    if (known !== undefined) return known;
    const made = this.within.part(this, bound);
    this.bounds.splice(index, 0, bound);
    this.buckets.splice(index, 0, made);
    return made;
  }
}

/** Where the value stands, or would stand, in an ascending list. */
function placeOf(sorted: readonly number[], value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? 0) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
