import { Rational } from '@tessera/money';
import { typeName } from './type';
import { childrenOf, type Typed } from './typed';
import { TypeValue, Uint, type CelValue } from './value';

/**
 * A text of what the expression is: in one environment, expressions with equal texts have equal values. How it was laid
 * out, and what macros call their variables, does not matter.
 */
export function fingerprint(node: Typed): string {
  const parts = childrenOf(node).map(fingerprint);
  return `${head(node)}(${parts.join(',')})`;
}

function head(node: Typed): string {
  switch (node.kind) {
    case 'constant':
      return `${typeName(node.type)} ${constantText(node.value)}`;
    case 'variable':
      return `variable ${node.name}`;
    case 'local':
      return `local ${node.slot}`;
    case 'select':
    case 'has':
      return `${node.kind} ${node.field}`;
    case 'window':
      return `window ${node.milliseconds}`;
    case 'logic':
      return node.operator;
    case 'call':
      return `call ${node.name}`;
    case 'fold':
      return `${node.macro} ${node.slot} ${node.condition ? 'condition' : ''} ${node.result ? 'result' : ''}`;
    default:
      return node.kind;
  }
}

function constantText(value: CelValue): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'object':
      return value === null ? 'null' : objectText(value);
    default:
      return String(value);
  }
}

function objectText(value: CelValue & object): string {
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Rational) return rationalText(value.reduced());
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Uint8Array) return value.join();
  throw new TypeError('a constant of a kind that no literal has');
}

function rationalText({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`;
}
