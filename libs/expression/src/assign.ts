import { DYN, type Type } from './type';

/** Whether a value of one type may stand where another is wanted; `dyn` is settled when it runs. */
export function assignable(from: Type, to: Type): boolean {
  if (from.kind === 'dyn' || to.kind === 'dyn') return true;
  if (isList(from) && isList(to)) return assignable(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') {
    return assignable(from.key, to.key) && assignable(from.value, to.value);
  }
  if (from.kind === 'object' && to.kind === 'object') return from.name === to.name;
  return from.kind === to.kind;
}

/** The type that holds both: the same one, or `dyn`. Of lists and maps the larger size. */
export function union(left: Type, right: Type): Type {
  if (isList(left) && isList(right)) {
    return { kind: 'list', element: union(left.element, right.element), max: Math.max(left.max, right.max) };
  }
  if (left.kind === 'map' && right.kind === 'map') {
    const [key, value] = [union(left.key, right.key), union(left.value, right.value)];
    return { kind: 'map', key, value, max: Math.max(left.max, right.max) };
  }
  if (left.kind === 'object' && right.kind === 'object') return left.name === right.name ? left : DYN;
  return left.kind === right.kind ? left : DYN;
}

const NUMERIC: ReadonlySet<Type['kind']> = new Set(['int', 'uint', 'double', 'decimal']);
const NULLABLE: ReadonlySet<Type['kind']> = new Set(['null', 'object', 'timestamp', 'duration']);

/**
 * Whether `==` can be asked: the same type, numbers of any kind, or null beside something that may be null. A decimal beside
 * a double can not: the author has to say how the double is meant.
 */
export function comparable(left: Type, right: Type): boolean {
  if (NUMERIC.has(left.kind) && NUMERIC.has(right.kind)) return !kindsAre(left, right, 'decimal', 'double');
  if (left.kind === 'null') return NULLABLE.has(right.kind) || right.kind === 'dyn';
  if (right.kind === 'null') return comparable(right, left);
  if (isList(left) && isList(right)) return comparable(left.element, right.element);
  if (left.kind === 'map' && right.kind === 'map') {
    return comparable(left.key, right.key) && comparable(left.value, right.value);
  }
  return left.kind !== 'set' && assignable(left, right);
}

export function isList(type: Type): type is Extract<Type, { kind: 'list' | 'history' }> {
  return type.kind === 'list' || type.kind === 'history';
}

function kindsAre(left: Type, right: Type, one: Type['kind'], other: Type['kind']): boolean {
  return (left.kind === one && right.kind === other) || (left.kind === other && right.kind === one);
}
