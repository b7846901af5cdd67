import type { Environment } from './environment';
import { expressionError, type ErrorCode, type ExpressionError, type Span } from './error';
import type { Node } from './syntax';
import { DYN, type Type } from './type';
import type { LocalNode, Typed } from './typed';

/** What one check works on. */
export interface Checking {
  readonly source: string;
  readonly environment: Environment;
  /** Nothing is settled but syntax: overloads, names and fields are tried when it runs (CEL without its checker). */
  readonly dynamic: boolean;
  readonly errors: ExpressionError[];
  /** The checker of any node; here, so that its parts need not import it back. */
  readonly visit: (node: Node, scope: Scope) => Typed;
}

/** Where a node stands: what is being checked, and the macro variables around it. */
export class Scope {
  constructor(
    readonly checking: Checking,
    private readonly locals: readonly LocalNode[] = [],
  ) {}

  /** A node as a value: a history list that no window narrows is read whole. */
  check(node: Node): Typed {
    const typed = this.checkRaw(node);
    if (typed.type.kind !== 'history') return typed;
    const { element, max } = typed.type;
    const type: Type = { kind: 'list', element, max };
    return { kind: 'window', operand: typed, milliseconds: null, type, start: typed.start, end: typed.end };
  }

  checkRaw(node: Node): Typed {
    return this.checking.visit(node, this);
  }

  /** The type, where types are checked at all. */
  settled(type: Type): Type {
    return this.checking.dynamic ? DYN : type;
  }

  local(name: string): LocalNode | undefined {
    return this.locals.findLast((local) => local.name === name);
  }

  localNames(): string[] {
    return this.locals.map((local) => local.name);
  }

  /** The slot of the next macro variable. */
  get depth(): number {
    return this.locals.length;
  }

  with(name: string, type: Type, span: Span): Scope {
    const local: LocalNode = { kind: 'local', name, slot: this.depth, type, start: span.start, end: span.end };
    return new Scope(this.checking, [...this.locals, local]);
  }

  /** Notes an error and stands in for the node, so that the rest is checked too. */
  fail(span: Span, message: string, code: ErrorCode = 'expr.type'): Typed {
    const { source, errors } = this.checking;
    errors.push(expressionError(source, code, message, span));
    return { kind: 'constant', value: null, text: '', type: DYN, start: span.start, end: span.end };
  }
}
