import type { Coupon } from '../coupon';
import type { CouponRedemptionChanged, CounterChanged } from '../event';
import type { CounterDelta, Session } from '../session';
import { countersOf, type Code, type Redeeming } from './codes';
import type { Desk } from './desk';

/** Who redeems. */
export type Redeemer = Pick<Session, 'integrationId' | 'profileId'>;

/** How far the counters move when the codes are redeemed, each counter once. */
export function counterDeltas(
  taken: readonly Code[],
  redeeming: Pick<Redeeming, 'desk' | 'profileId' | 'at'>,
): CounterDelta[] {
  const deltas = new Map<string, bigint>();
  for (const { counter } of taken.flatMap((code) => countersOf(code, redeeming))) {
    deltas.set(counter, (deltas.get(counter) ?? 0n) + 1n);
  }
  return Array.from(deltas, ([counter, delta]) => ({ counter, delta }));
}

export function counterEvents(desk: Desk, deltas: readonly CounterDelta[]): CounterChanged[] {
  return deltas.map(({ counter, delta }) => {
    const value = desk.counter(counter) + delta;
    desk.writes({ kind: 'counter', application: desk.situation.application, counter });
    return { kind: 'CounterChanged', counter, delta, value };
  });
}

/** One redemption, or with -1 its undoing. `discount` is what the coupon gave, in minor units, whose sign is the delta's. */
export function redemptionEvent(
  coupon: Coupon,
  redeemer: Redeemer,
  delta: 1n | -1n,
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
  };
}
