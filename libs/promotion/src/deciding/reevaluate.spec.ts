import fc from 'fast-check';
import type { Campaign, Rule } from '../catalog-event';
import {
  bookedIn,
  campaign,
  cancel,
  close,
  coupons,
  effect,
  effectsOf,
  eventsOf,
  given,
  item,
  limit,
  loyaltyProgram,
  moved,
  NOON,
  pointsAdded,
  profileUpdate,
  returned,
  rule,
  sessionOf,
  told,
  type Shop,
} from '../testing';

// Goal: a return that asks for it takes back what would not have been given for what is left, exactly, and nothing else.

const STARS = 9n;
const off = (value: string, props = {}) => effect('setDiscount', { name: 'off', value, ...props });
const tenFrom300 = rule('session.total >= 300', [off('percent(session.total, 10)')]);
const again = (quantities: Record<number, number>) => returned('s', quantities, true);

function closed(rules: readonly Rule[], changes: Partial<Campaign> = {}, more = {}) {
  const asked = { reevaluateOnReturn: true, ...changes };
  const { shop } = given(loyaltyProgram(STARS), campaign(1n, rules, asked)).after(
    coupons(1n, ['CODE'], { usageLimit: 1n, discountLimit: 10_000n }),
  );
  const { decision } = shop.when(close('s', { profileId: 'ann', cartItems: [item('A', 5000, 6)], ...more }));
  return { shop, decision };
}

/** What the customer has paid for, less what came back, and what they paid for it. */
function paid(shop: Shop): bigint {
  const session = sessionOf(shop.log.at(-1)!.decision);
  const left = session.cartItems.reduce((sum, one) => sum + BigInt(one.quantity - one.returnedQuantity) * 5000n, 0n);
  return session.effects.reduce((sum, { type, props }) => {
    return type.startsWith('setDiscount') ? sum - (props['value'] as bigint) : sum;
  }, left);
}

function refund(shop: Shop, request: ReturnType<typeof again>): bigint {
  const before = paid(shop);
  shop.when(request);
  return before - paid(shop);
}

describe('a return that lets rules run', () => {
  it('A34: takes a discount back whose threshold is missed by what is left', () => {
    const { shop } = closed([tenFrom300]);
    expect(paid(shop)).toBe(27_000n);
    expect(refund(shop, again({ 0: 5 }))).toBe(22_000n);
    expect(told(shop.log.at(-1)!.decision)).toEqual(['rollbackDiscount 3000']);
    expect(paid(shop)).toBe(5000n);
  });

  it('A34: keeps what each unit cost where it does not ask, or the campaign does not want it', () => {
    const { shop } = closed([tenFrom300]);
    expect(refund(shop, { ...again({ 0: 5 }), runRuleEngine: false })).toBe(22_500n);
    const { shop: other } = closed([tenFrom300], { reevaluateOnReturn: false });
    expect(refund(other, again({ 0: 5 }))).toBe(22_500n);
  });

  it('takes only the difference where the rule still gives, and the rest with the next return', () => {
    const { shop } = closed([rule('session.total >= 100', [off('percent(session.total, 10)')])]);
    expect(told(shop.when(again({ 0: 2 })).decision)).toEqual(['rollbackDiscount 1000']);
    expect(sessionOf(shop.log.at(-1)!.decision).effects.map(({ props }) => props['value'])).toEqual([2000n]);
    expect(told(shop.when(again({ 0: 3 })).decision)).toEqual(['rollbackDiscount 2000']);
    expect(paid(shop)).toBe(5000n);
  });

  it('leaves an amount off the order as it was, now on the units that are left', () => {
    const { shop } = closed([rule('true', [off('12')])]);
    expect(refund(shop, again({ 0: 4 }))).toBe(20_000n);
    const { decision } = shop.log.at(-1)!;
    expect(told(decision)).toEqual([]);
    expect(sessionOf(decision).effects[0]?.shares).toEqual([{ position: 0, subPosition: 0, units: 2, amount: 600n }]);
    expect(told(shop.when(again({ 0: 2 })).decision)).toEqual(['rollbackDiscount 1200']);
  });

  it('gives nothing more than the close did', () => {
    const rules = [rule('true', [off('session.total >= 300 ? decimal("1") : decimal("50")')])];
    const { shop } = closed(rules);
    // Of 100 cents the first four units bear 17 each.
    expect(told(shop.when(again({ 0: 3 })).decision)).toEqual(['rollbackDiscount 49']);
  });

  it('judges as at the close: by its time, its limits, its coupon and the orders before it', () => {
    const rules = [
      rule(`coupon.valid && now == timestamp('2026-07-15T12:00:00Z') && profile.closedSessions == 0`, [
        off('percent(session.total, 10)'),
      ]),
    ];
    const limits = [limit('setDiscountEffect', 1n, ['Profile'])];
    const { shop, decision } = closed(rules, { limits }, { couponCodes: ['CODE'] });
    expect(told(decision)).toEqual(['acceptCoupon CODE', 'setDiscount 3000']);
    const back = shop.at(NOON + 86_400_000n).when(again({ 0: 1 }));
    expect(told(back.decision)).toEqual(['rollbackDiscount 500']);
    expect(moved(back.decision)).toEqual([]);
    expect(eventsOf(back.decision, 'CouponRedemptionChanged')).toMatchObject([{ delta: 0n, discountDelta: -500n }]);
  });

  it('gives limits and coupons back what it takes, and cancelling then the rest, exactly', () => {
    const rules = [rule('coupon.valid && session.total >= 300', [off('percent(session.total, 10)')])];
    const limits = [limit('setDiscount', 100_000n), limit('setDiscountEffect', 5n)];
    const { shop } = closed(rules, { limits }, { couponCodes: ['CODE'] });
    const back = shop.when(again({ 0: 1 })).decision;
    expect(moved(back)).toEqual(['setDiscount|1||| -3000 -> 0', 'setDiscountEffect|1||| -1 -> 0']);
    expect(told(shop.when(cancel('s')).decision)).toEqual(['rollbackCoupon CODE']);
  });

  it('takes points back that are not earned any more, and lets points be spent as before', () => {
    const rules = [
      rule('session.total >= 300', [effect('addLoyaltyPoints', { name: 'x', programId: STARS, value: '30' })]),
      rule('true', [effect('deductLoyaltyPoints', { name: 'pay', programId: STARS, value: '10' }), off('5')]),
    ];
    const { shop } = given(loyaltyProgram(STARS), campaign(1n, rules, { reevaluateOnReturn: true })).after(
      profileUpdate('ann'),
      pointsAdded(STARS, 'ann', 1000n),
      close('s', { profileId: 'ann', cartItems: [item('A', 5000, 6)] }),
    );
    const { decision } = shop.when(again({ 0: 1 }));
    expect(bookedIn(decision)).toEqual(['takenBack 3000']);
    expect(effectsOf(decision, 'rollbackDiscount')).toEqual([]);
  });

  it('takes back once what was given, whatever comes back in which order and whichever rules run', () => {
    const step = fc.record({ units: fc.integer({ min: 1, max: 3 }), runRuleEngine: fc.boolean() });
    const threshold = fc.constantFrom('100', '200', '300');
    const limits = [limit('setDiscount', 1_000_000n), limit('setDiscountEffect', 9n)];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4 }), threshold, fc.boolean(), (steps, from, amount) => {
        const value = amount ? '33.33' : 'percent(session.total, 10)';
        const { shop, decision } = closed(
          [rule(`session.total >= ${from}`, [off(value)]), rule('true', [off('0.99')])],
          {
            limits,
          },
        );
        const given = told(decision).reduce((sum, text) => sum + BigInt(text.split(' ')[1] ?? 0), 0n);
        for (const { units, runRuleEngine } of steps) shop.when({ ...again({ 0: units }), runRuleEngine });
        shop.when(cancel('s'));
        const rollbacks = shop.log.flatMap((one) => effectsOf(one.decision, 'rollbackDiscount'));
        expect(rollbacks.reduce((sum, { props }) => sum + (props['value'] as bigint), 0n)).toBe(given);
        for (const { props, shares } of rollbacks) {
          expect(shares.reduce((sum, one) => sum + BigInt(one.units) * one.amount, 0n)).toBe(props['value']);
        }
        const counters = shop.state.text().split('\n').filter((line) => line.includes('/counter/')); // prettier-ignore
        expect(counters.filter((line) => !line.endsWith('"0n"'))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what was given by rules that are others by now, or that look at the past', () => {
    const { shop } = closed([tenFrom300]);
    shop.save(campaign(1n, [rule('false', [])], { reevaluateOnReturn: true, activeRulesetId: 999n }));
    expect(told(shop.try(again({ 0: 5 })).decision)).toEqual(['rollbackDiscount 2500']);
    const past = rule('session.total >= 300 && history.sessions.count() == 0', tenFrom300.effects);
    expect(told(closed([past]).shop.when(again({ 0: 5 })).decision)).toEqual(['rollbackDiscount 2500']);
  });
});
