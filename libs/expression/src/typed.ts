import type { Span } from './error';
import type { Macro } from './syntax';
import type { Type } from './type';
import type { CelValue } from './value';

/** Our macros over lists beside CEL's. */
export type ListMacro = Macro | 'sum' | 'distinct';

interface Base extends Span {
  readonly type: Type;
}

export interface ConstantNode extends Base {
  readonly kind: 'constant';
  readonly value: CelValue;
  /** As written; of numbers that become decimals. Empty where nothing was written. */
  readonly text: string;
}

export interface VariableNode extends Base {
  readonly kind: 'variable';
  readonly name: string;
}

/** The variable of a macro; it lives in a slot of the frame, slots count enclosing macros. */
export interface LocalNode extends Base {
  readonly kind: 'local';
  readonly name: string;
  readonly slot: number;
}

export interface SelectNode extends Base {
  readonly kind: 'select';
  readonly operand: Typed;
  readonly field: string;
}

/** `has(operand.field)` */
export interface HasNode extends Base {
  readonly kind: 'has';
  readonly operand: Typed;
  readonly field: string;
}

/** Commutative over errors: `false && error` is false, whichever comes first. */
export interface LogicNode extends Base {
  readonly kind: 'logic';
  readonly operator: '&&' | '||';
  readonly operands: readonly Typed[];
}

export interface ConditionNode extends Base {
  readonly kind: 'condition';
  readonly test: Typed;
  readonly then: Typed;
  readonly otherwise: Typed;
}

/** A function, an operator, or a method (its name then starts with a dot, its target is the first argument). */
export interface CallNode extends Base {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Typed[];
}

export interface ListNode extends Base {
  readonly kind: 'list';
  readonly elements: readonly Typed[];
}

export interface MapNode extends Base {
  readonly kind: 'map';
  readonly entries: readonly (readonly [Typed, Typed])[];
}

export interface TypedFold extends Base {
  readonly kind: 'fold';
  readonly macro: ListMacro;
  readonly range: Typed;
  readonly slot: number;
  readonly condition: Typed | undefined;
  /** What map, sum and distinct compute of each element. */
  readonly result: Typed | undefined;
}

/** A history list, read within a window or (null) whole. */
export interface WindowNode extends Base {
  readonly kind: 'window';
  readonly operand: Typed;
  readonly milliseconds: bigint | null;
}

/** An expression whose names, fields and overloads are settled. Its span is its own token, not all of its text. */
export type Typed =
  | ConstantNode
  | VariableNode
  | LocalNode
  | SelectNode
  | HasNode
  | LogicNode
  | ConditionNode
  | CallNode
  | ListNode
  | MapNode
  | TypedFold
  | WindowNode;

/** What a node is made of, in the order of evaluation. */
export function childrenOf(node: Typed): readonly Typed[] {
  switch (node.kind) {
    case 'constant':
    case 'variable':
    case 'local':
      return [];
    case 'select':
    case 'has':
    case 'window':
      return [node.operand];
    case 'logic':
      return node.operands;
    case 'condition':
      return [node.test, node.then, node.otherwise];
    case 'call':
      return node.args;
    case 'list':
      return node.elements;
    case 'map':
      return node.entries.flat();
    case 'fold':
      return [node.range, node.condition, node.result].filter((child) => child !== undefined);
  }
}

const COMPUTED: ReadonlySet<Typed['kind']> = new Set(['call', 'list', 'map', 'logic', 'condition']);

/** Whether it reads nothing, so that its value is always the same. */
export function isConstant(node: Typed): boolean {
  return node.kind === 'constant' || (COMPUTED.has(node.kind) && childrenOf(node).every(isConstant));
}
