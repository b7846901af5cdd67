import { RE2JS } from 're2js';
import { CelError } from '../error';
import type { CelValue, Result } from '../value';
import { noOverload } from './kind';

/** Patterns that are computed are short; a constant one was compiled when the rule was saved. */
const MAX_PATTERN = 1000;

export function includes(text: CelValue, part: CelValue): Result {
  if (typeof text !== 'string' || typeof part !== 'string') return noOverload('contains', text, part);
  return text.includes(part);
}

export function startsWith(text: CelValue, part: CelValue): Result {
  if (typeof text !== 'string' || typeof part !== 'string') return noOverload('startsWith', text, part);
  return text.startsWith(part);
}

export function endsWith(text: CelValue, part: CelValue): Result {
  if (typeof text !== 'string' || typeof part !== 'string') return noOverload('endsWith', text, part);
  return text.endsWith(part);
}

export function matches(text: CelValue, pattern: CelValue): Result {
  if (typeof text !== 'string' || typeof pattern !== 'string') return noOverload('matches', text, pattern);
  const compiled = compilePattern(pattern);
  return compiled instanceof CelError ? compiled : compiled.matcher(text).find();
}

/** RE2's syntax, which matches in time linear in the text. */
export function compilePattern(pattern: string): RE2JS | CelError {
  if (pattern.length > MAX_PATTERN) {
    return new CelError('expr.regex', `a regular expression has at most ${MAX_PATTERN} characters`);
  }
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new CelError('expr.regex', `not a regular expression of RE2: ${reason}`);
  }
}
