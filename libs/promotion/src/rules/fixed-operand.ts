import {
  boundOf,
  equivalentOf,
  fingerprint,
  type Activation,
  type Bound,
  type Checked,
  type OneOf,
  type Program,
  type Result,
} from '@tessera/expression';
import type { Sources } from './sources';

/** Variables that are the same for all campaigns, so not `campaign`, `coupon`, `referral` and a rule's own bindings. */
const SHARED: ReadonlySet<string> = new Set([
  'session',
  'cartItems',
  'profile',
  'event',
  'application',
  'collections',
  'now',
]);

/** The one value that moves as effects apply; and the session as a whole, of which any field may be read later. */
const MOVING: ReadonlySet<string> = new Set(['session.remainingTotal', 'session']);

/** Whether the expression has one value for all campaigns, as long as their rules run. */
export function isFixed({ variables, paths }: Pick<Checked, 'variables' | 'paths'>): boolean {
  return [...variables].every((name) => SHARED.has(name)) && ![...paths].some((path) => MOVING.has(path));
}

/** An operand of a condition that other rules may have too. */
export class FixedOperand {
  /** Equal keys have equal values. */
  readonly key: string;
  /** It is true where this is met, else false or in error. */
  readonly equivalent: OneOf | undefined;
  /** It is true on this side of the bound and false on the other. */
  readonly bound: Bound | undefined;

  constructor(
    private readonly checked: Checked,
    private readonly sources: Sources,
  ) {
    this.key = fingerprint(checked.root);
    this.equivalent = equivalentOf(checked);
    this.bound = boundOf(checked);
  }

  compiled(): Program {
    return this.sources.compiled(this.checked);
  }
}

/** Compiled when it is first run: of most rules only the parts that they share with others are. */
export class LazyProgram implements Program {
  private program: Program | undefined;

  constructor(private readonly compile: () => Program) {}

  evaluate(activation: Activation): Result {
    return (this.program ??= this.compile()).evaluate(activation);
  }
}
