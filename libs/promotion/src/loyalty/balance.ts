import type { Ledger, Lot, Subledger } from '../ledger';
import type { Instant } from '../value';

/** A subledger at one instant, in hundredths of a point. */
export interface Balance {
  readonly active: bigint;
  readonly pending: bigint;
  readonly spent: bigint;
  readonly expired: bigint;
  readonly negative: bigint;
}

/** The start of points that wait until somebody activates them: the last instant that every client can read. */
export const ON_ACTION: Instant = 253_402_300_799_999n;

export function isPending({ start }: Lot, at: Instant): boolean {
  return start > at;
}

export function isExpired({ expiry }: Lot, at: Instant): boolean {
  return expiry !== null && expiry <= at;
}

export function isActive(lot: Lot, at: Instant): boolean {
  return !isPending(lot, at) && !isExpired(lot, at);
}

export function pointsOf(lots: readonly Lot[]): bigint {
  return lots.reduce((sum, { points }) => sum + points, 0n);
}

export function activePoints({ lots }: Subledger, at: Instant): bigint {
  return pointsOf(lots.filter((lot) => isActive(lot, at)));
}

/** Of a subledger that is settled to the instant: what is owed has been paid with what is active. */
export function balanceOf(subledger: Subledger, at: Instant): Balance {
  const { lots, spent, expired, negative } = subledger;
  const pending = pointsOf(lots.filter((lot) => isPending(lot, at)));
  return { active: activePoints(subledger, at), pending, spent, expired, negative };
}

export const MAIN = '';

export function emptySubledger(id: string): Subledger {
  return { id, lots: [], spent: 0n, expired: 0n, negative: 0n, tier: null, opening: null };
}

export function emptyLedger(program: bigint, profileId: string): Ledger {
  return { program, profileId, joined: null, settled: 0n, subledgers: [], tierExpiry: null };
}

/** Empty where nothing was ever booked in it. */
export function subledgerOf({ subledgers }: Ledger, id: string): Subledger {
  return subledgers.find((one) => one.id === id) ?? emptySubledger(id);
}
