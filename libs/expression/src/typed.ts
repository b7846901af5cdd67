import type { Span } from './error';
import type { Type } from './type';

export interface Typed extends Span {
  readonly type: Type;
}
