/**
 * Stable codes. When saved: syntax, type, depth (nesting), size (length), cost, regex. When run: overflow,
 * divisionByZero, absent (no such field, key or index), conversion, overload (a dyn value of the wrong type), unknown
 * (a variable without value), and what the host's values answer with.
 */
export type ErrorCode =
  | 'expr.syntax'
  | 'expr.type'
  | 'expr.depth'
  | 'expr.size'
  | 'expr.cost'
  | 'expr.regex'
  | 'expr.overflow'
  | 'expr.divisionByZero'
  | 'expr.absent'
  | 'expr.conversion'
  | 'expr.overload'
  | 'expr.unknown'
  | 'history.truncated';

/** A half-open range of UTF-16 offsets into the source. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is wrong with an expression, and where: line and column count from 1. */
export interface ExpressionError extends Span {
  readonly code: ErrorCode;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** An error as a value: what an expression gives where it has no answer. Not an Error: it is cheap and never thrown. */
export class CelError {
  constructor(
    readonly code: ErrorCode,
    readonly message: string,
    /** Where in the source; set by the compiled expression that met it first. */
    readonly span?: Span,
  ) {}

  at(span: Span): CelError {
    return this.span === undefined ? new CelError(this.code, this.message, span) : this;
  }
}

export function expressionError(source: string, code: ErrorCode, message: string, span: Span): ExpressionError {
  const before = source.slice(0, span.start);
  const line = before.split('\n').length;
  const column = span.start - (before.lastIndexOf('\n') + 1) + 1;
  return { code, message, start: span.start, end: span.end, line, column };
}

/** For logs and replies: the error's message with its line and column in the source. */
export function describeError(source: string, error: CelError): string {
  if (error.span === undefined) return error.message;
  const { line, column } = expressionError(source, error.code, error.message, error.span);
  return `${error.message} (line ${line}, column ${column})`;
}
