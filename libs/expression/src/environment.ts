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
  /** Of brackets in each other, before the source is parsed: the parser uses several stack frames for each. */
  readonly nesting: number;
  /** Of operators, calls and brackets in each other. */
  readonly depth: number;
  /** Elementary steps in the worst case, by the declared sizes of lists. */
  readonly cost: number;
}

/** At this nesting the parser uses less than a tenth of Node's stack, at this depth checking and running do. */
export const DEFAULT_LIMITS: Limits = { length: 10_000, tokens: 2_000, nesting: 100, depth: 250, cost: 10_000_000 };
