import type { Instant } from './value';

/** When codes may be given away. */
export interface GiveawayDates {
  /** Null: at once. */
  readonly startDate: Instant | null;
  /** The first instant after it; null: for ever. */
  readonly endDate: Instant | null;
}

/** Codes that stand one behind the other, have the same dates, and are not given away. */
export interface GiveawayRun extends GiveawayDates {
  readonly next: bigint;
  readonly last: bigint;
}

/** How far the codes of a pool are given away. They are numbered from 1, in the order in which they came. */
export interface GiveawayStock {
  readonly pool: bigint;
  readonly added: bigint;
  readonly awarded: bigint;
  /** What is left, in that order; without those that had expired when codes were added last. */
  readonly runs: readonly GiveawayRun[];
}

export interface Giveaway extends GiveawayDates {
  /** The numeric id of the APIs. */
  readonly id: bigint;
  readonly pool: bigint;
  /** Its place in the pool. */
  readonly number: bigint;
  readonly code: string;
  /** When it came into the pool. */
  readonly created: Instant;
}
