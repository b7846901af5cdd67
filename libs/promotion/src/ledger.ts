import type { Instant } from './value';

/**
 * Points are whole hundredths of a point everywhere in the core and in the log, as money is minor units; the APIs and rules
 * show points.
 */
export interface Lot {
  /** Names the addition that made it; drawn from its decision's entropy. */
  readonly transactionUUID: string;
  readonly name: string;
  /** What is left of the addition, or, of a deduction, what it took. */
  readonly points: bigint;
  /** Pending before, expired from `expiry` on: half open. Null: they do not expire. */
  readonly start: Instant;
  readonly expiry: Instant | null;
  /** Of points that wait until somebody activates them: how long they hold from then on; null: they do not wait. */
  readonly validity: string | null;
}

/** The tier that a customer holds. */
export interface TierHeld {
  readonly name: string;
  readonly since: Instant;
  /** When it is looked at again; null: never, it only rises. */
  readonly until: Instant | null;
}

/** Points that a customer had before Tessera knew of them, as it was said last. */
export interface OpenedLot {
  readonly transactionUUID: string;
  readonly points: bigint;
  /** Null: when it was said first. */
  readonly start: Instant | null;
  readonly expiry: Instant | null;
  /** How many of them have expired since. */
  readonly expired: bigint;
}

/** What a subledger came to before Tessera knew of it, as it was said last. */
export interface LedgerOpening {
  readonly lots: readonly OpenedLot[];
  readonly spent: bigint;
  readonly expired: bigint;
  readonly negative: bigint;
}

/** The points of one name within a program; the main ledger has the empty one. */
export interface Subledger {
  readonly id: string;
  /** Additions of which something is left, those that expire first in front. */
  readonly lots: readonly Lot[];
  readonly spent: bigint;
  readonly expired: bigint;
  /** What was taken back of points that were spent already; the next active points pay it. */
  readonly negative: bigint;
  readonly tier: TierHeld | null;
  /** Null: nobody said anything of the time before. */
  readonly opening: LedgerOpening | null;
}

/** The points of one profile in one program, shared by the applications that are subscribed to it. */
export interface Ledger {
  readonly program: bigint;
  readonly profileId: string;
  /** When the customer joined, by the program's policy. */
  readonly joined: Instant | null;
  /** Up to when activations, expiries and tiers are booked; what comes after follows from the dates. */
  readonly settled: Instant;
  readonly subledgers: readonly Subledger[];
  /** When the profile's own attribute says that tiers end, as it was looked at last; null: it says nothing. */
  readonly tierExpiry: Instant | null;
}

/** What a session's close deducted and no rollback gave back. */
export interface Deduction {
  readonly transactionUUID: string;
  /** With the dates of the points, so that they can be given back as they were. */
  readonly takes: readonly Lot[];
}

/** One thing that happened to points. */
export interface LedgerEntry {
  /** One of EntryKind; open on the wire. */
  readonly kind: string;
  readonly subledger: string;
  /** Hundredths of a point, never negative. */
  readonly points: bigint;
  /** Of the addition or the deduction that it is, or that it concerns. */
  readonly transactionUUID: string;
  readonly name: string;
  /** When it counts: an expiry that is booked late counts from when it was. */
  readonly at: Instant;
  readonly start: Instant | null;
  readonly expiry: Instant | null;
  /** 0 where no rule is behind it. */
  readonly campaign: bigint;
  readonly ruleset: bigint;
  readonly ruleName: string;
  /** The session that it belongs to; null: none. */
  readonly sessionId: string | null;
  /** The file that it comes from; 0: none. */
  readonly importId: bigint;
}

/**
 * Added, deducted; an addition taken back, a deduction given back; what the clock does; another expiry of what is there; and
 * what was there before Tessera.
 */
export type EntryKind =
  'opened' | 'added' | 'deducted' | 'takenBack' | 'givenBack' | 'activated' | 'expired' | 'expiryChanged';

export interface TierChange {
  readonly subledger: string;
  /** Null: none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly at: Instant;
  readonly until: Instant | null;
}
