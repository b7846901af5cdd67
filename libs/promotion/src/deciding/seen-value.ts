import {
  CelError,
  CelMap,
  CelObject,
  Duration,
  HistoryList,
  Timestamp,
  Uint,
  type CelValue,
  type Type,
} from '@tessera/expression';
import { Rational } from '@tessera/money';
import { instantValue, listValue, mapValue } from '../attributes/kind';
import type { Value } from '../value';

/** Entries of lists and maps that are shown. */
const SHOWN = 10;

/** Objects in objects are left out below this. */
const DEPTH = 2;

/** Digits behind the point of a share that does not end. */
const SCALE = 10;

/** What an expression came to, as a value to be shown: exact where that ends, long lists and deep objects cut. */
export function seenValue(value: CelValue, type: Type, depth = DEPTH): Value {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Rational) return decimalOf(value);
  if (value instanceof Timestamp) return instantValue(value.nanos / 1_000_000n);
  if (value instanceof Duration) return `${value.nanos / 1_000_000n}ms`;
  if (value instanceof Uint) return value.value;
  if (Array.isArray(value)) return listOf(value as readonly CelValue[], type, depth);
  if (value instanceof HistoryList) return historyOf(value, type, depth);
  if (value instanceof CelObject) return objectOf(value, type, depth);
  return value instanceof CelMap ? mapOf(value, type, depth) : null;
}

function decimalOf(value: Rational): Value {
  const text = value.toDecimalText(SCALE);
  const [, fraction = ''] = text.split('.');
  return { kind: 'decimal', unscaled: BigInt(text.replace('.', '')), scale: fraction.length };
}

function listOf(items: readonly CelValue[], type: Type, depth: number): Value {
  const element = type.kind === 'list' || type.kind === 'history' ? type.element : type;
  return listValue(items.slice(0, SHOWN).map((item) => seenValue(item, element, depth - 1)));
}

function historyOf(value: HistoryList, type: Type, depth: number): Value {
  const all = value.all();
  return all instanceof CelError ? null : listOf(all, type, depth);
}

/** An object has no list of its fields; its type has. */
function objectOf(object: CelObject, type: Type, depth: number): Value {
  if (type.kind !== 'object' || depth <= 0) return null;
  const fields = Object.entries(type.fields).flatMap(([name, field]) => {
    const value = object.get(name);
    const isShown = value !== undefined && !(value instanceof CelError);
    return isShown ? [[name, seenValue(value, field, depth - 1)] as const] : [];
  });
  return mapValue(Object.fromEntries(fields));
}

function mapOf(map: CelMap, type: Type, depth: number): Value {
  const element = type.kind === 'map' ? type.value : type;
  const entries = map
    .keys()
    .slice(0, SHOWN)
    .map((key) => {
      return [keyText(key), seenValue(map.get(key) ?? null, element, depth - 1)] as const;
    });
  return mapValue(Object.fromEntries(entries));
}

/** Keys are bools, whole numbers and texts. */
function keyText(key: CelValue): string {
  if (key instanceof Uint) return key.value.toString();
  return typeof key === 'object' ? '' : key.toString();
}
