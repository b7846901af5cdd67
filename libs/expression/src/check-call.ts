import { assignable, comparable, isList, union } from './assign';
import { checkListMacro, checkWithin, LIST_MACROS } from './check-fold';
import { asDecimal, decimalElements, harmonized } from './decimal';
import { CelError, type Span } from './error';
import { mismatch, unknownFunction, wrongMacro } from './mismatch';
import type { Scope } from './scope';
import { resultOf, signaturesOf } from './signatures';
import { compilePattern } from './std/text';
import type { Node } from './syntax';
import { BOOL, DYN, listOf, STRING, typeName, type Type } from './type';
import type { CallNode, Typed } from './typed';

type Call = Extract<Node, { kind: 'call' }>;

/** These take an int or a number literal beside a decimal. */
const EXACT = new Set(['_+_', '_-_', '_*_', '_/_', '_<_', '_<=_', '_>_', '_>=_', '_==_', '_!=_']);

export function checkCall(scope: Scope, node: Call): Typed {
  if (node.target !== undefined) return checkMethod(scope, node, node.target);
  if (node.name === 'has') return scope.fail(node, "'has' asks for a field: has(profile.attributes.tier)");
  const checked = node.args.map((arg) => scope.check(arg));
  const args = EXACT.has(node.name) ? harmonized(checked) : checked;
  switch (node.name) {
    case '_?_:_':
      return checkCondition(scope, node, args);
    case '_==_':
    case '_!=_':
      return checkEquality(scope, node, args);
    case '_[_]':
      return checkIndex(scope, node, args);
    case '@in':
      return checkIn(scope, node, args);
    case 'percent':
    case 'decimal':
      return overloaded(
        scope,
        node,
        node.name,
        args.map((arg) => asDecimal(arg) ?? arg),
      );
    default:
      return overloaded(scope, node, node.name, args);
  }
}

function checkMethod(scope: Scope, node: Call, target: Node): Typed {
  if (node.name === 'within') return checkWithin(scope, node, target);
  const [variable, result, ...rest] = node.args;
  const macro = LIST_MACROS.get(node.name);
  if (macro !== undefined && variable?.kind === 'name' && result !== undefined && rest.length === 0) {
    return checkListMacro(scope, node, target, { macro, variable: variable.name, result });
  }
  const problem = wrongMacro(node.name);
  if (problem !== undefined) return scope.fail(node, problem);
  const args = [target, ...node.args].map((arg) => scope.check(arg));
  const call = overloaded(scope, node, `.${node.name}`, args);
  return node.name === 'matches' ? checkPattern(scope, call, args[1]) : call;
}

function overloaded(scope: Scope, node: Span, name: string, args: readonly Typed[]): Typed {
  const { dynamic } = scope.checking;
  const signatures = signaturesOf(name);
  const types = args.map((arg) => arg.type);
  if (signatures === undefined && !dynamic) return scope.fail(node, unknownFunction(name));
  const type = dynamic ? DYN : (listsTogether(name, types) ?? resultOf(signatures ?? [], types));
  return type === undefined ? scope.fail(node, mismatch(name, types)) : call(node, name, args, type);
}

function call(node: Span, name: string, args: readonly Typed[], type: Type): CallNode {
  return { kind: 'call', name, args, type, start: node.start, end: node.end };
}

function listsTogether(name: string, [left, right]: readonly Type[]): Type | undefined {
  if (name !== '_+_' || left?.kind !== 'list' || right?.kind !== 'list') return undefined;
  return listOf(union(left, right).kind === 'list' ? union(left.element, right.element) : DYN, left.max + right.max);
}

function checkPattern(scope: Scope, typed: Typed, pattern: Typed | undefined): Typed {
  if (pattern?.kind !== 'constant' || typeof pattern.value !== 'string') return typed;
  const compiled = compilePattern(pattern.value);
  return compiled instanceof CelError ? scope.fail(pattern, compiled.message, compiled.code) : typed;
}

function checkCondition(scope: Scope, node: Call, [test, first, second]: readonly Typed[]): Typed {
  if (test === undefined || first === undefined || second === undefined) return scope.fail(node, wrongCount(node));
  if (!assignable(test.type, BOOL)) {
    return scope.fail(test, `what stands before '?' must be a bool, but this is a ${typeName(test.type)}`);
  }
  const [then = first, otherwise = second] = harmonized([first, second]);
  const type = union(then.type, otherwise.type);
  return { kind: 'condition', test, then, otherwise, type, start: node.start, end: node.end };
}

function checkEquality(scope: Scope, node: Call, args: readonly Typed[]): Typed {
  const [left = DYN, right = DYN] = args.map((arg) => arg.type);
  const sound = comparable(left, right);
  return sound ? call(node, node.name, args, BOOL) : scope.fail(node, mismatch(node.name, [left, right]));
}

function checkIn(scope: Scope, node: Call, written: readonly Typed[]): Typed {
  const exact = written[0]?.type.kind === 'decimal';
  const args = exact ? written.map(decimalElements) : written;
  const [element = DYN, container = DYN] = args.map((arg) => arg.type);
  if (container.kind === 'dyn') return call(node, node.name, args, BOOL);
  const held = heldBy(container);
  const sound = held !== undefined && comparable(element, held);
  return sound ? call(node, node.name, args, BOOL) : scope.fail(node, mismatch(node.name, [element, container]));
}

/** What a container has: of a map its keys. */
function heldBy(container: Type): Type | undefined {
  if (isList(container)) return container.element;
  if (container.kind === 'set') return STRING;
  return container.kind === 'map' ? container.key : undefined;
}

function checkIndex(scope: Scope, node: Call, args: readonly Typed[]): Typed {
  const [container = DYN, index = DYN] = args.map((arg) => arg.type);
  const type = elementType(container, index);
  return type === undefined
    ? scope.fail(node, mismatch(node.name, [container, index]))
    : call(node, node.name, args, type);
}

function elementType(container: Type, index: Type): Type | undefined {
  if (container.kind === 'dyn') return DYN;
  if (container.kind === 'map') return comparable(index, container.key) ? container.value : undefined;
  const countable = index.kind === 'int' || index.kind === 'uint' || index.kind === 'double' || index.kind === 'dyn';
  return isList(container) && countable ? container.element : undefined;
}

function wrongCount(node: Call): string {
  return `'${node.name}' does not take ${node.args.length} arguments`;
}
