import { Rational } from '@tessera/money';
import { DECIMAL, listOf } from './type';
import type { CallNode, ConstantNode, Typed } from './typed';

/**
 * The node as an exact number: a decimal, a number literal by its text (0.1 is a tenth), an int, or a choice between such.
 * Undefined for all others; above all a computed double, whose digits nobody wrote.
 */
export function asDecimal(node: Typed): Typed | undefined {
  if (node.type.kind === 'decimal') return node;
  if (node.kind === 'constant') return decimalConstant(node);
  if (node.kind === 'condition') {
    const [then, otherwise] = [asDecimal(node.then), asDecimal(node.otherwise)];
    return then && otherwise && { ...node, then, otherwise, type: DECIMAL };
  }
  return node.type.kind === 'int' ? toDecimal(node) : undefined;
}

/** Converts when it runs: an int exactly, a double by its shortest text. */
export function toDecimal(node: Typed): CallNode {
  return { kind: 'call', name: 'decimal', args: [node], type: DECIMAL, start: node.start, end: node.end };
}

function decimalConstant(node: ConstantNode): ConstantNode | undefined {
  const { value } = node;
  const exact = typeof value === 'bigint' ? Rational.of(value) : typeof value === 'number' ? written(node) : undefined;
  return exact && { ...node, value: exact, type: DECIMAL };
}

function written(node: ConstantNode): Rational | undefined {
  return Rational.fromDecimalText(node.text.replace(/\s/g, ''));
}

/** Operands beside a decimal become decimals where that is exact; else they stay, and no overload takes them. */
export function harmonized(args: readonly Typed[]): readonly Typed[] {
  if (!args.some((arg) => arg.type.kind === 'decimal')) return args;
  return args.map((arg) => asDecimal(arg) ?? arg);
}

/** A list literal beside a decimal, its number literals by their text. */
export function decimalElements(node: Typed): Typed {
  if (node.kind !== 'list') return node;
  const elements = node.elements.map(asDecimal);
  const exact = elements.filter((element) => element !== undefined);
  return exact.length < elements.length ? node : { ...node, elements: exact, type: listOf(DECIMAL, exact.length) };
}
