import type { Checked } from './check';
import { programOf } from './compile';
import { CelError } from './error';
import { keyOf, type Key } from './key';
import { EACH, eachOf, pathOf, type Locals, type Path } from './path';
import type { Type } from './type';
import { isConstant, type CallNode, type Typed, type TypedFold } from './typed';
import type { CelValue } from './value';

/** What one of the values at a path must be: one of some keys, or not beyond a bound, which itself is allowed. */
export type Constraint = OneOf | Bound;

export interface OneOf {
  readonly kind: 'oneOf';
  readonly path: Path;
  readonly keys: readonly Key[];
}

export interface Bound {
  readonly kind: 'atLeast' | 'atMost';
  readonly path: Path;
  readonly bound: number;
}

/**
 * What must be so wherever the expression is true. Where one of these is not so, it is false or in error: `&&` and `exists`
 * are commutative over errors, so an operand that is false settles the answer whatever the others are. They may let
 * through what the expression then denies, never the other way round.
 */
export function constraintsOf({ root }: Checked): readonly Constraint[] {
  return required(root, []);
}

/** The constraint that says the same as the expression: which is true where it is met, else false or in error. */
export function equivalentOf({ root }: Checked): OneOf | undefined {
  const [constraint] = isKeyed(root, []) ? required(root, []) : [];
  return constraint?.kind === 'oneOf' ? constraint : undefined;
}

/** The bound that the expression compares one value with: it says the same wherever the value's key is not the bound itself. */
export function boundOf({ root }: Checked): Bound | undefined {
  if (root.kind !== 'call' || !ORDERS.has(root.name)) return undefined;
  const [constraint] = required(root, []);
  const isOne = constraint?.kind !== 'oneOf' && constraint?.path.steps.includes(EACH) === false;
  return isOne ? constraint : undefined;
}

const ORDERS: ReadonlySet<string> = new Set(['_<_', '_<=_', '_>_', '_>=_']);

function required(node: Typed, locals: Locals): readonly Constraint[] {
  switch (node.kind) {
    case 'logic': {
      const operands = node.operands.map((operand) => required(operand, locals));
      return node.operator === '&&' ? operands.flat() : inEach(operands);
    }
    case 'call':
      return ofCall(node, locals);
    case 'fold':
      return ofFold(node, locals);
    default:
      return oneOf(pathOf(node, locals), [true]);
  }
}

/** Of alternatives what all of them ask for, as wide as the widest. */
function inEach([first = [], ...others]: readonly (readonly Constraint[])[]): Constraint[] {
  return first.flatMap((one) => {
    const same = others.map((other) =>
      other.find(({ kind, path }) => kind === one.kind && path.name === one.path.name),
    );
    const found = same.filter((each) => each !== undefined);
    return found.length < same.length ? [] : [found.reduce(widened, one)];
  });
}

function widened(left: Constraint, right: Constraint): Constraint {
  if (left.kind === 'oneOf' && right.kind === 'oneOf')
    return { ...left, keys: [...new Set([...left.keys, ...right.keys])] };
  if (left.kind === 'oneOf' || right.kind === 'oneOf') throw new TypeError('constraints of two kinds');
  const bound = left.kind === 'atLeast' ? Math.min(left.bound, right.bound) : Math.max(left.bound, right.bound);
  return { ...left, bound };
}

/** Seen from the other side. */
const MIRRORED: Readonly<Record<string, string>> = {
  '_==_': '_==_',
  '_!=_': '_!=_',
  '_<_': '_>_',
  '_<=_': '_>=_',
  '_>_': '_<_',
  '_>=_': '_<=_',
};

function ofCall(node: CallNode, locals: Locals): readonly Constraint[] {
  const [left, right] = node.args;
  if (left === undefined) return [];
  if (node.name === '!_') return oneOf(pathOf(left, locals), [false]);
  if (right === undefined) return [];
  if (node.name === '@in') return ofMembership(left, right, locals);
  const mirrored = MIRRORED[node.name];
  if (mirrored === undefined) return [];
  const bound = constantKey(right);
  if (bound !== undefined) return ofComparison(node.name, left, bound, locals);
  const mirroredBound = constantKey(left);
  return mirroredBound === undefined ? [] : ofComparison(mirrored, right, mirroredBound, locals);
}

function ofComparison(name: string, subject: Typed, bound: Key, locals: Locals): readonly Constraint[] {
  const counted = countedList(subject);
  if (counted !== undefined) return holds(name, 0, bound) ? [] : elementsOf(counted, locals).required;
  const path = pathOf(withoutConversion(subject), locals);
  if (name === '_==_') return oneOf(path, [bound]);
  if (path === undefined || !ORDERED.has(path.type.kind) || typeof bound !== 'number' || Number.isNaN(bound)) return [];
  if (name === '_!=_') return [];
  return [{ kind: name === '_>_' || name === '_>=_' ? 'atLeast' : 'atMost', path, bound }];
}

/** A list of which a sum or a count is compared: without elements it is 0. */
function countedList(node: Typed): Typed | undefined {
  if (node.kind === 'fold') return node.macro === 'sum' ? node.range : undefined;
  if (node.kind !== 'call') return undefined;
  const [operand] = node.args;
  if (node.name === 'decimal') return operand && countedList(operand);
  const counts = node.name === '.count' || node.name === 'size' || node.name === '.size';
  return counts && operand?.type.kind === 'list' ? operand : undefined;
}

function holds(name: string, value: number, bound: Key): boolean {
  switch (name) {
    case '_==_':
      return value === bound;
    case '_!=_':
      return value !== bound;
    case '_<_':
      return value < Number(bound);
    case '_<=_':
      return value <= Number(bound);
    case '_>_':
      return value > Number(bound);
    default:
      return value >= Number(bound);
  }
}

/** An int or a double that is made exact to be compared keeps its key. */
function withoutConversion(node: Typed): Typed {
  const [operand] = node.kind === 'call' && node.name === 'decimal' ? node.args : [];
  return operand !== undefined && ORDERED.has(operand.type.kind) ? operand : node;
}

function ofMembership(element: Typed, container: Typed, locals: Locals): readonly Constraint[] {
  const key = constantKey(element);
  if (key !== undefined) {
    const { path, required: inside } = elementsOf(container, locals);
    return [...inside, ...oneOf(path, [key])];
  }
  const values = constantOf(container);
  if (!Array.isArray(values)) return [];
  const keys = (values as readonly CelValue[]).map(keyOf).filter((each) => each !== undefined);
  return keys.length < values.length ? [] : oneOf(pathOf(withoutConversion(element), locals), keys);
}

function ofFold({ macro, range, slot, condition }: TypedFold, locals: Locals): readonly Constraint[] {
  if ((macro !== 'exists' && macro !== 'existsOne') || condition === undefined) return [];
  const { path, required: inside } = elementsOf(range, locals);
  return [...inside, ...required(condition, bound(locals, slot, path))];
}

interface Elements {
  /** Where they stand; undefined where they are computed. */
  readonly path: Path | undefined;
  /** What must be so for the list to have one. */
  readonly required: readonly Constraint[];
}

function elementsOf(list: Typed, locals: Locals): Elements {
  if (list.kind !== 'fold') {
    const path = pathOf(list, locals);
    return { path: path && eachOf(path), required: [] };
  }
  const { path, required: inside } = elementsOf(list.range, locals);
  const within = bound(locals, list.slot, path);
  const kept = [...inside, ...(list.condition ? required(list.condition, within) : [])];
  switch (list.macro) {
    case 'filter':
      return { path, required: kept };
    case 'map':
    case 'distinct':
      return { path: list.result && pathOf(list.result, within), required: kept };
    default:
      return { path: undefined, required: [] };
  }
}

function bound(locals: Locals, slot: number, path: Path | undefined): Locals {
  return [...locals.slice(0, slot), path];
}

const ORDERED: ReadonlySet<Type['kind']> = new Set(['int', 'uint', 'double', 'decimal', 'timestamp', 'duration']);

function oneOf(path: Path | undefined, keys: readonly Key[]): Constraint[] {
  if (path === undefined || keys.some(Number.isNaN)) return [];
  const { kind } = path.type;
  return kind === 'string' || kind === 'bool' || ORDERED.has(kind)
    ? [{ kind: 'oneOf', path, keys: [...new Set(keys)] }]
    : [];
}

function constantKey(node: Typed): Key | undefined {
  const value = constantOf(node);
  return value === undefined ? undefined : keyOf(value);
}

/** The value of an expression that reads nothing; undefined where it reads, or has no value. */
function constantOf(node: Typed): CelValue | undefined {
  if (node.kind === 'constant') return node.value;
  if (!isConstant(node)) return undefined;
  const value = programOf(node).evaluate({ resolve: () => undefined });
  return value instanceof CelError ? undefined : value;
}

/** Whether it asks for keys of one path, and for nothing else. */
function isKeyed(node: Typed, locals: Locals): boolean {
  switch (node.kind) {
    case 'logic':
      return node.operator === '||' && node.operands.every((operand) => isKeyed(operand, locals));
    case 'call':
      return isKeyedCall(node, locals);
    case 'fold':
      return isKeyedExists(node, locals);
    default:
      return isExact(pathOf(node, locals));
  }
}

function isKeyedCall({ name, args: [left, right] }: CallNode, locals: Locals): boolean {
  if (left === undefined) return false;
  if (name === '!_') return isExact(pathOf(left, locals));
  if (right === undefined) return false;
  if (name === '_==_') return isExact(pathOf(isConstant(right) ? left : right, locals));
  if (name !== '@in') return false;
  if (!isConstant(left)) return isExact(pathOf(left, locals));
  const list = pathOf(right, locals);
  return isExact(list && eachOf(list));
}

/** Of the elements themselves: what is asked beside them has no answer where the list is empty. */
function isKeyedExists({ macro, range, slot, condition }: TypedFold, locals: Locals): boolean {
  const list = pathOf(range, locals);
  const element = list && eachOf(list);
  if (macro !== 'exists' || condition === undefined || element === undefined) return false;
  const within = bound(locals, slot, element);
  const onElements = required(condition, within).every(({ path }) => path.name.startsWith(element.name));
  return onElements && isKeyed(condition, within);
}

/** Whether different values there have different keys. */
function isExact(path: Path | undefined): boolean {
  return path?.type.kind === 'string' || path?.type.kind === 'bool';
}
