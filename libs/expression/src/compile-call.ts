import { comparing } from './compile-compare';
import { CelError } from './error';
import type { Compiling, Step } from './frame';
import { binary, unary, type Binary, type Unary } from './std/functions';
import { noOverload } from './std/kind';
import { compilePattern } from './std/text';
import type { CallNode, Typed } from './typed';
import type { CelValue } from './value';

export function compileCall(compiling: Compiling, node: CallNode): Step {
  const [left, right] = node.args;
  if (node.args.length === 1 && left !== undefined) {
    return unaryCall(node, unary(node.name, compiling.ports), compiling.step(left));
  }
  if (node.args.length !== 2 || left === undefined || right === undefined) return noFunction(node);
  return special(compiling, node, left, right) ?? binaryCall(compiling, node, left, right);
}

/** Only an expression that was not checked can name a function that is not there. */
function noFunction(node: CallNode): Step {
  const error = new CelError('expr.overload', `there is no '${node.name}' of ${node.args.length} arguments`, node);
  return () => error;
}

function unaryCall(node: CallNode, apply: Unary | undefined, operand: Step): Step {
  if (apply === undefined) return noFunction(node);
  return (frame) => {
    const value = operand(frame);
    if (value instanceof CelError) return value;
    const result = apply(value);
    return result instanceof CelError ? result.at(node) : result;
  };
}

function binaryCall(compiling: Compiling, node: CallNode, first: Typed, second: Typed): Step {
  const apply = binary(node.name, compiling.ports);
  return apply === undefined ? noFunction(node) : applied(node, apply, compiling.step(first), compiling.step(second));
}

function applied(node: CallNode, apply: Binary, first: Step, second: Step): Step {
  return (frame) => {
    const left = first(frame);
    if (left instanceof CelError) return left;
    const right = second(frame);
    if (right instanceof CelError) return right;
    const result = apply(left, right);
    return result instanceof CelError ? result.at(node) : result;
  };
}

/** Calls whose types or constants allow a shorter way to the same result. */
function special(compiling: Compiling, node: CallNode, left: Typed, right: Typed): Step | undefined {
  const constant = right.kind === 'constant' ? right.value : undefined;
  if (node.name === '.matches' && typeof constant === 'string') {
    return matching(node, compiling.step(left), constant);
  }
  if (node.name === '@in' && right.kind === 'list') return among(compiling.step(left), left, right.elements);
  return comparing(compiling, node, left, right);
}

function matching(node: CallNode, text: Step, pattern: string): Step | undefined {
  const compiled = compilePattern(pattern);
  if (compiled instanceof CelError) return undefined;
  return (frame) => {
    const value = text(frame);
    if (typeof value === 'string') return compiled.matcher(value).find();
    return value instanceof CelError ? value : noOverload('matches', value).at(node);
  };
}

/** Text in a list of text literals: one look-up, however long the list. */
function among(step: Step, element: Typed, elements: readonly Typed[]): Step | undefined {
  const values: CelValue[] = elements.flatMap((each) => (each.kind === 'constant' ? [each.value] : []));
  if (element.type.kind !== 'string' || values.length < elements.length) return undefined;
  const texts = new Set(values);
  return (frame) => {
    const value = step(frame);
    return value instanceof CelError ? value : texts.has(value);
  };
}
