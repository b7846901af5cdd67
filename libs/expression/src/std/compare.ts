import { Rational } from '@tessera/money';
import type { CelError } from '../error';
import { CelMap } from '../map';
import { Duration, Timestamp, TypeValue, Uint, type CelValue } from '../value';
import { isListValue, noOverload } from './kind';

/** CEL's equality: numbers by value whatever their type, lists and maps by content, other types never equal each other. */
export function equals(left: CelValue, right: CelValue): boolean {
  if (left === right) return true;
  if (typeof left === 'object' && left !== null) return equalObjects(left, right);
  if (typeof right === 'object' && right !== null) return equalObjects(right, left);
  return compareNumbers(left, right) === 0;
}

function equalObjects(left: CelValue & object, right: CelValue): boolean {
  if (left instanceof Uint || left instanceof Rational) return compareNumbers(left, right) === 0;
  if (isListValue(left)) return isListValue(right) && equalLists(left, right);
  if (left instanceof CelMap) return right instanceof CelMap && equalMaps(left, right);
  if (left instanceof Timestamp) return right instanceof Timestamp && left.nanos === right.nanos;
  if (left instanceof Duration) return right instanceof Duration && left.nanos === right.nanos;
  if (left instanceof Uint8Array) return right instanceof Uint8Array && compareBytes(left, right) === 0;
  if (left instanceof TypeValue) return right instanceof TypeValue && left.name === right.name;
  return false;
}

function equalLists(left: readonly CelValue[], right: readonly CelValue[]): boolean {
  return left.length === right.length && left.every((value, index) => equals(value, right[index] as CelValue));
}

function equalMaps(left: CelMap, right: CelMap): boolean {
  if (left.size !== right.size) return false;
  return left.keys().every((key) => right.has(key) && equals(left.get(key) as CelValue, right.get(key) as CelValue));
}

/**
 * Below 0, 0, above 0; NaN where one is not a number (so that every comparison with it is false), undefined where one is no
 * number at all. An int beside a double is compared as a double (cel-spec, standard definitions); a decimal beside a double
 * is compared with the number that the double's shortest text names.
 */
function compareNumbers(left: CelValue, right: CelValue): number | undefined {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) return undefined;
  if (a instanceof Rational || b instanceof Rational) return compareDecimals(a, b);
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN;
  return Number(a) - Number(b) || (Number(a) === Number(b) ? 0 : NaN);
}

type PlainNumber = bigint | number | Rational;

function numberOf(value: CelValue): PlainNumber | undefined {
  if (typeof value === 'bigint' || typeof value === 'number' || value instanceof Rational) return value;
  return value instanceof Uint ? value.value : undefined;
}

function compareDecimals(left: PlainNumber, right: PlainNumber): number {
  const [a, b] = [exact(left), exact(right)];
  if (a !== undefined && b !== undefined) return a.compare(b);
  return Number(approximate(left)) - Number(approximate(right));
}

function exact(value: PlainNumber): Rational | undefined {
  if (typeof value === 'bigint') return Rational.of(value);
  return typeof value === 'number' ? Rational.fromNumberShortest(value) : value;
}

function approximate(value: PlainNumber): bigint | number {
  return value instanceof Rational ? value.toNumber() : value;
}

/** Order within a type, and of numbers among each other. */
export function compare(name: string, left: CelValue, right: CelValue): number | CelError {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  const numbers = compareNumbers(left, right);
  if (numbers !== undefined) return numbers;
  if (left instanceof Timestamp && right instanceof Timestamp) return sign(left.nanos - right.nanos);
  if (left instanceof Duration && right instanceof Duration) return sign(left.nanos - right.nanos);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right);
  return noOverload(name, left, right);
}

function sign(value: bigint): number {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}

/** By code points: UTF-16 units would put 😀 before U+FFFD. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
