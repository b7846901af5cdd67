import { CelError } from '../error';
import { CelMap } from '../map';
import { CelSet, Uint, type CelValue, type Result } from '../value';
import { equals } from './compare';
import { isListValue, kindOf, noOverload } from './kind';

/** Characters (code points), bytes, elements or entries. */
export function size(value: CelValue): Result {
  if (typeof value === 'string') return BigInt(codePoints(value));
  if (isListValue(value) || value instanceof Uint8Array) return BigInt(value.length);
  if (value instanceof CelSet) return BigInt(value.texts.size);
  return value instanceof CelMap ? BigInt(value.size) : noOverload('size', value);
}

function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; count++) index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return count;
}

export function count(value: CelValue): Result {
  return isListValue(value) ? BigInt(value.length) : noOverload('count', value);
}

export function contains(element: CelValue, container: CelValue): Result {
  if (isListValue(container)) return listHas(container, element);
  if (container instanceof CelMap) return container.has(element);
  if (container instanceof CelSet) return typeof element === 'string' && container.texts.has(element);
  return noOverload('in', element, container);
}

function listHas(list: readonly CelValue[], element: CelValue): boolean {
  if (typeof element === 'string') return list.includes(element);
  return list.some((each) => equals(each, element));
}

export function elementAt(container: CelValue, index: CelValue): Result {
  if (isListValue(container)) return listElement(container, index);
  if (!(container instanceof CelMap)) return noOverload('[]', container, index);
  return container.get(index) ?? missing(container, index);
}

function missing(map: CelMap, key: CelValue): Result {
  return map.has(key) ? null : new CelError('expr.absent', `no such key: ${describeKey(key)}`);
}

function listElement(list: readonly CelValue[], index: CelValue): Result {
  const position = index instanceof Uint ? index.value : index;
  const whole = typeof position === 'bigint' || (typeof position === 'number' && Number.isInteger(position));
  if (!whole) return noOverload('[]', list, index);
  const element = list[Number(position)];
  return element === undefined ? new CelError('expr.absent', `no element ${String(position)} in the list`) : element;
}

function describeKey(key: CelValue): string {
  const plain = key instanceof Uint ? key.value : key;
  return typeof plain === 'object' ? `a ${kindOf(plain)}` : String(plain);
}
