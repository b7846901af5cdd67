import { effectValue } from '../effects/prop-value';
import { effectType } from '../effects/registry';
import { effectTypesOf } from '../limits/actions';
import type { CounterDelta, Session } from '../session';
import { counterPlace, countsRedemptionsOf, type CounterPlace } from './counters';
import type { EffectDraft } from './effect-draft';
import { isDiscount, sumOf, type Kept, type TakenBack } from './rollback';
import { whollyBack, type PointsBack } from './unbook-points';

/** How far a return moves limits' counters back, and what its session counts for after it. */
export interface ReturnedBudgets {
  readonly moved: readonly CounterDelta[];
  readonly counted: readonly CounterDelta[];
}

/** Effects that came back, in the part that limits count. */
interface Back {
  readonly rollbacks: readonly EffectDraft[];
  /** Discounts, and movements of points, of which nothing is left. */
  readonly gone: readonly EffectDraft[];
}

/** What of an action came back. */
type Returned = (back: Back, counted: (effect: EffectDraft) => boolean) => bigint;

const RETURNED: Readonly<Record<string, Returned>> = {
  setDiscount: ({ rollbacks }, counted) => total(rollbacks.filter(counted), ({ shares }) => sumOf(shares)),
  setDiscountEffect: ({ gone }, counted) => count(gone, (effect) => isDiscount(effect) && counted(effect)),
  createLoyaltyPoints: pointsBackBy('rollbackAddedLoyaltyPoints'),
  createLoyaltyPointsEffect: goneOf('addLoyaltyPoints'),
  redeemLoyaltyPoints: pointsBackBy('rollbackDeductedLoyaltyPoints'),
  redeemLoyaltyPointsEffect: goneOf('deductLoyaltyPoints'),
};

/**
 * What discounts and points used of limits comes back with what a return takes of them: the amount, and of an effect of which
 * nothing is left that it was one. Codes stay redeemed.
 */
export function returnedBudgets(
  { counted, effects }: Session,
  { left, rollbacks, points }: TakenBack,
  pointRollbacks: readonly EffectDraft[],
): ReturnedBudgets {
  const standing = new Set(left.map(({ index }) => index));
  const discounts = effects.filter((effect) => isDiscount(effect) && !standing.has(effect.index));
  const back = backOf([...rollbacks, ...pointRollbacks], discounts, points, pointRollbacks, standing);
  const each = counted.map(({ counter, delta }) => ({ counter, delta, back: backBy(counterPlace(counter), back) }));
  return {
    moved: each.flatMap(({ counter, back }) => (back === 0n ? [] : [{ counter, delta: -back }])),
    counted: each.map(({ counter, delta, back }) => ({ counter, delta: delta - back })),
  };
}

/** What counts for effects that survive a reopen: they are given only once, so it comes back only where the session is cancelled. */
export function survivingCounters({ counted }: Pick<Session, 'counted'>): CounterDelta[] {
  return counted.filter(({ counter }) => {
    return effectTypesOf(counterPlace(counter).action).some((type) => effectType(type)?.keeps === true);
  });
}

/**
 * How far the counters go back when a close is undone: those of redemptions that are kept do not, and those of points that
 * the return policy left with the customer only as far as the points did.
 */
export function undoneCounters(
  { counted }: Pick<Session, 'counted'>,
  kept: Kept,
  points: readonly PointsBack[],
  pointRollbacks: readonly EffectDraft[],
): CounterDelta[] {
  const back = backOf(pointRollbacks, [], points, pointRollbacks, new Set());
  const undone = counted.filter(({ counter }) => !kept.some((campaign) => countsRedemptionsOf(counter, campaign)));
  const each = undone.map(({ counter, delta }) => {
    const place = counterPlace(counter);
    return { counter, delta: POINTS_GIVEN.includes(place.action) ? -backBy(place, back) : -delta };
  });
  return each.filter(({ delta }) => delta !== 0n);
}

const POINTS_GIVEN = ['createLoyaltyPoints', 'createLoyaltyPointsEffect'];

function backOf(
  rollbacks: readonly EffectDraft[],
  discounts: readonly EffectDraft[],
  points: readonly PointsBack[],
  pointRollbacks: readonly EffectDraft[],
  standing: ReadonlySet<number>,
): Back {
  const whole = whollyBack(points, pointRollbacks);
  const moved = points.map(({ effect }) => effect).filter(({ index }) => whole.has(index) && !standing.has(index));
  return { rollbacks, gone: [...discounts, ...moved] };
}

function backBy(place: CounterPlace, back: Back): bigint {
  return RETURNED[place.action]?.(back, (effect) => countsIn(place, effect)) ?? 0n;
}

function pointsBackBy(rollback: string): Returned {
  return ({ rollbacks }, counted) =>
    total(
      rollbacks.filter((one) => one.type === rollback && counted(one)),
      effectValue,
    );
}

function goneOf(type: string): Returned {
  return ({ gone }, counted) => count(gone, (effect) => effect.type === type && counted(effect));
}

function total(effects: readonly EffectDraft[], amount: (effect: EffectDraft) => bigint): bigint {
  return effects.reduce((sum, effect) => sum + amount(effect), 0n);
}

function count(effects: readonly EffectDraft[], which: (effect: EffectDraft) => boolean): bigint {
  return BigInt(effects.filter(which).length);
}

/**
 * All of a session's counters count for its profile, identifiers and itself. Where a limit counts by code, what no coupon
 * triggered was given for the session's referral: without either it would have been refused.
 */
function countsIn({ campaign, coupon }: CounterPlace, { campaign: own, triggeredByCoupon: by }: EffectDraft): boolean {
  return own === campaign && (coupon === null || by === null || by === coupon);
}
