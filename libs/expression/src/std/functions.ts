import type { CelValue, Result } from '../value';
import { add, divide, modulo, multiply, negate, percent, subtract } from './arithmetic';
import { contains, count, elementAt, size } from './collection';
import { compare, equals } from './compare';
import { bool, bytes, decimal, double, duration, int, string, timestamp, type, uint } from './convert';
import { noOverload } from './kind';
import { endsWith, includes, matches, startsWith } from './text';
import { TIME_PART_NAMES, timePart } from './time-part';
import type { Ports } from './time-zone';

export type Unary = (value: CelValue) => Result;
export type Binary = (left: CelValue, right: CelValue) => Result;

const UNARY: Readonly<Record<string, Unary>> = {
  '!_': (value) => (typeof value === 'boolean' ? !value : noOverload('!', value)),
  '-_': negate,
  size,
  '.size': size,
  '.count': count,
  int,
  uint,
  double,
  decimal,
  bool,
  string,
  bytes,
  timestamp,
  duration,
  type,
  dyn: (value) => value,
};

const BINARY: Readonly<Record<string, Binary>> = {
  '_+_': add,
  '_-_': subtract,
  '_*_': multiply,
  '_/_': divide,
  '_%_': modulo,
  '_==_': equals,
  '_!=_': (left, right) => !equals(left, right),
  '_<_': ordered('<', (order) => order < 0),
  '_<=_': ordered('<=', (order) => order <= 0),
  '_>_': ordered('>', (order) => order > 0),
  '_>=_': ordered('>=', (order) => order >= 0),
  '_[_]': elementAt,
  '@in': contains,
  '.contains': includes,
  '.startsWith': startsWith,
  '.endsWith': endsWith,
  '.matches': matches,
  matches,
  percent,
};

function ordered(name: string, holds: (order: number) => boolean): Binary {
  return (left, right) => {
    const order = compare(name, left, right);
    return typeof order === 'number' ? holds(order) : order;
  };
}

/** Undefined: no such function of one argument. */
export function unary(name: string, ports: Ports): Unary | undefined {
  if (TIME_PART_NAMES.includes(name.slice(1))) return timePart(name.slice(1), ports);
  return Object.hasOwn(UNARY, name) ? UNARY[name] : undefined;
}

/** Undefined: no such function of two arguments. */
export function binary(name: string, ports: Ports): Binary | undefined {
  if (TIME_PART_NAMES.includes(name.slice(1))) return timePart(name.slice(1), ports);
  return Object.hasOwn(BINARY, name) ? BINARY[name] : undefined;
}
