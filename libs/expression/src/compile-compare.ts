import { Rational } from '@tessera/money';
import { CelError } from './error';
import type { Compiling, Step } from './frame';
import { binary } from './std/functions';
import type { CallNode, Typed } from './typed';
import type { Type } from './type';
import type { CelValue } from './value';

/** Types whose values JavaScript compares as CEL does. Text only by equality: its order is by code points. */
const EQUATED: ReadonlySet<Type['kind']> = new Set(['string', 'bool', 'int', 'double']);
const ORDERED: ReadonlySet<Type['kind']> = new Set(['int', 'double']);

type Comparison = (left: CelValue, right: CelValue) => boolean;

const EQUALITY: Readonly<Record<string, Comparison>> = {
  '_==_': (left, right) => left === right,
  '_!=_': (left, right) => left !== right,
};
const ORDER: Readonly<Record<string, Comparison>> = {
  '_<_': (left, right) => (left as number) < (right as number),
  '_<=_': (left, right) => (left as number) <= (right as number),
  '_>_': (left, right) => (left as number) > (right as number),
  '_>=_': (left, right) => (left as number) >= (right as number),
};

/** A comparison of two values of one plain type, without looking at the types again; undefined for all others. */
export function comparing(compiling: Compiling, node: CallNode, left: Typed, right: Typed): Step | undefined {
  const { kind } = left.type;
  if (kind !== right.type.kind) return undefined;
  if (right.kind === 'constant' && right.value instanceof Rational) {
    return withDecimal(compiling, node, left, right.value);
  }
  const holds = EQUATED.has(kind) ? EQUALITY[node.name] : undefined;
  const comparison = holds ?? (ORDERED.has(kind) ? ORDER[node.name] : undefined);
  if (comparison === undefined) return undefined;
  const first = compiling.step(left);
  return right.kind === 'constant'
    ? withConstant(comparison, first, right.value)
    : ofBoth(comparison, first, compiling.step(right));
}

const SIGNS: Readonly<Record<string, (order: number) => boolean>> = {
  '_==_': (order) => order === 0,
  '_!=_': (order) => order !== 0,
  '_<_': (order) => order < 0,
  '_<=_': (order) => order <= 0,
  '_>_': (order) => order > 0,
  '_>=_': (order) => order >= 0,
};

function withDecimal(compiling: Compiling, node: CallNode, left: Typed, constant: Rational): Step | undefined {
  const [holds, otherwise] = [SIGNS[node.name], binary(node.name, compiling.ports)];
  if (holds === undefined || otherwise === undefined) return undefined;
  const operand = compiling.step(left);
  return (frame) => {
    const value = operand(frame);
    if (value instanceof Rational) return holds(value.compare(constant));
    if (value instanceof CelError) return value;
    const result = otherwise(value, constant);
    return result instanceof CelError ? result.at(node) : result;
  };
}

function withConstant(holds: Comparison, operand: Step, constant: CelValue): Step {
  return (frame) => {
    const value = operand(frame);
    return value instanceof CelError ? value : holds(value, constant);
  };
}

function ofBoth(holds: Comparison, first: Step, second: Step): Step {
  return (frame) => {
    const left = first(frame);
    if (left instanceof CelError) return left;
    const right = second(frame);
    return right instanceof CelError ? right : holds(left, right);
  };
}
