import type { DiscountShare, Effect } from '../effect';
import { effectValue } from '../effects/prop-value';
import type { CouponRedemptionChanged } from '../event';
import { DISCOUNTS } from '../limits/actions';
import type { Session } from '../session';
import type { Value } from '../value';
import { NO_UNIT } from './bill';
import type { Desk } from './desk';
import type { EffectDraft } from './effect-draft';
import { redemptionEvent } from './redeem';
import type { Reevaluated } from './reevaluate';
import { splitShare, type ReturnedUnits, type SplitShare } from './returned-units';
import { movesPoints, pointsBack, type PointsBack } from './unbook-points';

/** Campaigns whose redemptions stay although the session's close is undone. */
export type Kept = readonly bigint[];

/**
 * Whether undoing a close takes an effect back; creations, notifications and written attributes stay, and so do
 * redemptions that are kept.
 */
export function isUndone(effect: Effect, kept: Kept): boolean {
  if (effect.type === 'acceptCoupon') return !kept.includes(effect.campaign);
  return isDiscount(effect) || movesPoints(effect) || effect.type === 'acceptReferral';
}

export function isDiscount({ type }: Pick<Effect, 'type'>): boolean {
  return DISCOUNTS.includes(type);
}

/** One rollback for each effect of the session's close that stands and is undone, in their order; points aside. */
export function rollbacks({ effects, decidedAt }: Session, kept: Kept): EffectDraft[] {
  const undone = effects.filter((effect) => isUndone(effect, kept) && !movesPoints(effect));
  return undone.map((effect) => rollbackOf(effect, decidedAt));
}

/** What undoes the taking of a code. */
const CODE_ROLLBACKS: Readonly<Record<string, string>> = {
  acceptCoupon: 'rollbackCoupon',
  acceptReferral: 'rollbackReferral',
};

function rollbackOf(effect: Effect, position: bigint): EffectDraft {
  const undoes = { position, index: effect.index };
  const type = CODE_ROLLBACKS[effect.type];
  return type === undefined
    ? { ...effect, type: 'rollbackDiscount', undoes, props: discountProps(effect) }
    : { ...effect, type, undoes, props: { value: effect.props['value'] ?? '' } };
}

function discountProps({ props }: Effect): Record<string, Value> {
  const { name = '', value = 0n, position, subPosition, units = 1n } = props;
  const place = position === undefined ? {} : { cartItemPosition: position };
  const part = subPosition === undefined ? {} : { cartItemSubPosition: subPosition, units };
  return { name, value, ...place, ...part, ...kept(props) };
}

/** What a rollback says of its discount as that did: what it was off, and of an additional cost which. */
function kept(props: Effect['props']): Record<string, Value> {
  const names = ['scope', 'additionalCostId', 'additionalCost'];
  const there = names.flatMap((name) => (props[name] === undefined ? [] : [[name, props[name]] as const]));
  return Object.fromEntries(there);
}

/** What a return does to the effects of a close. */
export interface TakenBack {
  /** What stands after it. */
  readonly left: readonly Effect[];
  readonly rollbacks: readonly EffectDraft[];
  readonly points: readonly PointsBack[];
}

/**
 * Takes back of each discount, and of points, what lies on returned units, by the recorded shares: of a discount one rollback
 * for each line, and one for the additional costs of a line of which nothing is left. Nothing can be taken twice: what is left
 * has fewer shares.
 */
export function takeBack(session: Session, returned: readonly ReturnedUnits[], reevaluated: Reevaluated): TakenBack {
  const { effects, decidedAt } = session;
  const byLine = new Map(returned.map((units) => [units.position, units]));
  const everything = session.cartItems.every(({ position, quantity, returnedQuantity }) => {
    return returnedQuantity + (byLine.get(position)?.units ?? 0) === quantity;
  });
  const each = effects.map((effect) => {
    if (everything && movesPoints(effect)) return allOf(effect);
    const now = reevaluated.get(effect.index);
    const most = now === undefined ? null : takenDownTo(effect, decidedAt, byLine, now);
    if (most !== null) return most;
    return isDiscount(effect) || movesPoints(effect) ? takenFrom(effect, decidedAt, byLine) : untouched(effect);
  });
  return {
    left: each.flatMap(({ left }) => left),
    rollbacks: each.flatMap(({ rollbacks }) => rollbacks),
    points: each.flatMap(({ points }) => points),
  };
}

/**
 * Leaves of an effect what its rule would give now, where that is less than what was given; null: it would give as much or more,
 * which a return does not. What it takes lies on the returned units first.
 */
function takenDownTo(
  effect: Effect,
  position: bigint,
  byLine: ReadonlyMap<number, ReturnedUnits>,
  now: EffectDraft | null,
): TakenBack | null {
  const [before, after] = [effectValue(effect), now === null ? 0n : effectValue(now)];
  if (after > before) return null;
  const kept = now === null ? [] : [{ ...effect, shares: now.shares, props: { ...effect.props, value: after } }];
  const points = before === after ? [] : [pointsBack(effect, before - after)];
  if (movesPoints(effect)) return { left: kept, rollbacks: [], points };
  const { taken, left } = splitShares(effect.shares, byLine);
  const shares = upTo([...taken, ...left], before - after);
  return { left: kept, rollbacks: byPlace(shares).map((own) => partialRollback(effect, position, own)), points: [] };
}

/** Shares that come to an amount, from the first on; the last one of them in part. */
function upTo(shares: readonly DiscountShare[], amount: bigint): DiscountShare[] {
  let wanted = amount;
  return shares.flatMap((share) => {
    const whole = share.amount === 0n ? 0n : wanted / share.amount;
    const units = whole < BigInt(share.units) ? Number(whole) : share.units;
    wanted -= BigInt(units) * share.amount;
    const rest = units < share.units ? wanted : 0n;
    wanted -= rest;
    const parts = [
      { ...share, units },
      { ...share, subPosition: share.subPosition + units, units: 1, amount: rest },
    ];
    return parts.filter((part) => part.units > 0 && part.amount > 0n);
  });
}

/** With the last unit go points that lie on none, since nothing was paid. */
function allOf(effect: Effect): TakenBack {
  return { left: [], rollbacks: [], points: [pointsBack(effect, effectValue(effect))] };
}

function untouched(effect: Effect): TakenBack {
  return { left: [effect], rollbacks: [], points: [] };
}

function takenFrom(effect: Effect, position: bigint, byLine: ReadonlyMap<number, ReturnedUnits>): TakenBack {
  const { taken, left } = splitShares(effect.shares, byLine);
  if (taken.length === 0) return untouched(effect);
  const kept = left.length === 0 ? [] : [{ ...effect, shares: left, props: { ...effect.props, value: sumOf(left) } }];
  if (movesPoints(effect)) return { left: kept, rollbacks: [], points: [pointsOn(taken, effect)] };
  return {
    left: kept,
    rollbacks: byPlace(taken).map((shares) => partialRollback(effect, position, shares)),
    points: [],
  };
}

function pointsOn(taken: readonly DiscountShare[], effect: Effect): PointsBack {
  const place = effect.props['cartItemPosition'] === undefined ? {} : placeOf(taken);
  return { effect, points: sumOf(taken), place };
}

function splitShares(shares: readonly DiscountShare[], byLine: ReadonlyMap<number, ReturnedUnits>): SplitShare {
  const splits = shares.map((share) => {
    const returned = byLine.get(share.position);
    return returned === undefined ? { taken: [], left: [share] } : splitShare(share, returned);
  });
  return { taken: splits.flatMap(({ taken }) => taken), left: splits.flatMap(({ left }) => left) };
}

/** Shares of one line's units, or of its additional costs, together. */
function byPlace(shares: readonly DiscountShare[]): DiscountShare[][] {
  const places = new Map<string, DiscountShare[]>();
  for (const share of shares) {
    const place = `${share.position}/${share.subPosition === NO_UNIT ? 'costs' : 'units'}`;
    const others = places.get(place);
    if (others === undefined) places.set(place, [share]);
    else others.push(share);
  }
  return [...places.values()];
}

function partialRollback(effect: Effect, position: bigint, shares: readonly DiscountShare[]): EffectDraft {
  const { name = '' } = effect.props;
  const props = { name, value: sumOf(shares), ...placeOf(shares), ...kept(effect.props) };
  return { ...effect, type: 'rollbackDiscount', undoes: { position, index: effect.index }, props, shares };
}

/** The line, and of its units the first and how many; additional costs are no units. */
function placeOf(shares: readonly DiscountShare[]): Record<string, Value> {
  const { position = 0, subPosition = NO_UNIT } = shares[0] ?? {};
  const line = { cartItemPosition: BigInt(position) };
  if (subPosition === NO_UNIT) return line;
  const units = shares.reduce((sum, share) => sum + share.units, 0);
  return { ...line, cartItemSubPosition: BigInt(subPosition), units: BigInt(units) };
}

export function sumOf(shares: readonly DiscountShare[]): bigint {
  return shares.reduce((sum, { units, amount }) => sum + BigInt(units) * amount, 0n);
}

/** The redemptions undone, of referrals always; one that is kept gives its value back, since its discount is gone. */
export function undoneRedemptions(desk: Desk, session: Session, kept: Kept): CouponRedemptionChanged[] {
  return session.effects.flatMap(({ type, campaign, triggeredByCoupon }) => {
    if (CODE_ROLLBACKS[type] === undefined || triggeredByCoupon === null) return [];
    const delta = type === 'acceptCoupon' && kept.includes(campaign) ? 0n : -1n;
    return changedRedemption(desk, session, triggeredByCoupon, delta, -discountBy(session.effects, triggeredByCoupon));
  });
}

/** What coupons gave on returned units goes back to them; they stay redeemed. */
export function returnedValues(desk: Desk, session: Session, taken: readonly EffectDraft[]): CouponRedemptionChanged[] {
  const coupons = new Set(taken.flatMap(({ triggeredByCoupon }) => triggeredByCoupon ?? []));
  return [...coupons].flatMap((coupon) => changedRedemption(desk, session, coupon, 0n, -discountBy(taken, coupon)));
}

/** A coupon that was deleted since has no counter to turn back. */
function changedRedemption(
  desk: Desk,
  session: Session,
  id: bigint,
  delta: 0n | -1n,
  discount: bigint,
): CouponRedemptionChanged[] {
  const coupon = desk.couponById(id);
  if (coupon === null || (delta === 0n && discount === 0n)) return [];
  desk.writes({ kind: 'couponId', application: desk.situation.application, id });
  return [redemptionEvent(coupon, session, delta, discount)];
}

/** What discounts, or rollbacks of discounts, of a coupon come to, in minor units. */
function discountBy(effects: readonly EffectDraft[], coupon: bigint): bigint {
  const own = effects.filter((effect) => effect.triggeredByCoupon === coupon && !movesPoints(effect));
  return own.reduce((sum, { shares }) => sum + sumOf(shares), 0n);
}
