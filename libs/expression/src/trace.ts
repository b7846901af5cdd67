import type { Checked } from './check';
import { programOf } from './compile';
import type { Span } from './error';
import type { Activation } from './frame';
import { tokensOf, wordAt, type Token } from './scan';
import type { Ports } from './std/time-zone';
import type { Type } from './type';
import { childrenOf, isConstant, type Typed } from './typed';
import type { Result } from './value';

/** What a part of an expression came to, and by which parts of it. Its span is all of its text. */
export interface Trace extends Span {
  readonly text: string;
  readonly type: Type;
  readonly value: Result;
  /** Operands and what was read, in the order in which they stand; constants are left out. */
  readonly parts: readonly Trace[];
}

/**
 * Evaluates an expression part by part. Each part is evaluated by itself, also where another one settles the answer, so it
 * is for who asks why, not for who decides.
 */
export function trace(checked: Checked, activation: Activation, ports: Ports = {}): Trace {
  const texts = new Texts(checked.source);
  const traced = (node: Typed): Trace => {
    const place = texts.of(node);
    const parts = partsOf(node).map(traced);
    return {
      ...place,
      type: node.type,
      value: programOf(node, ports).evaluate(activation),
      parts: below(place, parts),
    };
  };
  return traced(checked.root);
}

/** A conversion that nobody wrote has the text of what it converts. */
function below({ text }: { readonly text: string }, parts: readonly Trace[]): readonly Trace[] {
  const [first] = parts;
  return parts.length === 1 && first?.text === text ? first.parts : parts;
}

/** What a macro asks of each element has no value of its own, and of a path only its end was read. */
function partsOf(node: Typed): readonly Typed[] {
  switch (node.kind) {
    case 'variable':
    case 'select':
    case 'has':
    case 'window':
      return [];
    case 'fold':
      return [node.range].filter((range) => !isConstant(range));
    default:
      return childrenOf(node).filter((child) => !isConstant(child));
  }
}

/** Finds the whole text of a node, which itself knows only its own token. */
class Texts {
  private readonly brackets: readonly Span[];

  constructor(private readonly source: string) {
    this.brackets = bracketsOf(source);
  }

  of(node: Typed): Span & { readonly text: string } {
    const { start, end } = this.closed(this.called(extentOf(node)));
    return { start, end, text: this.source.slice(start, end) };
  }

  /** `list.count()` ends behind its brackets, in which no node stands. */
  private called(span: Span): Span {
    const next = wordAt(this.source, span.end);
    if (next?.text !== '(' || !/\w/.test(this.source[span.end - 1] ?? '')) return span;
    return { start: span.start, end: this.brackets.find(({ start }) => start === next.start)?.end ?? span.end };
  }

  /** Brackets of which one is within belong to it as a whole. */
  private closed(span: Span): Span {
    const cut = this.brackets.find(({ start, end }) => isWithin(start, span) !== isWithin(end - 1, span));
    if (cut === undefined) return span;
    return this.closed({ start: Math.min(span.start, cut.start), end: Math.max(span.end, cut.end) });
  }
}

function isWithin(offset: number, { start, end }: Span): boolean {
  return offset >= start && offset < end;
}

function extentOf(node: Typed): Span {
  const extents = childrenOf(node).map(extentOf);
  return {
    start: Math.min(node.start, ...extents.map(({ start }) => start)),
    end: Math.max(node.end, ...extents.map(({ end }) => end)),
  };
}

/** From each opening bracket to behind its closing one; in a source that was checked they match. */
function bracketsOf(source: string): Span[] {
  const open: Token[] = [];
  const brackets: Span[] = [];
  for (const token of tokensOf(source)) {
    if (token.kind === 'open') open.push(token);
    const start = token.kind === 'close' ? open.pop()?.start : undefined;
    if (start !== undefined) brackets.push({ start, end: token.end });
  }
  return brackets;
}
