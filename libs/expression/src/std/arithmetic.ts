import { Rational } from '@tessera/money';
import { CelError } from '../error';
import { Duration, Timestamp, Uint, type CelValue, type Result } from '../value';
import { isListValue, noOverload } from './kind';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** 0001-01-01T00:00:00Z and the end of the year 9999, in nanoseconds. */
const FIRST_INSTANT = -62_135_596_800_000_000_000n;
const LAST_INSTANT = 253_402_300_799_999_999_999n;

/** What may be built: beyond it a value is an overflow, as an int beyond 64 bits is one. */
const MAX_TEXT = 1_000_000;
const MAX_ELEMENTS = 100_000;
const MAX_DECIMAL = 2n ** 4096n;

export function overflow(what: string): CelError {
  return new CelError('expr.overflow', `the result is beyond ${what}`);
}

export function divisionByZero(): CelError {
  return new CelError('expr.divisionByZero', 'division by zero');
}

export function toInt(value: bigint): Result {
  return value >= INT64_MIN && value <= INT64_MAX ? value : overflow('int');
}

export function toUint(value: bigint): Result {
  return value >= 0n && value <= UINT64_MAX ? new Uint(value) : overflow('uint');
}

export function toTimestamp(nanos: bigint): Result {
  return nanos >= FIRST_INSTANT && nanos <= LAST_INSTANT ? new Timestamp(nanos) : overflow('the years 1 to 9999');
}

/** As cel-go: what fits 64 bits of nanoseconds, about 292 years. */
export function toDuration(nanos: bigint): Result {
  return nanos >= INT64_MIN && nanos <= INT64_MAX ? new Duration(nanos) : overflow('duration');
}

export function toDecimal(value: Rational): Result {
  if (fits(value.numerator) && value.denominator < MAX_DECIMAL) return value;
  const reduced = value.reduced();
  return fits(reduced.numerator) && reduced.denominator < MAX_DECIMAL ? reduced : overflow('decimal');
}

function fits(numerator: bigint): boolean {
  return numerator < MAX_DECIMAL && numerator > -MAX_DECIMAL;
}

export function add(left: CelValue, right: CelValue): Result {
  if (typeof left === 'bigint' && typeof right === 'bigint') return toInt(left + right);
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left === 'string' && typeof right === 'string') return joinText(left, right);
  if (left instanceof Rational && right instanceof Rational) return toDecimal(left.add(right));
  if (left instanceof Uint && right instanceof Uint) return toUint(left.value + right.value);
  if (isListValue(left) && isListValue(right)) return joinLists(left, right);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return joinBytes(left, right);
  return addTime(left, right);
}

function addTime(left: CelValue, right: CelValue): Result {
  if (left instanceof Duration) {
    if (right instanceof Duration) return toDuration(left.nanos + right.nanos);
    if (right instanceof Timestamp) return toTimestamp(left.nanos + right.nanos);
  }
  if (left instanceof Timestamp && right instanceof Duration) return toTimestamp(left.nanos + right.nanos);
  return noOverload('+', left, right);
}

function joinText(left: string, right: string): Result {
  return left.length + right.length <= MAX_TEXT ? left + right : overflow(`${MAX_TEXT} characters`);
}

function joinLists(left: readonly CelValue[], right: readonly CelValue[]): Result {
  return left.length + right.length <= MAX_ELEMENTS ? [...left, ...right] : overflow(`${MAX_ELEMENTS} elements`);
}

function joinBytes(left: Uint8Array, right: Uint8Array): Result {
  if (left.length + right.length > MAX_TEXT) return overflow(`${MAX_TEXT} bytes`);
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}

export function subtract(left: CelValue, right: CelValue): Result {
  if (typeof left === 'bigint' && typeof right === 'bigint') return toInt(left - right);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (left instanceof Rational && right instanceof Rational) return toDecimal(left.sub(right));
  if (left instanceof Uint && right instanceof Uint) return toUint(left.value - right.value);
  if (left instanceof Duration && right instanceof Duration) return toDuration(left.nanos - right.nanos);
  if (left instanceof Timestamp && right instanceof Timestamp) return toDuration(left.nanos - right.nanos);
  if (left instanceof Timestamp && right instanceof Duration) return toTimestamp(left.nanos - right.nanos);
  return noOverload('-', left, right);
}

export function multiply(left: CelValue, right: CelValue): Result {
  if (typeof left === 'bigint' && typeof right === 'bigint') return toInt(left * right);
  if (typeof left === 'number' && typeof right === 'number') return left * right;
  if (left instanceof Rational && right instanceof Rational) return toDecimal(left.mul(right));
  if (left instanceof Uint && right instanceof Uint) return toUint(left.value * right.value);
  return noOverload('*', left, right);
}

/** Ints toward zero, doubles by IEEE 754, decimals exactly. */
export function divide(left: CelValue, right: CelValue): Result {
  if (typeof left === 'bigint' && typeof right === 'bigint')
    return right === 0n ? divisionByZero() : toInt(left / right);
  if (typeof left === 'number' && typeof right === 'number') return left / right;
  if (left instanceof Rational && right instanceof Rational) {
    return right.isZero() ? divisionByZero() : toDecimal(left.div(right));
  }
  if (left instanceof Uint && right instanceof Uint) {
    return right.value === 0n ? divisionByZero() : toUint(left.value / right.value);
  }
  return noOverload('/', left, right);
}

export function modulo(left: CelValue, right: CelValue): Result {
  if (typeof left === 'bigint' && typeof right === 'bigint') return right === 0n ? divisionByZero() : left % right;
  if (left instanceof Uint && right instanceof Uint) {
    return right.value === 0n ? divisionByZero() : toUint(left.value % right.value);
  }
  return noOverload('%', left, right);
}

export function negate(value: CelValue): Result {
  if (typeof value === 'bigint') return toInt(-value);
  if (typeof value === 'number') return -value;
  if (value instanceof Rational) return value.negated();
  return noOverload('-', value);
}

/** The exact share: 12.5 percent of x. */
export function percent(value: CelValue, share: CelValue): Result {
  if (!(value instanceof Rational) || !(share instanceof Rational)) return noOverload('percent', value, share);
  return toDecimal(value.mul(share).div(Rational.of(100n)));
}
