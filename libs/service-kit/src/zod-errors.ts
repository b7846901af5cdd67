import type { z } from 'zod';
import type { ErrorDetail } from './api-error';

type Issue = z.core.$ZodIssue;

const TITLES: Readonly<Record<string, string>> = {
  'body.required': 'A body is required',
  'field.required': 'A required field is missing',
  'field.type': 'A field has the wrong type',
  'field.value': 'A field has a value that is not allowed',
  'field.unknown': 'A field is not known',
  'field.format': 'A text has the wrong form',
  'number.finite': 'A number must be finite',
  'number.integer': 'A number must be whole',
  'number.range': 'A number is out of range',
  'string.length': 'A text is too short or too long',
  'list.length': 'A list is too short or too long',
  'field.invalid': 'A field is invalid',
};

/**
 * What zod found, as details of an ApiError. A schema may name its own code in `params.code` of a custom issue.
 * @param place whether the value was a body (paths become JSON pointers) or the query or path (paths are parameters)
 */
export function zodDetails(error: z.ZodError, value: unknown, place: 'body' | 'parameter' = 'body'): ErrorDetail[] {
  return error.issues.map((issue) => {
    const code = codeOf(issue, value);
    return { code, title: TITLES[code] ?? issue.message, details: issue.message, source: sourceOf(issue, place) };
  });
}

function sourceOf({ path }: Issue, place: 'body' | 'parameter'): NonNullable<ErrorDetail['source']> {
  if (place === 'parameter') return { parameter: path.join('.') };
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return { pointer: steps.map((step) => `/${step}`).join('') };
}

function codeOf(issue: Issue, root: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeCode(issue, root);
    case 'too_big':
    case 'too_small':
      return boundCode(issue.origin);
    case 'not_multiple_of':
      return 'number.range';
    case 'invalid_value':
      return 'field.value';
    case 'invalid_format':
      return 'field.format';
    case 'unrecognized_keys':
      return 'field.unknown';
    case 'custom':
      return typeof issue.params?.['code'] === 'string' ? issue.params['code'] : 'field.invalid';
    default:
      return 'field.invalid';
  }
}

function typeCode(issue: z.core.$ZodIssueInvalidType, root: unknown): string {
  const value = valueAt(root, issue.path);
  if (value === undefined) return issue.path.length === 0 ? 'body.required' : 'field.required';
  if (typeof value !== 'number') return 'field.type';
  if (!Number.isFinite(value)) return 'number.finite';
  return issue.expected === 'int' ? 'number.integer' : 'field.type';
}

function boundCode(origin: string): string {
  if (origin === 'string') return 'string.length';
  return origin === 'array' || origin === 'set' ? 'list.length' : 'number.range';
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
