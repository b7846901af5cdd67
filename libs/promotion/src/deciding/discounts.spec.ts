import type { DiscountShare } from '../effect';
import { campaign, close, effect, effectsOf, given, item, rule, sessionOf, told, update } from '../testing';

const percentOff = (percent: string) =>
  rule('true', [effect('setDiscount', { name: 'off', value: `percent(session.remainingTotal, ${percent})` })]);
const amountOff = (amount: string) => rule('true', [effect('setDiscount', { name: 'off', value: amount })]);

function perLine(shares: readonly DiscountShare[]): bigint[] {
  const lines: bigint[] = [];
  for (const { position, units, amount } of shares) lines[position] = (lines[position] ?? 0n) + amount * BigInt(units);
  return lines;
}

describe('a discount on the session', () => {
  it('A01: is rounded once and spread by largest remainder', () => {
    const cart = [item('A', 333, 3), item('B', 1001), item('C', 99)];
    const { decision } = given(campaign(1n, [percentOff('10')])).when(close('s', { cartItems: cart }));
    const [discount] = effectsOf(decision, 'setDiscount');
    expect(discount?.props).toEqual({ name: 'off', value: 210n, scope: 'sessionTotal' });
    expect(perLine(discount?.shares ?? [])).toEqual([100n, 100n, 10n]);
    expect(sessionOf(decision).total).toBe(2099n);
  });

  it('A01: gives each unit its exact share', () => {
    const { decision } = given(campaign(1n, [percentOff('10')])).when(close('s', { cartItems: [item('A', 333, 3)] }));
    expect(effectsOf(decision, 'setDiscount')[0]?.shares).toEqual([
      { position: 0, subPosition: 0, units: 1, amount: 34n },
      { position: 0, subPosition: 1, units: 2, amount: 33n },
    ]);
  });

  it('A02: spreads ten euros over three equal lines without losing a cent', () => {
    const cart = [item('A', 1000), item('B', 1000), item('C', 1000)];
    const { decision } = given(campaign(1n, [amountOff('10')])).when(close('s', { cartItems: cart }));
    expect(perLine(effectsOf(decision, 'setDiscount')[0]?.shares ?? [])).toEqual([334n, 333n, 333n]);
  });
});
