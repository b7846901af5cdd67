import type { Environment } from './environment';
import type { ExpressionError } from './error';
import type { Typed } from './typed';
import type { Type } from './type';

/** A window that an expression reads of a history list. */
export interface HistoryWindow {
  /** `history.sessions` */
  readonly list: string;
  /** Null: all of it. */
  readonly milliseconds: bigint | null;
}

/** An expression that is sound in its environment. */
export interface Checked {
  readonly source: string;
  readonly type: Type;
  /** Elementary steps in the worst case. */
  readonly cost: number;
  readonly root: Typed;
  /** Variables that it reads: `session`, `coupon`. */
  readonly variables: ReadonlySet<string>;
  /** Paths that it reads to their end, `[]` for an element: `history.sessions[].total`, `profile.attributes.tier`. */
  readonly paths: ReadonlySet<string>;
  readonly windows: readonly HistoryWindow[];
  /** IANA zones that it names in constants; the host may refuse those that it does not know. */
  readonly timeZones: ReadonlySet<string>;
}

export type CheckResult =
  | { readonly ok: true; readonly checked: Checked }
  | { readonly ok: false; readonly errors: readonly ExpressionError[] };

/**
 * Parses and type-checks an expression. `expected` is the type that its value must have; where that is `decimal`, ints and
 * number literals count as well. Errors carry a code, a message for the author and the place.
 */
export declare function check(source: string, environment: Environment, expected?: Type): CheckResult;

/** The operands of the top-level `&&`s, each an expression of its own; of another expression, itself. */
export declare function conjuncts(checked: Checked): readonly Checked[];
