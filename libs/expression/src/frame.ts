import type { Ports } from './std/time-zone';
import type { Typed } from './typed';
import type { CelValue, Result } from './value';

/** Where a program gets its variables from. They are asked for when they are read, and each time. */
export interface Activation {
  /** Undefined: the variable has no value here (no coupon, an anonymous session's profile); reading it is an error. */
  resolve(name: string): Result | undefined;
}

/** One evaluation. */
export interface Frame {
  readonly activation: Activation;
  /** The values of macro variables, by slot. */
  readonly locals: CelValue[];
}

/** A compiled node. */
export type Step = (frame: Frame) => Result;

/** One compilation. */
export interface Compiling {
  readonly ports: Ports;
  /** The compiler of any node; here, so that its parts need not import it back. */
  readonly step: (node: Typed) => Step;
}
