import { RE2JS } from 're2js';
import { CelError } from '../error';
import type { CelValue, Result } from '../value';
import { noOverload } from './kind';

/** Bounds that keep compiling and matching short: of the text, of its counted repetitions together, of the program. */
const MAX_PATTERN = 500;
const MAX_REPETITIONS = 1000;
const MAX_PROGRAM = 2000;

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

/** RE2's syntax, which matches in time linear in the text and in the program that the pattern becomes. */
export function compilePattern(pattern: string): RE2JS | CelError {
  if (pattern.length > MAX_PATTERN || repetitionsOf(pattern) > MAX_REPETITIONS) return tooLarge();
  try {
    const compiled = RE2JS.compile(pattern);
    return compiled.programSize() > MAX_PROGRAM ? tooLarge() : compiled;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new CelError('expr.regex', `not a regular expression of RE2: ${reason}`);
  }
}

function tooLarge(): CelError {
  const limits = `${MAX_PATTERN} characters, ${MAX_REPETITIONS} counted repetitions`;
  return new CelError('expr.regex', `the regular expression is too large: at most ${limits}`);
}

function repetitionsOf(pattern: string): number {
  const counts = Array.from(pattern.matchAll(/\{(\d{1,9})(?:,(\d{0,9}))?\}/g));
  return counts.reduce((sum, [, from = '', to = '']) => sum + Number(to === '' ? from : to), 0);
}
