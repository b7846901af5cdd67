import type { Effect } from '../effect';
import type { CouponRedemptionChanged } from '../event';
import type { Session } from '../session';
import type { Value } from '../value';
import type { Desk } from './desk';
import type { EffectDraft } from './effect-draft';
import { redemptionEvent } from './redeem';

const DISCOUNTS = ['setDiscount', 'setDiscountPerItem'];

/** Whether cancelling takes back an effect of a closed session; creations, notifications and written attributes stay. */
export function isUndone({ type }: Effect): boolean {
  return type === 'acceptCoupon' || DISCOUNTS.includes(type);
}

/** One rollback for each effect that the session's close committed and cancelling takes back, in their order. */
export function rollbacks({ effects, decidedAt }: Session): EffectDraft[] {
  return effects.filter(isUndone).map((effect) => rollbackOf(effect, decidedAt));
}

function rollbackOf(effect: Effect, position: bigint): EffectDraft {
  const undoes = { position, index: effect.index };
  return effect.type === 'acceptCoupon'
    ? { ...effect, type: 'rollbackCoupon', undoes, props: { value: effect.props['value'] ?? '' } }
    : { ...effect, type: 'rollbackDiscount', undoes, props: discountProps(effect) };
}

function discountProps({ props }: Effect): Record<string, Value> {
  const { name = '', value = 0n, scope, position } = props;
  const place = position === undefined ? {} : { cartItemPosition: position };
  return { name, value, ...place, ...(scope === undefined ? {} : { scope }) };
}

/** The redemptions undone. A coupon that was deleted since has no counter to turn back. */
export function undoneRedemptions(desk: Desk, session: Session): CouponRedemptionChanged[] {
  const { application } = desk.situation;
  return session.effects.flatMap((effect) => {
    if (!isUndone(effect) || effect.type !== 'acceptCoupon' || effect.triggeredByCoupon === null) return [];
    const coupon = desk.couponById(effect.triggeredByCoupon);
    if (coupon === null) return [];
    desk.writes({ kind: 'couponId', application, id: coupon.id });
    return [redemptionEvent(coupon, session, -1n, -discountBy(session, coupon.id))];
  });
}

/** What the coupon gave in the session, in minor units. */
function discountBy({ effects }: Session, coupon: bigint): bigint {
  const values = effects
    .filter((effect) => DISCOUNTS.includes(effect.type) && effect.triggeredByCoupon === coupon)
    .map(({ props }) => props['value']);
  return values.reduce<bigint>((sum, value) => (typeof value === 'bigint' ? sum + value : sum), 0n);
}
