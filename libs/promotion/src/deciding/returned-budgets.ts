import type { CounterDelta, Session } from '../session';
import { counterPlace, type CounterPlace } from './counters';
import type { EffectDraft } from './effect-draft';
import { isDiscount, sumOf, type TakenBack } from './rollback';

/** How far a return moves limits' counters back, and what its session counts for after it. */
export interface ReturnedBudgets {
  readonly moved: readonly CounterDelta[];
  readonly counted: readonly CounterDelta[];
}

/**
 * What discounts used of limits comes back with what a return takes of them: the money, and of a discount of which nothing
 * is left that it was one. Codes stay redeemed.
 */
export function returnedBudgets({ counted, effects }: Session, { left, rollbacks }: TakenBack): ReturnedBudgets {
  const standing = new Set(left.map(({ index }) => index));
  const gone = effects.filter((effect) => isDiscount(effect) && !standing.has(effect.index));
  const each = counted.map(({ counter, delta }) => ({
    counter,
    delta,
    back: usedBy(counterPlace(counter), gone, rollbacks),
  }));
  return {
    moved: each.flatMap(({ counter, back }) => (back === 0n ? [] : [{ counter, delta: -back }])),
    counted: each.map(({ counter, delta, back }) => ({ counter, delta: delta - back })),
  };
}

function usedBy(place: CounterPlace, gone: readonly EffectDraft[], rollbacks: readonly EffectDraft[]): bigint {
  if (place.action === 'setDiscountEffect') return BigInt(gone.filter((effect) => countsIn(place, effect)).length);
  if (place.action !== 'setDiscount') return 0n;
  return rollbacks.reduce((sum, effect) => (countsIn(place, effect) ? sum + sumOf(effect.shares) : sum), 0n);
}

/** All of a session's counters count for its profile, identifiers and itself. */
function countsIn({ campaign, coupon }: CounterPlace, effect: EffectDraft): boolean {
  return effect.campaign === campaign && (coupon === null || effect.triggeredByCoupon === coupon);
}
