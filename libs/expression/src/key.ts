import { Rational } from '@tessera/money';
import { Duration, Timestamp, Uint, type CelValue } from './value';

/**
 * What a value is looked up by: text, bools, and numbers and times as the nearest double. Equal values have equal keys, and
 * of two ordered values the greater never has the smaller key; so a key may let in too much, but keeps nothing out.
 */
export type Key = string | boolean | number;

/** Undefined: values of this kind (lists, objects, bytes, null) have none. NaN: its place among others is not known. */
export function keyOf(value: CelValue): Key | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'number':
      return value;
    case 'bigint':
      return Number(value);
    default:
      return value === null ? undefined : objectKey(value);
  }
}

function objectKey(value: CelValue & object): number | undefined {
  if (value instanceof Rational) return quotient(value) ?? quotient(value.reduced()) ?? NaN;
  if (value instanceof Timestamp || value instanceof Duration) return Number(value.nanos);
  return value instanceof Uint ? Number(value.value) : undefined;
}

/** Of two whole numbers that a double holds, their quotient is rounded once, so it keeps the order. */
function quotient({ numerator, denominator }: Rational): number | undefined {
  const [above, below] = [Number(numerator), Number(denominator)];
  return Number.isSafeInteger(above) && Number.isSafeInteger(below) ? above / below : undefined;
}
