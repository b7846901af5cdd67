import { Rational } from '@tessera/money';
import { CelError } from '../error';
import { CelMap } from '../map';
import { CelSet, Duration, Timestamp, TypeValue, Uint, type CelValue } from '../value';

/** The name of a value's type, as `type(x)` shows it. */
export function kindOf(value: CelValue): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    default:
      return value === null ? 'null_type' : objectKind(value);
  }
}

function objectKind(value: CelValue & object): string {
  if (value instanceof Uint) return 'uint';
  if (value instanceof Rational) return 'decimal';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof CelMap) return 'map';
  if (value instanceof CelSet) return 'set';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  if (value instanceof TypeValue) return 'type';
  return isListValue(value) ? 'list' : 'object';
}

export function isListValue(value: CelValue): value is readonly CelValue[] {
  return Array.isArray(value);
}

/** A value of a type that the function does not take; it can only come from `dyn`. */
export function noOverload(name: string, ...values: readonly CelValue[]): CelError {
  return new CelError('expr.overload', `'${name}' does not take ${values.map(kindOf).join(' and ')}`);
}
