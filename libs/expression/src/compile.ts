import type { Checked } from './check';
import type { Result } from './value';

/** Where a program gets its variables from. They are asked for when they are read, and each time. */
export interface Activation {
  /** Undefined: the variable has no value here (no coupon, an anonymous session's profile); reading it is an error. */
  resolve(name: string): Result | undefined;
}

export interface Ports {
  /**
   * Seconds east of UTC of an IANA zone at an instant (ms since the epoch); undefined: no such zone. `UTC` and fixed
   * offsets (`+02:00`) need no port. Time-zone data depends on the platform, so it comes in: see `intlTimeZones`.
   */
  readonly timeZoneOffset?: (zone: string, millis: bigint) => number | undefined;
}

export interface Program {
  /** Never throws for anything in the expression; an error is a `CelError` with its place. */
  evaluate(activation: Activation): Result;
}

export declare function compile(checked: Checked, ports?: Ports): Program;
