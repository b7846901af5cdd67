import type { Checked } from './check';
import { compileCall } from './compile-call';
import { compileFold } from './compile-fold';
import { compileLogic } from './compile-logic';
import { compileHas, compileSelect, compileVariable, compileWindow } from './compile-read';
import { CelError } from './error';
import type { Activation, Compiling, Step } from './frame';
import { CelMap } from './map';
import { noOverload } from './std/kind';
import type { Ports } from './std/time-zone';
import { childrenOf, isConstant, type ConditionNode, type ListNode, type MapNode, type Typed } from './typed';
import type { CelValue, Result } from './value';

export interface Program {
  /** Never throws for anything in the expression; an error is a `CelError` with its place. */
  evaluate(activation: Activation): Result;
}

/** A checked expression as closures: built once, run often, without work that depends on other expressions. */
export function compile(checked: Checked, ports: Ports = {}): Program {
  return programOf(checked.root, ports);
}

export function programOf(node: Typed, ports: Ports = {}): Program {
  const compiling: Compiling = { ports, step: (each) => stepOf(compiling, each) };
  const root = compiling.step(node);
  const slots = slotsOf(node);
  return { evaluate: (activation) => root({ activation, locals: new Array<CelValue>(slots) }) };
}

/** How deep macros are nested. */
function slotsOf(node: Typed): number {
  const own = node.kind === 'fold' ? node.slot + 1 : 0;
  return childrenOf(node).reduce((most, child) => Math.max(most, slotsOf(child)), own);
}

function stepOf(compiling: Compiling, node: Typed): Step {
  switch (node.kind) {
    case 'constant':
      return () => node.value;
    case 'variable':
      return compileVariable(node);
    case 'local':
      return ({ locals }) => locals[node.slot] as CelValue;
    case 'select':
      return compileSelect(node, compiling.step(node.operand));
    case 'has':
      return compileHas(node, compiling.step(node.operand));
    case 'window':
      return compileWindow(node, compiling.step(node.operand));
    case 'logic':
      return compileLogic(node, node.operands.map(compiling.step));
    case 'condition':
      return compileCondition(compiling, node);
    case 'call':
      return isConstant(node) ? computedOnce(compileCall(compiling, node)) : compileCall(compiling, node);
    case 'list':
      return compileList(compiling, node);
    case 'map':
      return compileMap(compiling, node);
    case 'fold':
      return compileFold(compiling, node);
  }
}

/** `timestamp('2026-12-24T00:00:00Z')` is parsed when it is compiled. An error stays where it comes up. */
function computedOnce(step: Step): Step {
  const value = step({ activation: { resolve: () => undefined }, locals: [] });
  return value instanceof CelError ? step : () => value;
}

function compileCondition(compiling: Compiling, node: ConditionNode): Step {
  const [test, then, otherwise] = [node.test, node.then, node.otherwise].map(compiling.step) as [Step, Step, Step];
  return (frame) => {
    const holds = test(frame);
    if (typeof holds === 'boolean') return holds ? then(frame) : otherwise(frame);
    return holds instanceof CelError ? holds : noOverload('?:', holds).at(node);
  };
}

function compileList(compiling: Compiling, node: ListNode): Step {
  if (node.elements.every((element) => element.kind === 'constant')) {
    const values = node.elements.map((element) => element.value);
    return () => values;
  }
  const elements = node.elements.map(compiling.step);
  return (frame) => {
    const values: CelValue[] = [];
    for (const element of elements) {
      const value = element(frame);
      if (value instanceof CelError) return value;
      values.push(value);
    }
    return values;
  };
}

function compileMap(compiling: Compiling, node: MapNode): Step {
  const entries = node.entries.map(([key, value]) => [compiling.step(key), compiling.step(value)] as const);
  return (frame) => {
    const pairs: [CelValue, CelValue][] = [];
    for (const [keyStep, valueStep] of entries) {
      const [key, value] = [keyStep(frame), valueStep(frame)];
      if (key instanceof CelError) return key;
      if (value instanceof CelError) return value;
      pairs.push([key, value]);
    }
    const map = CelMap.of(pairs);
    return map instanceof CelError ? map.at(node) : map;
  };
}
