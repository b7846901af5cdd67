import { parse as parseCel } from '@bufbuild/cel';
import { expressionError, type ExpressionError } from './error';
import type { Limits } from './environment';
import { lower, Unlowered } from './lower';
import { scanProblem, wordAt, type Token } from './scan';
import type { Node } from './syntax';

/** The syntax tree of a source, or the first error in it. */
export function parse(source: string, limits: Limits): Node | ExpressionError {
  const problem = scanProblem(source, limits);
  if (problem !== undefined) return problem;
  try {
    return lower(source, parseCel(source), limits);
  } catch (error) {
    if (error instanceof Unlowered) return expressionError(source, error.code, error.message, error.span);
    return syntaxError(source, error);
  }
}

/** The parser throws its own error with a place, or a RangeError on an escape that names no character. */
function syntaxError(source: string, error: unknown): ExpressionError {
  const start = offsetOf(error);
  if (start === undefined) {
    const message = error instanceof Error ? error.message : String(error);
    return expressionError(source, 'expr.syntax', message, { start: 0, end: source.length });
  }
  const token = wordAt(source, start);
  const span = token ?? { start: source.length, end: source.length };
  return expressionError(source, 'expr.syntax', syntaxMessage(source, token), span);
}

function offsetOf(error: unknown): number | undefined {
  const location: unknown = (error as { location?: unknown }).location;
  return (location as { start?: { offset?: number } } | undefined)?.start?.offset;
}

const WORDS: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!', AND: '&&', OR: '||', NOT: '!' };

function syntaxMessage(source: string, token: Token | undefined): string {
  if (token === undefined) return source.trim() === '' ? 'the expression is empty' : 'the expression ends too early';
  const operator = WORDS[token.text];
  if (operator !== undefined) return `'${token.text}' is not an operator; write '${operator}'`;
  const next = wordAt(source, token.end);
  const dangling = token.kind === 'operator' && (next === undefined || next.kind === 'close');
  return dangling ? `something is missing after '${token.text}'` : `'${token.text}' cannot stand here`;
}
