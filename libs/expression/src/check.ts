import { assignable, union } from './assign';
import { checkCall } from './check-call';
import { checkFold } from './check-fold';
import { checkPath } from './check-name';
import { costOf } from './cost';
import { asDecimal, toDecimal } from './decimal';
import { DEFAULT_LIMITS, type Environment } from './environment';
import { expressionError, type ExpressionError } from './error';
import { parse } from './parse';
import { readsOf, type Reads } from './reads';
import { Scope } from './scope';
import type { Node } from './syntax';
import { BOOL, BYTES, DOUBLE, DYN, INT, listOf, mapOf, NULL, STRING, typeName, UINT, type Type } from './type';
import type { Typed } from './typed';
import { Uint, type CelValue } from './value';

/** An expression that is sound in its environment. */
export interface Checked extends Reads {
  readonly source: string;
  readonly type: Type;
  /** Elementary steps in the worst case. */
  readonly cost: number;
  readonly root: Typed;
  /** Variables that it reads: `session`, `coupon`. */
  readonly variables: ReadonlySet<string>;
  /** Paths that it reads to their end, `[]` for an element: `history.sessions[].total`, `profile.attributes.tier`. */
  readonly paths: ReadonlySet<string>;
  /** IANA zones that it names in constants; the host may refuse those that it does not know. */
  readonly timeZones: ReadonlySet<string>;
}

export type CheckResult =
  | { readonly ok: true; readonly checked: Checked }
  | { readonly ok: false; readonly errors: readonly ExpressionError[] };

/**
 * Parses and type-checks an expression. `expected` is the type that its value must have; where that is `decimal`, ints and
 * number literals count as well. Errors carry a code, a message for the author and the place.
 */
export function check(source: string, environment: Environment, expected?: Type): CheckResult {
  return checkWith(source, environment, false, expected);
}

/**
 * CEL without its checker: only syntax and limits are settled, names and overloads are tried when it runs. For CEL's own
 * conformance tests, some of which are about exactly that; rules are always checked.
 */
export function checkDynamic(source: string, environment: Environment): CheckResult {
  return checkWith(source, environment, true);
}

function checkWith(source: string, environment: Environment, dynamic: boolean, expected?: Type): CheckResult {
  const limits = environment.limits ?? DEFAULT_LIMITS;
  const node = parse(source, limits);
  if ('code' in node) return { ok: false, errors: [node] };
  const errors: ExpressionError[] = [];
  const scope = new Scope({ source, environment, dynamic, errors, visit });
  const root = expecting(scope, scope.check(node), expected);
  const checked = describe(source, root);
  if (errors.length === 0 && checked.cost > limits.cost) errors.push(tooCostly(checked, limits.cost));
  return errors.length === 0 ? { ok: true, checked } : { ok: false, errors };
}

function describe(source: string, root: Typed): Checked {
  return { source, root, type: root.type, cost: costOf(root), ...readsOf(root) };
}

/** The operands of the top-level `&&`s, each an expression of its own; of another expression, itself. */
export function conjuncts(checked: Checked): readonly Checked[] {
  const { root, source } = checked;
  if (root.kind !== 'logic' || root.operator !== '&&') return [checked];
  return root.operands.map((operand) => describe(source, operand));
}

/** The same condition with those operands of its top-level `&&` last, which changes nothing but the error that is told. */
export function askedLast(checked: Checked, isLast: (operand: Checked) => boolean): Checked {
  const { root, source } = checked;
  if (root.kind !== 'logic' || root.operator !== '&&') return checked;
  const last = new Set(root.operands.filter((operand) => isLast(describe(source, operand))));
  const operands = [...root.operands.filter((operand) => !last.has(operand)), ...last];
  return { ...checked, root: { ...root, operands } };
}

function tooCostly(checked: Checked, limit: number): ExpressionError {
  const message = `the expression may take ${checked.cost} steps on the longest lists; ${limit} are the most`;
  return expressionError(checked.source, 'expr.cost', message, { start: 0, end: checked.source.length });
}

function expecting(scope: Scope, root: Typed, expected: Type | undefined): Typed {
  if (expected === undefined) return root;
  const exact = expected.kind === 'decimal' ? asDecimal(root) : root;
  if (exact !== undefined && assignable(exact.type, expected)) return exact;
  if (expected.kind === 'decimal' && root.type.kind === 'dyn') return toDecimal(root);
  const hint = expected.kind === 'decimal' && root.type.kind === 'double' ? '; make it exact: decimal(…)' : '';
  return scope.fail(root, `a ${typeName(expected)} is wanted here, but this is a ${typeName(root.type)}${hint}`);
}

/** Of an expression that is not checked, every value is of any type. */
function visit(node: Node, scope: Scope): Typed {
  const typed = checkNode(node, scope);
  return scope.checking.dynamic ? { ...typed, type: DYN } : typed;
}

function checkNode(node: Node, scope: Scope): Typed {
  switch (node.kind) {
    case 'constant':
      return { ...node, type: constantType(node.value) };
    case 'name':
    case 'select':
      return checkPath(scope, node);
    case 'call':
      return checkCall(scope, node);
    case 'logic':
      return checkLogic(scope, node);
    case 'list':
      return checkList(scope, node);
    case 'map':
      return checkMap(scope, node);
    case 'fold':
      return checkFold(scope, node);
    case 'message':
      return scope.fail(node, `there are no messages such as '${node.name}' in this language`);
  }
}

function constantType(value: CelValue): Type {
  switch (typeof value) {
    case 'boolean':
      return BOOL;
    case 'bigint':
      return INT;
    case 'number':
      return DOUBLE;
    case 'string':
      return STRING;
    default:
      return value === null ? NULL : value instanceof Uint ? UINT : BYTES;
  }
}

function checkLogic(scope: Scope, node: Extract<Node, { kind: 'logic' }>): Typed {
  const operands = node.operands.map((operand) => scope.check(operand));
  for (const { type, start, end } of operands) {
    if (assignable(type, BOOL)) continue;
    scope.fail({ start, end }, `'${node.operator}' joins bools, but this is a ${typeName(type)}`);
  }
  return { ...node, operands, type: BOOL };
}

function checkList(scope: Scope, node: Extract<Node, { kind: 'list' }>): Typed {
  const elements = node.elements.map((element) => scope.check(element));
  return { ...node, elements, type: listOf(commonType(elements), elements.length) };
}

function checkMap(scope: Scope, node: Extract<Node, { kind: 'map' }>): Typed {
  const entries = node.entries.map(([key, value]) => [scope.check(key), scope.check(value)] as const);
  const key = commonType(entries.map(([each]) => each));
  const value = commonType(entries.map(([, each]) => each));
  return { ...node, entries, type: mapOf(key, value, entries.length) };
}

function commonType([first, ...rest]: readonly Typed[]): Type {
  return rest.reduce((type, next) => union(type, next.type), first?.type ?? DYN);
}
