import { EACH, readKeys, type Constraint, type Key, type Path } from '@tessera/expression';
import type { Reading } from './indexed-rule';

/** A list is taken to have so many elements. */
const ELEMENTS = 4;

/** As many values are expected at a path, however few are known yet. */
const FEW = 8;
const BOOLS = 2;

/** A range is taken to let every second session through. */
const HALF = 0.5;

/** A path that rules are found by: reads its keys once per reading, and knows how many keys the rules name. */
export class Operand {
  private keys: readonly Key[] = [];
  private generation = 0;
  private readonly named = new Map<Key, number>();
  private readonly elements: number;

  constructor(private readonly path: Path) {
    this.elements = ELEMENTS ** path.steps.filter((step) => step === EACH).length;
  }

  get name(): string {
    return this.path.name;
  }

  /** The keys of what stands there; valid until the next reading. */
  read({ generation, activation }: Reading): readonly Key[] {
    if (this.generation === generation) return this.keys;
    this.generation = generation;
    return (this.keys = readKeys(this.path, activation));
  }

  /** Counts the keys of a rule that comes (1) or goes (-1). */
  count(constraint: Constraint, by: 1 | -1): void {
    for (const key of constraint.kind === 'oneOf' ? constraint.keys : []) {
      const count = (this.named.get(key) ?? 0) + by;
      if (count === 0) this.named.delete(key);
      else this.named.set(key, count);
    }
  }

  meets(constraint: Constraint, reading: Reading): boolean {
    const keys = this.read(reading);
    switch (constraint.kind) {
      case 'oneOf':
        return keys.some((key) => constraint.keys.includes(key));
      case 'atLeast':
        return keys.some((key) => !(Number(key) < constraint.bound));
      case 'atMost':
        return keys.some((key) => !(Number(key) > constraint.bound));
    }
  }

  /** About which share of the sessions the constraint lets through: with equally frequent keys, all of which rules name. */
  shareOf(constraint: Constraint): number {
    if (constraint.kind !== 'oneOf') return HALF;
    const expected = this.path.type.kind === 'bool' ? BOOLS : FEW;
    return (constraint.keys.length * this.elements) / Math.max(this.named.size, expected);
  }
}

/** All paths of the index, by name. */
export class Operands {
  private readonly byName = new Map<string, Operand>();

  at(path: Path): Operand {
    const known = this.byName.get(path.name);
    if (known !== undefined) return known;
    const operand = new Operand(path);
    this.byName.set(path.name, operand);
    return operand;
  }

  /** Whether what stands at the constraint's path is as it says, or may be. */
  meet(constraint: Constraint, reading: Reading): boolean {
    return this.at(constraint.path).meets(constraint, reading);
  }

  count(constraints: readonly Constraint[], by: 1 | -1): void {
    for (const constraint of constraints) this.at(constraint.path).count(constraint, by);
  }
}
