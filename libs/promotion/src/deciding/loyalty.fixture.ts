import type { Campaign } from '../catalog-event';
import { MAIN, subledgerOf } from '../loyalty/balance';
import type { LoyaltyProgram } from '../loyalty-program';
import { campaign, effect, given, item, loyaltyProgram, rule, type Shop } from '../testing';

export const STARS = 9n;
export const HOUR = 3_600_000n;

export const earning = (value: string, props = {}) =>
  rule('true', [effect('addLoyaltyPoints', { name: 'for shopping', programId: STARS, value, ...props })]);

/** For sessions with an identifier, so that those that only bring the customer spend nothing. */
export const paying = (points: string, amount: string) =>
  rule('session.identifiers.size() > 0', [
    effect('deductLoyaltyPoints', { name: 'pay', programId: STARS, value: points }),
    effect('setDiscount', { name: 'paid with points', value: amount }),
  ]);

/** A shop with a program and one campaign. */
export function shop(
  rules: ReturnType<typeof rule>[],
  program: Partial<LoyaltyProgram> = {},
  own: Partial<Campaign> = {},
) {
  return given(loyaltyProgram(STARS, { name: 'stars', ...program }), campaign(1n, rules, own));
}

export const visit = { profileId: 'ann', cartItems: [item('tea', 1000, 2), item('cup', 500)] };
export const spending = { ...visit, identifiers: ['till'] };

/** Ann's ledger as it is stored. */
export function ledger({ state }: Shop) {
  const world = state.world(
    () => true,
    () => true,
  );
  return world.ledger(STARS, 'ann')?.value ?? null;
}

export function main(of: Shop) {
  const held = ledger(of);
  return held === null ? null : subledgerOf(held, MAIN);
}

export const points = (of: Shop) => (main(of)?.lots ?? []).map((lot) => lot.points);
