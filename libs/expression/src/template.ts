import { check, type Checked } from './check';
import { compile } from './compile';
import { DEFAULT_LIMITS, type Environment, type Limits } from './environment';
import { CelError, expressionError, type ExpressionError } from './error';
import type { Activation } from './frame';
import { tokensOf } from './scan';
import { string } from './std/convert';
import type { Ports } from './std/time-zone';
import { typeName, type Type } from './type';

export interface TemplateExpression extends Checked {
  /** Where its source starts in the template. */
  readonly offset: number;
}

export interface Template {
  readonly source: string;
  /** Text, and expressions whose values are put in as text. */
  readonly parts: readonly (string | TemplateExpression)[];
}

export type TemplateResult =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly errors: readonly ExpressionError[] };

export interface TemplateProgram {
  /** The text, or the first error of an expression in it. */
  render(activation: Activation): string | CelError;
}

/** Each costs a parse when the rule is saved. */
const MAX_EXPRESSIONS = 100;

/** What `string()` takes. */
const PRINTABLE: ReadonlySet<Type['kind']> = new Set([
  'string',
  'bool',
  'int',
  'uint',
  'double',
  'decimal',
  'bytes',
  'timestamp',
  'duration',
  'dyn',
]);

/**
 * `Hello {{ profile.attributes.name }}`: text with expressions in double braces. A literal `{{` is written `{{ '{{' }}`.
 * Error positions count in the template.
 */
export function parseTemplate(source: string, environment: Environment): TemplateResult {
  const size = sizeProblem(source, environment.limits ?? DEFAULT_LIMITS);
  if (size !== undefined) return { ok: false, errors: [size] };
  const parts: (string | TemplateExpression)[] = [];
  const errors: ExpressionError[] = [];
  let at = 0;
  for (let open = source.indexOf('{{'); open !== -1; open = source.indexOf('{{', at)) {
    const close = closingBraces(source, open + 2);
    if (close === undefined) return { ok: false, errors: [neverClosed(source, open)] };
    parts.push(source.slice(at, open));
    const part = checkPart(source, open + 2, close, environment);
    if ('code' in part) errors.push(part);
    else parts.push(part);
    at = close + 2;
  }
  parts.push(source.slice(at));
  return errors.length > 0 ? { ok: false, errors } : { ok: true, template: { source, parts } };
}

/** A template is as long as an expression may be, text and all. */
function sizeProblem(source: string, { length }: Limits): ExpressionError | undefined {
  const count = source.split('{{').length - 1;
  if (source.length <= length && count <= MAX_EXPRESSIONS) return undefined;
  const message = `a template has at most ${length} characters and ${MAX_EXPRESSIONS} expressions`;
  return expressionError(source, 'expr.size', message, { start: 0, end: source.length });
}

/** The braces that end an expression: not those of a map or in a text in it. */
function closingBraces(source: string, from: number): number | undefined {
  let depth = 0;
  for (const token of tokensOf(source, from)) {
    if (token.kind === 'open') depth += 1;
    if (token.kind !== 'close') continue;
    if (depth === 0) return source.startsWith('}}', token.start) ? token.start : undefined;
    depth -= 1;
  }
  return undefined;
}

function neverClosed(source: string, open: number): ExpressionError {
  return expressionError(source, 'expr.syntax', "'{{' is never closed", { start: open, end: open + 2 });
}

function checkPart(
  source: string,
  from: number,
  to: number,
  environment: Environment,
): TemplateExpression | ExpressionError {
  const result = check(source.slice(from, to), environment);
  if (!result.ok) return moved(source, from, result.errors[0]);
  const { root, type } = result.checked;
  if (PRINTABLE.has(type.kind)) return { ...result.checked, offset: from };
  const span = { start: from + root.start, end: from + root.end };
  return expressionError(source, 'expr.type', `a ${typeName(type)} cannot be put into a text`, span);
}

function moved(source: string, by: number, error: ExpressionError | undefined): ExpressionError {
  if (error === undefined) throw new TypeError('a failed check without an error');
  return expressionError(source, error.code, error.message, { start: by + error.start, end: by + error.end });
}

/** The template as a program; `ports` as for `compile`. */
export function compileTemplate(template: Template, ports: Ports = {}): TemplateProgram {
  const parts = template.parts.map((part) => (typeof part === 'string' ? () => part : compilePart(part, ports)));
  return {
    render(activation) {
      let text = '';
      for (const part of parts) {
        const shown = part(activation);
        if (shown instanceof CelError) return shown;
        text += shown;
      }
      return text;
    },
  };
}

function compilePart(part: TemplateExpression, ports: Ports): (activation: Activation) => string | CelError {
  const program = compile(part, ports);
  return (activation) => {
    const value = program.evaluate(activation);
    const shown = value instanceof CelError ? value : string(value);
    if (typeof shown === 'string') return shown;
    const { code, message, span = part.root } = shown as CelError;
    return new CelError(code, message, { start: part.offset + span.start, end: part.offset + span.end });
  };
}
