import { isUtf8 } from 'node:buffer';
import { ApiError } from './api-error';

/** 256 KB: a cart of 1,000 items with attributes. */
export const BODY_LIMIT_BYTES = 256 * 1024;
export const MAX_DEPTH = 32;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const LONE_SURROGATE = /\p{Surrogate}/u;

/** NUL and surrogates can stand in valid UTF-8 JSON only as escapes, so the strings are looked at only where these occur. */
const SUSPECT_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/** Without one of these in the text no key can be forbidden and no string wrong. */
const SUSPECT = /\\u|__proto__|constructor|prototype/;

/**
 * Parses a JSON text as it came over the wire. Equal keys in one object: the last one wins.
 * Throws ApiError 400: body.required, json.encoding, json.malformed, json.too_deep, json.forbidden_key, string.control,
 * string.encoding.
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw ApiError.invalid('body.required', 'A body is required', '');
  if (!isUtf8(bytes)) throw ApiError.invalid('json.encoding', 'The body is not valid UTF-8', '');
  const text = bytes.toString('utf8');
  const value = parse(text);
  // The slow way knows the place of what is wrong.
  if (SUSPECT.test(text) || !fitsDepth(value, MAX_DEPTH)) inspect(value, SUSPECT_ESCAPE.test(text), '', 1);
  return value;
}

function fitsDepth(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const item of items) {
    if (typeof item === 'object' && !fitsDepth(item, levels - 1)) return false;
  }
  return true;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw ApiError.invalid('json.malformed', 'The body is not valid JSON', '', positionOf(error.message, text));
  }
}

/** V8 quotes the text around the error; only the position may be shown, for the text may be anything. */
function positionOf(message: string, text: string): string {
  const position = /at position (\d+)/.exec(message)?.[1] ?? String(text.length);
  return `at position ${position}`;
}

function inspect(value: unknown, strings: boolean, pointer: string, depth: number): void {
  if (typeof value === 'string') {
    if (strings) inspectText(value, pointer);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH)
    throw ApiError.invalid('json.too_deep', `The body is deeper than ${MAX_DEPTH} levels`, pointer);
  if (Array.isArray(value)) inspectList(value, strings, pointer, depth);
  else inspectObject(value as Record<string, unknown>, strings, pointer, depth);
}

function inspectList(list: readonly unknown[], strings: boolean, pointer: string, depth: number): void {
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (strings || typeof item === 'object') inspect(item, strings, `${pointer}/${index}`, depth + 1);
  }
}

function inspectObject(object: Record<string, unknown>, strings: boolean, pointer: string, depth: number): void {
  for (const key of Object.keys(object)) {
    if (FORBIDDEN_KEYS.has(key)) throw ApiError.invalid('json.forbidden_key', 'A key is not allowed', pointer);
    if (strings) inspectText(key, pointer);
    const item = object[key];
    if (strings || typeof item === 'object') inspect(item, strings, pointerTo(pointer, key), depth + 1);
  }
}

/** RFC 6901. */
function pointerTo(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Throws ApiError 400 where the text has a NUL (PostgreSQL cannot keep it) or half of a surrogate pair (UTF-8 cannot). */
function inspectText(text: string, pointer: string): void {
  if (text.includes('\0')) throw ApiError.invalid('string.control', 'A text may not contain NUL', pointer);
  if (LONE_SURROGATE.test(text)) throw ApiError.invalid('string.encoding', 'A text has an unpaired surrogate', pointer);
}
