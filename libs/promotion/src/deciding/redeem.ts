import type { Coupon } from '../coupon';
import type { CouponRedemptionChanged, CounterChanged } from '../event';
import { isReturned } from '../limits/actions';
import type { CounterDelta, Session } from '../session';
import type { Desk } from './desk';
import type { Draft } from './draft';

/** Who redeems. */
export type Redeemer = Pick<Session, 'integrationId' | 'profileId'>;

/** How far limits' counters move, now; `final`: nothing is left open that could still change. */
export function movedCounters({ spent }: Draft, final: boolean): CounterDelta[] {
  const moved = [...spent].filter(([, { lasting }]) => final || lasting === 'once');
  return moved.map(([counter, { delta }]) => ({ counter, delta }));
}

/** Of what closing moves, that which cancelling moves back: what stays given stays counted. */
export function returnedCounters({ spent }: Draft): CounterDelta[] {
  const returned = [...spent].filter(([, { action }]) => isReturned(action));
  return returned.map(([counter, { delta }]) => ({ counter, delta }));
}

/** Each counter once, with all that moved it. */
export function summed(deltas: readonly CounterDelta[]): CounterDelta[] {
  const sums = new Map<string, bigint>();
  for (const { counter, delta } of deltas) sums.set(counter, (sums.get(counter) ?? 0n) + delta);
  return Array.from(sums, ([counter, delta]) => ({ counter, delta }));
}

/** An open session that ends gives back what still counts for an earlier close. */
export function endedCounters({ counted }: Pick<Session, 'counted'>): CounterDelta[] {
  return counted.map(({ counter, delta }) => ({ counter, delta: -delta }));
}

export function counterEvents(desk: Desk, deltas: readonly CounterDelta[]): CounterChanged[] {
  return deltas.map(({ counter, delta }) => {
    const value = desk.counter(counter) + delta;
    desk.writes({ kind: 'counter', application: desk.situation.application, counter });
    return { kind: 'CounterChanged', counter, delta, value };
  });
}

/**
 * One redemption, with -1 its undoing, with 0 a part of its value that comes back. `discount` is what the coupon gives, in
 * minor units; negative where it comes back.
 */
export function redemptionEvent(
  coupon: Coupon,
  redeemer: Redeemer,
  delta: 1n | 0n | -1n,
  discount: bigint,
): CouponRedemptionChanged {
  return {
    kind: 'CouponRedemptionChanged',
    couponId: coupon.id,
    campaign: coupon.settings.campaign,
    code: coupon.code,
    sessionId: redeemer.integrationId,
    profileId: redeemer.profileId,
    delta,
    usageCounter: coupon.usageCounter + delta,
    discountDelta: discount,
    discountCounter: coupon.discountCounter + discount,
    referral: coupon.settings.advocate !== null,
  };
}
