import type { Scope } from './scope';
import { didYouMean } from './suggest';
import type { Node } from './syntax';
import { BOOL, DYN, TYPE, typeName, type ObjectType, type Type } from './type';
import type { Typed } from './typed';
import { TypeValue } from './value';

type NameNode = Extract<Node, { kind: 'name' }>;
type SelectNode = Extract<Node, { kind: 'select' }>;

/** What `type(x)` can be compared with. */
const TYPE_NAMES: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'decimal',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
]);

/** A name, or a chain of field selections that may start with a qualified name (`a.b.c` may be one variable). */
export function checkPath(scope: Scope, node: NameNode | SelectNode): Typed {
  const steps = stepsOf(node);
  const base = steps[0]?.operand ?? node;
  const names = steps.filter((step) => !step.test).map((step) => step.field);
  const root = base.kind === 'name' ? resolve(scope, base, names) : { typed: scope.check(base), used: 0 };
  return steps.slice(root.used).reduce((typed, step) => select(scope, typed, step), root.typed);
}

function stepsOf(node: Node): SelectNode[] {
  const steps: SelectNode[] = [];
  for (let at = node; at.kind === 'select'; at = at.operand) steps.unshift(at);
  return steps;
}

interface Resolved {
  readonly typed: Typed;
  /** How many of the selections are part of the name. */
  readonly used: number;
}

/** CEL's name resolution: macro variables first, then the longest name, then the innermost container. */
function resolve(scope: Scope, base: NameNode, fields: readonly string[]): Resolved {
  const local = base.absolute ? undefined : scope.local(base.name);
  if (local !== undefined) return { typed: { ...local, start: base.start, end: base.end }, used: 0 };
  for (let used = fields.length; used >= 0; used--) {
    const name = [base.name, ...fields.slice(0, used)].join('.');
    const typed = candidates(scope, base, name)
      .map((candidate) => lookUp(scope, base, candidate))
      .find(Boolean);
    if (typed !== undefined) return { typed, used };
  }
  return { typed: unknownName(scope, base), used: 0 };
}

function candidates(scope: Scope, base: NameNode, name: string): string[] {
  const container = base.absolute ? [] : (scope.checking.environment.container?.split('.') ?? []);
  const prefixes = container.map((_, index) => container.slice(0, container.length - index).join('.'));
  return [...prefixes.map((prefix) => `${prefix}.${name}`), name];
}

function lookUp(scope: Scope, base: NameNode, name: string): Typed | undefined {
  const span = { start: base.start, end: base.end };
  const type = own(scope.checking.environment.variables, name);
  if (type !== undefined) return { ...span, kind: 'variable', name, type: scope.settled(type) };
  if (!TYPE_NAMES.has(name)) return undefined;
  return { ...span, kind: 'constant', value: new TypeValue(name), text: name, type: scope.settled(TYPE) };
}

function unknownName(scope: Scope, { name, start, end }: NameNode): Typed {
  const { environment, dynamic } = scope.checking;
  if (dynamic) return { kind: 'variable', name, type: DYN, start, end };
  const known = [...scope.localNames(), ...Object.keys(environment.variables)];
  return scope.fail({ start, end }, `nothing here is called '${name}'${didYouMean(name, known)}`);
}

function select(scope: Scope, operand: Typed, { field, test, start, end }: SelectNode): Typed {
  const type = fieldType(operand.type, field);
  if (typeof type === 'string') return scope.fail({ start, end }, type);
  if (!test) return { kind: 'select', operand, field, type, start, end };
  return { kind: 'has', operand, field, type: scope.settled(BOOL), start, end };
}

/** A field's type, or what is wrong with asking for it. */
function fieldType(type: Type, field: string): Type | string {
  if (type.kind === 'dyn') return DYN;
  if (type.kind === 'object') return own(type.fields, field) ?? noSuchField(type, field);
  if (type.kind === 'map' && (type.key.kind === 'string' || type.key.kind === 'dyn')) return type.value;
  const hint = type.kind === 'list' || type.kind === 'history' ? `; ask its elements: .exists(i, i.${field} …)` : '';
  return `a value of type ${typeName(type)} has no fields${hint}`;
}

function noSuchField(type: ObjectType, field: string): string {
  return `no such field '${field}' on ${type.name}${didYouMean(field, Object.keys(type.fields))}`;
}

/** Only what was declared: `constructor` is no field. */
function own(types: Readonly<Record<string, Type>>, name: string): Type | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}
