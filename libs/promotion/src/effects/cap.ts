import { toMinorHalfUp, withinRemaining, type Rational } from '@tessera/money';
import type { Draft } from '../deciding/draft';
import { EffectFailure, type EffectRun } from './effect-type';

/** The wish in minor units, rounded once, and what of it can be given. */
export interface Capped {
  readonly wish: bigint;
  readonly amount: bigint;
}

/** What a coupon of limited value may still give, after what this decision gave for it; null without such a limit. */
export function couponValueLeft(
  run: Pick<EffectRun, 'coupon'> & { readonly draft: Pick<Draft, 'granted'> },
): bigint | null {
  const { coupon, draft } = run;
  if (coupon === null || coupon.settings.discountLimit === null) return null;
  return coupon.settings.discountLimit - coupon.discountCounter - (draft.granted.get(coupon.id) ?? 0n);
}

/** A discount never exceeds what is left to pay, nor its allowance. */
export function capped(run: EffectRun, exact: Rational, left: bigint): Capped {
  const wish = toMinorHalfUp(exact, run.exponent);
  return { wish, amount: withinRemaining(wish, within(run.allowance, left)) };
}

function within(cap: bigint | null, amount: bigint): bigint {
  return cap !== null && cap < amount ? cap : amount;
}

/** A discount of nothing is not given, so that no coupon is used up by it. */
export const NOTHING_TO_GIVE = new EffectFailure(
  'the discount is nothing, or nothing is left that it could take',
  false,
);

export function withGranted(draft: Draft, run: EffectRun, amount: bigint): Draft {
  if (run.coupon === null) return draft;
  const granted = new Map(draft.granted);
  granted.set(run.coupon.id, (granted.get(run.coupon.id) ?? 0n) + amount);
  return { ...draft, granted };
}

export const NEEDS_SESSION = new EffectFailure('a discount needs a session', false);
