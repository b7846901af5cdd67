import type { Refusal } from '../decision';
import { canonicalCode } from '../codes/canonical-code';
import { LIMITS } from './limits';
import { refusal } from './problem';

const LONE_SURROGATE = /\p{Surrogate}/u;
const CONTROL = /\p{Cc}/u;

/** What no code may hold: controls, line separators, and marks that turn the writing direction. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** A free text: at most 4 KB, no NUL (PostgreSQL cannot store it), no half of a surrogate pair. */
export function textRefusals(text: string, pointer: string, maxLength: number = LIMITS.textLength): Refusal[] {
  if (text.length > maxLength) return [refusal('string.length', pointer, `at most ${maxLength} characters`)];
  if (text.includes('\0')) return [refusal('string.control', pointer, 'a text may not hold NUL')];
  if (LONE_SURROGATE.test(text)) return [refusal('string.encoding', pointer, 'a surrogate stands alone')];
  return [];
}

/** An id that the integration chose. Ids reach headers, logs and files, so they hold no control characters. */
export function idRefusals(id: string, pointer: string, mayBeEmpty: boolean): Refusal[] {
  if (id === '' && mayBeEmpty) return [];
  if (id === '' || id.length > LIMITS.idLength) {
    return [refusal('id.length', pointer, `1 to ${LIMITS.idLength} characters`)];
  }
  if (CONTROL.test(id)) return [refusal('string.control', pointer, 'an id may not hold control characters')];
  if (LONE_SURROGATE.test(id)) return [refusal('string.encoding', pointer, 'a surrogate stands alone')];
  return id === id.normalize('NFC') ? [] : [refusal('id.normal_form', pointer, 'ids are compared in NFC')];
}

export function codeRefusals(code: string, pointer: string): Refusal[] {
  if (!isCode(code)) return [refusal('coupon.code', pointer, `1 to ${LIMITS.codeLength} printable characters`)];
  return [];
}

function isCode(code: string): boolean {
  // Each UTF-16 unit is at most one character, so long texts need not be counted.
  if (code.length > 2 * LIMITS.codeLength || [...code].length > LIMITS.codeLength) return false;
  if (UNPRINTABLE.test(code)) return false;
  const canonical = [...canonicalCode(code)].length;
  return canonical > 0 && canonical <= LIMITS.codeLength;
}

/** A name of an attribute or of an additional cost, which becomes a key of a record. */
export function nameRefusals(name: string, pointer: string): Refusal[] {
  if (RESERVED.has(name)) return [refusal('name.reserved', pointer, `${name} cannot be used as a name`)];
  return textRefusals(name, pointer, LIMITS.idLength);
}
