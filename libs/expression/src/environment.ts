import type { Type } from './type';

/** What an expression may name. */
export interface Environment {
  /** Types by variable name; a name may be qualified (`request.auth`). */
  readonly variables: Readonly<Record<string, Type>>;
  /** A prefix that names may leave out, as CEL's containers: in `a.b` the name `x` is tried as a.b.x, a.x, x. */
  readonly container?: string;
  /** Bounds on the text, its nesting and its cost; `DEFAULT_LIMITS` when left out. */
  readonly limits?: Limits;
}

export interface Limits {
  /** UTF-16 units of source. */
  readonly length: number;
  /** Names, literals, operators and brackets. */
  readonly tokens: number;
  /** Of brackets and operators in each other. */
  readonly depth: number;
  /** Elementary steps in the worst case, by the declared sizes of lists. */
  readonly cost: number;
}

/** Brackets cost the parser several stack frames each; at this depth its stack use stays below a tenth of Node's. */
export const DEFAULT_LIMITS: Limits = { length: 10_000, tokens: 2_000, depth: 100, cost: 10_000_000 };
