import { CelError } from './error';
import type { Frame, Step } from './frame';
import { noOverload } from './std/kind';
import type { LogicNode } from './typed';
import type { Result } from './value';

/**
 * `&&` and `||` are commutative over errors: an operand that settles the answer wins over errors before and after it;
 * without one the first error is the answer. So operands may be tried in any order, which the rule index relies on.
 */
export function compileLogic(node: LogicNode, operands: readonly Step[]): Step {
  const settling = node.operator === '||';
  const [first, second] = operands;
  if (operands.length === 2 && first !== undefined && second !== undefined) return twoOperands(node, first, second);
  return (frame) => {
    let error: CelError | undefined;
    for (const operand of operands) {
      const value = operand(frame);
      if (value === settling) return settling;
      if (typeof value !== 'boolean') error ??= asError(node, value);
    }
    return error ?? !settling;
  };
}

function twoOperands(node: LogicNode, first: Step, second: Step): Step {
  const settling = node.operator === '||';
  return (frame: Frame) => {
    const left = first(frame);
    if (left === settling) return settling;
    const right = second(frame);
    if (right === settling) return settling;
    if (typeof left !== 'boolean') return asError(node, left);
    return typeof right === 'boolean' ? right : asError(node, right);
  };
}

function asError(node: LogicNode, value: Result): CelError {
  return value instanceof CelError ? value : noOverload(node.operator, value).at(node);
}
