import { Rational } from '@tessera/money';
import { CelError, type Span } from './error';
import type { Compiling, Frame, Step } from './frame';
import { CelMap } from './map';
import { add } from './std/arithmetic';
import { equals } from './std/compare';
import { noOverload } from './std/kind';
import type { TypedFold } from './typed';
import { Duration, Uint, type CelValue, type Result } from './value';

/** A macro over the elements that it is given; it sets the macro's variable itself. */
type Fold = (frame: Frame, elements: readonly CelValue[]) => Result;

export function compileFold(compiling: Compiling, node: TypedFold): Step {
  const range = compiling.step(node.range);
  const fold = foldOf(compiling, node);
  return (frame) => {
    const elements = range(frame);
    if (isList(elements)) return fold(frame, elements);
    if (elements instanceof CelError) return elements;
    return elements instanceof CelMap ? fold(frame, elements.keys()) : noOverload(node.macro, elements).at(node);
  };
}

function isList(value: Result): value is readonly CelValue[] {
  return Array.isArray(value);
}

function foldOf(compiling: Compiling, node: TypedFold): Fold {
  const condition = node.condition && compiling.step(node.condition);
  const result = node.result && compiling.step(node.result);
  switch (node.macro) {
    case 'all':
      return settled(node, needed(condition), false);
    case 'exists':
      return settled(node, needed(condition), true);
    case 'existsOne':
      return existsOne(node, needed(condition));
    case 'filter':
      return filter(node, needed(condition));
    case 'map':
      return condition === undefined ? map(node, needed(result)) : filterMap(node, condition, needed(result));
    case 'sum':
      return sum(node, needed(result));
    case 'distinct':
      return distinct(node, needed(result));
  }
}

function needed(step: Step | undefined): Step {
  if (step === undefined) throw new TypeError('a macro without its expression was checked');
  return step;
}

/** `exists` is settled by true, `all` by false; as with `||` and `&&` an error gives way to what settles. */
function settled(node: TypedFold, condition: Step, settling: boolean): Fold {
  const { slot } = node;
  return (frame, elements) => {
    let error: CelError | undefined;
    for (const element of elements) {
      frame.locals[slot] = element;
      const value = condition(frame);
      if (value === settling) return settling;
      if (typeof value !== 'boolean') error ??= asError(node, value);
    }
    return error ?? !settling;
  };
}

function asError(node: TypedFold, value: Result): CelError {
  return value instanceof CelError ? value : noOverload(node.macro, value).at(node);
}

function existsOne(node: TypedFold, condition: Step): Fold {
  const { slot } = node;
  return (frame, elements) => {
    let found = 0;
    for (const element of elements) {
      frame.locals[slot] = element;
      const value = condition(frame);
      if (typeof value !== 'boolean') return asError(node, value);
      if (value) found += 1;
    }
    return found === 1;
  };
}

function filter(node: TypedFold, condition: Step): Fold {
  const { slot } = node;
  return (frame, elements) => {
    const kept: CelValue[] = [];
    for (const element of elements) {
      frame.locals[slot] = element;
      const value = condition(frame);
      if (typeof value !== 'boolean') return asError(node, value);
      if (value) kept.push(element);
    }
    return kept;
  };
}

function map({ slot }: TypedFold, result: Step): Fold {
  return (frame, elements) => {
    const values: CelValue[] = [];
    for (const element of elements) {
      frame.locals[slot] = element;
      const value = result(frame);
      if (value instanceof CelError) return value;
      values.push(value);
    }
    return values;
  };
}

function filterMap(node: TypedFold, condition: Step, result: Step): Fold {
  const [keep, convert] = [filter(node, condition), map(node, result)];
  return (frame, elements) => {
    const kept = keep(frame, elements);
    return isList(kept) ? convert(frame, kept) : kept;
  };
}

function sum(node: TypedFold, result: Step): Fold {
  const { slot } = node;
  const zero = zeroOf(node);
  return (frame, elements) => {
    let total: CelValue | undefined;
    for (const element of elements) {
      frame.locals[slot] = element;
      const value = result(frame);
      if (value instanceof CelError) return value;
      const next: Result = total === undefined ? summand(node, value) : add(total, value);
      if (next instanceof CelError) return next.at(node);
      total = next;
    }
    return total ?? zero;
  };
}

/** What a sum over nothing is: 0 of the type that it would have. */
function zeroOf({ type }: TypedFold): CelValue {
  switch (type.kind) {
    case 'double':
      return 0;
    case 'uint':
      return new Uint(0n);
    case 'decimal':
      return Rational.ZERO;
    case 'duration':
      return new Duration(0n);
    default:
      return 0n;
  }
}

/** Text and lists have a `+` too, but no sum. */
function summand(span: Span, value: CelValue): Result {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  const number = value instanceof Rational || value instanceof Uint || value instanceof Duration;
  return number ? value : noOverload('sum', value).at(span);
}

function distinct(node: TypedFold, result: Step): Fold {
  const all = map(node, result);
  return (frame, elements) => {
    const values = all(frame, elements);
    return isList(values) ? withoutRepeats(values) : values;
  };
}

/** Text, the usual case, by a Set; other values by CEL's equality among what is not text. */
function withoutRepeats(values: readonly CelValue[]): CelValue[] {
  const texts = new Set<string>();
  const others: CelValue[] = [];
  return values.filter((value) => {
    const fresh = typeof value === 'string' ? !texts.has(value) : !others.some((other) => equals(other, value));
    if (fresh && typeof value === 'string') texts.add(value);
    else if (fresh) others.push(value);
    return fresh;
  });
}
