import type { Activation, Program, Result } from '@tessera/expression';

/** Variables over those of another activation. */
export class Bound implements Activation {
  constructor(
    private readonly outer: Activation,
    private readonly name: string,
    private readonly value: Result,
  ) {}

  resolve(name: string): Result | undefined {
    return name === this.name ? this.value : this.outer.resolve(name);
  }
}

/**
 * A rule's named expressions over the variables of its campaign: evaluated when first read, at most once. Each sees only
 * the bindings before it, which the checker has made sure of.
 */
export class WithBindings implements Activation {
  private readonly known = new Map<string, Result>();

  constructor(
    private readonly outer: Activation,
    private readonly bindings: ReadonlyMap<string, Program>,
  ) {}

  resolve(name: string): Result | undefined {
    const program = this.bindings.get(name);
    if (program === undefined) return this.outer.resolve(name);
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const value = program.evaluate(this);
    this.known.set(name, value);
    return value;
  }
}
