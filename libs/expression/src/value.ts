import type { Rational } from '@tessera/money';
import type { CelError } from './error';
import type { HistoryList } from './history';
import type { CelMap } from './map';

/**
 * What an expression computes with: bool, int (bigint), uint, double (number), decimal (Rational), string, bytes,
 * timestamp, duration, null, a type, a list, a map, a set of texts, an object of the host.
 */
export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Uint
  | Rational
  | Timestamp
  | Duration
  | TypeValue
  | CelMap
  | CelSet
  | CelObject
  | HistoryList
  | readonly CelValue[];

/** A value, or the error that came in its place: expressions never throw. */
export type Result = CelValue | CelError;

/**
 * A thing of the host: session, cart item, profile. Values are asked for field by field, so nothing is copied or converted
 * that no expression reads.
 */
export abstract class CelObject {
  /** Undefined: absent, so that `has()` is false and reading it an error. */
  abstract get(field: string): Result | undefined;
}

/** A set of texts of the host, which is never copied. */
export class CelSet {
  constructor(readonly texts: ReadonlySet<string>) {}
}

export class Uint {
  constructor(readonly value: bigint) {}
}

/** Nanoseconds since 1970-01-01T00:00:00Z, between the years 1 and 9999. */
export class Timestamp {
  constructor(readonly nanos: bigint) {}

  static fromMillis(millis: bigint): Timestamp {
    return new Timestamp(millis * 1_000_000n);
  }
}

/** Nanoseconds. */
export class Duration {
  constructor(readonly nanos: bigint) {}
}

/** What `type(x)` gives: comparable, and nothing else. */
export class TypeValue {
  constructor(readonly name: string) {}
}
