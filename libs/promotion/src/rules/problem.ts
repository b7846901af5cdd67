import type { ExpressionError } from '@tessera/expression';

/** What is wrong with a rule, and where: for the author who saves it. */
export interface RuleProblem {
  /** `expr.type`, `prop.required`, …: stable. */
  readonly code: string;
  readonly message: string;
  /** An RFC 6901 pointer into the ruleset: `/rules/0/condition`. */
  readonly pointer: string;
  /** Inside the text at the pointer; null where the whole of it is meant. Offsets in UTF-16 units, line and column from 1. */
  readonly place: {
    readonly start: number;
    readonly end: number;
    readonly line: number;
    readonly column: number;
  } | null;
}

export function problem(code: string, pointer: string, message: string): RuleProblem {
  return { code, message, pointer, place: null };
}

export function expressionProblem(pointer: string, error: ExpressionError): RuleProblem {
  const { code, message, start, end, line, column } = error;
  return { code, message, pointer, place: { start, end, line, column } };
}
