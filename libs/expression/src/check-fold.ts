import { assignable } from './assign';
import type { Span } from './error';
import type { Scope } from './scope';
import type { FoldNode, Node } from './syntax';
import { BOOL, DYN, listOf, typeName, type Type } from './type';
import type { ListMacro, Typed, TypedFold } from './typed';

type Call = Extract<Node, { kind: 'call' }>;

/** Macros of ours that the parser leaves as calls. */
export const LIST_MACROS: ReadonlyMap<string, 'sum' | 'distinct'> = new Map([
  ['sum', 'sum'],
  ['distinct', 'distinct'],
]);

/** What sum adds up; of anything else there is no sum. */
const SUMMABLE: ReadonlySet<Type['kind']> = new Set(['int', 'uint', 'double', 'decimal', 'duration', 'dyn']);

export function checkFold(scope: Scope, node: FoldNode): Typed {
  const range = scope.check(node.range);
  const element = elementOf(range.type);
  if (element === undefined) return scope.fail(node, noElements(node.macro, range.type));
  const inner = scope.with(node.variable, element, node);
  const condition = node.condition && checkTest(inner, node, node.condition);
  const result = node.result && inner.check(node.result);
  const type = foldType(node.macro, range.type, element, result?.type);
  return fold(node, { macro: node.macro, range, slot: scope.depth, condition, result, type });
}

interface OwnMacro {
  readonly macro: 'sum' | 'distinct';
  readonly variable: string;
  readonly result: Node;
}

/** `.sum(x, e)` adds e up over the elements; `.distinct(x, e)` lists the values of e, each once, as they come. */
export function checkListMacro(
  scope: Scope,
  node: Call,
  target: Node,
  { macro, variable, result: body }: OwnMacro,
): Typed {
  const range = scope.check(target);
  const element = elementOf(range.type);
  if (element === undefined) return scope.fail(node, noElements(macro, range.type));
  const result = scope.with(variable, element, node).check(body);
  if (macro === 'sum' && !SUMMABLE.has(result.type.kind)) {
    return scope.fail(result, `'sum' adds numbers or durations, but this is a ${typeName(result.type)}`);
  }
  const type = foldType(macro, range.type, element, result.type);
  return fold(node, { macro, range, slot: scope.depth, condition: undefined, result, type });
}

function fold(span: Span, parts: Omit<TypedFold, 'kind' | 'start' | 'end'>): TypedFold {
  return { kind: 'fold', ...parts, start: span.start, end: span.end };
}

/** A list's elements, a map's keys. */
function elementOf(type: Type): Type | undefined {
  if (type.kind === 'list') return type.element;
  if (type.kind === 'map') return type.key;
  return type.kind === 'dyn' ? DYN : undefined;
}

function foldType(macro: ListMacro, range: Type, element: Type, result: Type = DYN): Type {
  const max = range.kind === 'list' || range.kind === 'map' ? range.max : undefined;
  switch (macro) {
    case 'filter':
      return listOf(element, max);
    case 'map':
    case 'distinct':
      return listOf(result, max);
    case 'sum':
      return result;
    default:
      return BOOL;
  }
}

function checkTest(scope: Scope, node: FoldNode, condition: Node): Typed {
  const typed = scope.check(condition);
  if (assignable(typed.type, BOOL)) return typed;
  return scope.fail(typed, `the condition of '${node.macro}' must be a bool, but this is a ${typeName(typed.type)}`);
}

function noElements(macro: ListMacro, type: Type): string {
  return `'${macro}' goes over the elements of a list; a ${typeName(type)} has none`;
}

const WINDOW = /^([1-9]\d{0,4})([mhd])$/;
const MILLISECONDS: Readonly<Record<string, bigint>> = { m: 60_000n, h: 3_600_000n, d: 86_400_000n };

/** `.within('30d')`: what happened in (at - 30 days, at]. The length is a constant, so that it is known when saved. */
export function checkWithin(scope: Scope, node: Call, target: Node): Typed {
  const operand = scope.checkRaw(target);
  if (operand.type.kind !== 'history') {
    return scope.fail(node, `only the lists of 'history' have 'within'; this is a ${typeName(operand.type)}`);
  }
  const milliseconds = windowLength(node.args);
  if (milliseconds === undefined) {
    return scope.fail(
      node.args[0] ?? node,
      "'within' takes a constant length of minutes, hours or days: within('30d')",
    );
  }
  const type = listOf(operand.type.element, operand.type.max);
  return { kind: 'window', operand, milliseconds, type, start: node.start, end: node.end };
}

function windowLength([length, ...rest]: readonly Node[]): bigint | undefined {
  if (rest.length > 0 || length?.kind !== 'constant' || typeof length.value !== 'string') return undefined;
  const [, count = '', unit = ''] = WINDOW.exec(length.value) ?? [];
  const milliseconds = MILLISECONDS[unit];
  return milliseconds && BigInt(count) * milliseconds;
}
