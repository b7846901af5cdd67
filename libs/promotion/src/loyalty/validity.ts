import type { LoyaltyProgram } from '../loyalty-program';
import type { Instant } from '../value';
import { after, parseDuration } from './duration';

/** When points become active and when they expire, in words of the program. */
export interface Validity {
  readonly validityDuration: string | null;
  readonly validUntil: Instant | null;
  readonly pendingDuration: string | null;
  readonly pendingUntil: Instant | null;
}

/** The dates of points that are added at an instant. Validity counts from when they become active. */
export function datesOf(
  { defaultValidity, defaultPending, timezone }: LoyaltyProgram,
  { validityDuration, validUntil, pendingDuration, pendingUntil }: Validity,
  at: Instant,
): { readonly start: Instant; readonly expiry: Instant | null } {
  const pending = parseDuration(pendingDuration ?? defaultPending);
  const start = pendingUntil ?? (pending === undefined ? at : after(at, pending, timezone));
  const validity = parseDuration(validityDuration ?? defaultValidity);
  return { start, expiry: validUntil ?? (validity === undefined ? null : after(start, validity, timezone)) };
}
