import { Rational } from '@tessera/money';
import { CelError } from '../error';
import { Duration, Timestamp, TypeValue, Uint, type CelValue, type Result } from '../value';
import { toDecimal, toDuration, toInt, toTimestamp, toUint } from './arithmetic';
import { kindOf, noOverload } from './kind';
import { durationText, parseDuration, parseTimestamp, timestampText } from './time-text';
import { decodeUtf8, encodeUtf8 } from './utf8';

const SECOND = 1_000_000_000n;
const TWO_TO_63 = 2 ** 63;
const TWO_TO_64 = 2 ** 64;

function noConversion(value: string, to: string): CelError {
  return new CelError('expr.conversion', `'${value.slice(0, 40)}' is no ${to}`);
}

/** Doubles and decimals are cut toward zero; what 64 bits do not hold is an error. */
export function int(value: CelValue): Result {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number')
    return Math.abs(value) < TWO_TO_63 ? BigInt(Math.trunc(value)) : noConversion(String(value), 'int');
  if (typeof value === 'string')
    return /^[+-]?\d{1,20}$/.test(value) ? toInt(BigInt(value.replace('+', ''))) : noConversion(value, 'int');
  if (value instanceof Uint) return toInt(value.value);
  if (value instanceof Rational) return toInt(value.truncated());
  if (value instanceof Timestamp) return seconds(value.nanos);
  return value instanceof Duration ? value.nanos / SECOND : noOverload('int', value);
}

/** Whole seconds, downwards also before 1970. */
function seconds(nanos: bigint): bigint {
  return nanos % SECOND < 0n ? nanos / SECOND - 1n : nanos / SECOND;
}

export function uint(value: CelValue): Result {
  if (value instanceof Uint) return value;
  if (typeof value === 'bigint') return toUint(value);
  if (typeof value === 'string') return /^\d{1,20}$/.test(value) ? toUint(BigInt(value)) : noConversion(value, 'uint');
  if (typeof value !== 'number') return noOverload('uint', value);
  return value > -1 && value < TWO_TO_64 ? toUint(BigInt(Math.trunc(value))) : noConversion(String(value), 'uint');
}

const DOUBLE_TEXT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export function double(value: CelValue): Result {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint) return Number(value.value);
  if (value instanceof Rational) return value.toNumber();
  if (typeof value !== 'string') return noOverload('double', value);
  return DOUBLE_TEXT.test(value) || /^(?:NaN|[+-]?Infinity)$/.test(value)
    ? Number(value)
    : noConversion(value, 'double');
}

/** More digits than a decimal can have. */
const MAX_DECIMAL_TEXT = 2000;

/** A double becomes the number that its shortest text names: 0.1 is a tenth. */
export function decimal(value: CelValue): Result {
  if (value instanceof Rational) return value;
  if (typeof value === 'bigint') return Rational.of(value);
  if (value instanceof Uint) return Rational.of(value.value);
  if (typeof value !== 'number' && typeof value !== 'string') return noOverload('decimal', value);
  const text = String(value);
  const exact = text.length > MAX_DECIMAL_TEXT ? undefined : Rational.fromDecimalText(text);
  return exact === undefined ? noConversion(text, 'decimal') : toDecimal(exact);
}

export function bool(value: CelValue): Result {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return noOverload('bool', value);
  if (/^(?:true|True|TRUE|t|1)$/.test(value)) return true;
  return /^(?:false|False|FALSE|f|0)$/.test(value) ? false : noConversion(value, 'bool');
}

/** Doubles and decimals by their shortest text, times in RFC 3339, durations in seconds. */
export function string(value: CelValue): Result {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
    case 'bigint':
    case 'number':
      return String(value);
    default:
      return value === null ? noOverload('string', value) : objectText(value);
  }
}

function objectText(value: CelValue & object): Result {
  if (value instanceof Rational) return value.toDecimalText();
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Uint) return value.value.toString();
  if (value instanceof Uint8Array) return decodeUtf8(value) ?? noConversion('bytes', 'UTF-8');
  return noOverload('string', value);
}

export function bytes(value: CelValue): Result {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? encodeUtf8(value) : noOverload('bytes', value);
}

/** From RFC 3339 or seconds since the epoch. */
export function timestamp(value: CelValue): Result {
  if (value instanceof Timestamp) return value;
  if (typeof value === 'string') return parseTimestamp(value);
  return typeof value === 'bigint' ? toTimestamp(value * SECOND) : noOverload('timestamp', value);
}

/** From `1h30m` or seconds. */
export function duration(value: CelValue): Result {
  if (value instanceof Duration) return value;
  if (typeof value === 'string') return parseDuration(value);
  return typeof value === 'bigint' ? toDuration(value * SECOND) : noOverload('duration', value);
}

export function type(value: CelValue): Result {
  return new TypeValue(kindOf(value));
}
