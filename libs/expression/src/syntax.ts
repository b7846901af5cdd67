import type { Span } from './error';
import type { CelValue } from './value';

/** CEL's own macros over lists. */
export type Macro = 'all' | 'exists' | 'existsOne' | 'map' | 'filter';

/** What was written, macros recognised. A node's span is its own token: the operator, the name, the literal. */
export type Node = Span &
  (
    | { readonly kind: 'constant'; readonly value: CelValue; readonly text: string }
    | { readonly kind: 'name'; readonly name: string; readonly absolute: boolean }
    | { readonly kind: 'select'; readonly operand: Node; readonly field: string; readonly test: boolean }
    | {
        readonly kind: 'call';
        readonly name: string;
        readonly target: Node | undefined;
        readonly args: readonly Node[];
      }
    | { readonly kind: 'logic'; readonly operator: '&&' | '||'; readonly operands: readonly Node[] }
    | { readonly kind: 'list'; readonly elements: readonly Node[] }
    | { readonly kind: 'map'; readonly entries: readonly (readonly [Node, Node])[] }
    | { readonly kind: 'message'; readonly name: string }
    | FoldNode
  );

export interface FoldNode extends Span {
  readonly kind: 'fold';
  readonly macro: Macro;
  readonly range: Node;
  readonly variable: string;
  /** Of map with three arguments, and of all macros but map. */
  readonly condition: Node | undefined;
  /** Of map. */
  readonly result: Node | undefined;
}
