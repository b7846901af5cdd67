import type { Lot } from '../ledger';
import type { LoyaltyProgram } from '../loyalty-program';
import type { Instant } from '../value';
import { ON_ACTION } from './balance';
import { after, parseDuration } from './duration';

/** When points become active and when they expire, in words of the program. */
export interface Validity {
  readonly validityDuration: string | null;
  readonly validUntil: Instant | null;
  readonly pendingDuration: string | null;
  readonly pendingUntil: Instant | null;
}

/** The dates of points, and of those that wait for somebody to activate them how long they hold then. */
export interface PointDates {
  readonly start: Instant;
  readonly expiry: Instant | null;
  readonly validity: string | null;
}

/** The dates of points that are added at an instant. Validity counts from when they become active. */
export function datesOf(
  { defaultValidity, defaultPending, timezone }: LoyaltyProgram,
  { validityDuration, validUntil, pendingDuration, pendingUntil }: Validity,
  at: Instant,
): PointDates {
  const pending = pendingDuration ?? defaultPending;
  const validity = validityDuration ?? defaultValidity;
  if (pendingUntil === null && pending === 'on_action') return { start: ON_ACTION, expiry: validUntil, validity };
  const start = pendingUntil ?? later(at, pending, timezone) ?? at;
  return { start, expiry: validUntil ?? later(start, validity, timezone), validity: null };
}

/** Points that waited, from when they are activated on. */
export function activated(lot: Lot, { timezone }: LoyaltyProgram, at: Instant): Lot {
  return { ...lot, start: at, expiry: lot.expiry ?? later(at, lot.validity ?? '', timezone), validity: null };
}

/** Null: the text is no duration, but a word for none. */
function later(at: Instant, text: string, timezone: string): Instant | null {
  const duration = parseDuration(text);
  return duration === undefined ? null : after(at, duration, timezone);
}
