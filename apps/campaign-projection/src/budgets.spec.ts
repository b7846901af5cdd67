import { requestKey } from '@tessera/event-contracts';
import { asPartitions } from '@tessera/projection/testing';
import { campaign, cancel, close, coupons, effect, item, limit, rule, SHOP, Shop } from '@tessera/promotion/testing';
import type { CouponOpening, LimitConfig, LimitOpening, Request } from '@tessera/promotion';
import { budgetAdditions, budgetRows } from './budgets';

const off = rule('coupon.valid', [effect('setDiscount', { name: 'off', value: 'session.total * 0.1' })]);
const cart = { profileId: 'ann', cartItems: [item('tea', 450, 2)], couponCodes: ['TEN'] };

/** 2026-07-15, a Wednesday, is the day of all of these. */
function shopWith(...limits: LimitConfig[]): Shop {
  const shop = new Shop(campaign(7n, [off], { features: ['coupons'], limits }));
  shop.when(coupons(7n, ['TEN'], {}));
  return shop;
}

/** What the last of these requests leaves of counters, and what it adds to their course. */
function folded(shop: Shop, ...requests: Request[]) {
  const decided = requests.map((request) => ({
    ...shop.when(request),
    application: SHOP,
    key: requestKey(SHOP, request),
  }));
  const records = asPartitions(decided.slice(-1), 1).flat();
  return {
    rows: records.flatMap(budgetRows).map(({ counter, value }) => `${counter} = ${value}`),
    course: records.flatMap(budgetAdditions).map(({ name, given, undone }) => `${name} ${given}/${undone}`),
  };
}

describe('the budgets of a campaign', () => {
  const monthly = limit('setDiscount', 10_000n, [], 'monthly');

  it('are used up by a close, and given back by its cancellation', () => {
    const shop = shopWith(monthly);
    const used = { rows: ['setDiscount|7|2026-07|| = 90'], course: ['setDiscount|7|2026-07|| 90/0'] };
    expect(folded(shop, close('s', cart))).toEqual(used);
    expect(folded(shop, close('t', cart))).toEqual({
      rows: ['setDiscount|7|2026-07|| = 180'],
      course: ['setDiscount|7|2026-07|| 90/0'],
    });
    expect(folded(shop, cancel('s'))).toEqual({
      rows: ['setDiscount|7|2026-07|| = 90'],
      course: ['setDiscount|7|2026-07|| 0/90'],
    });
  });

  it.each([['Profile'], ['Coupon'], ['Session'], ['Identifier']])('have no course where they count by %s', (entity) => {
    const shop = shopWith(limit('setDiscount', 10_000n, [entity]));
    const { rows, course } = folded(shop, close('s', { ...cart, identifiers: ['10.0.0.1'] }));
    expect([rows, course]).toEqual([[expect.stringMatching(/^setDiscount\|7\|\|.+ = 90$/)], []]);
  });

  it('say by which profile they count, whatever that is called', () => {
    const shop = shopWith(limit('setDiscount', 10_000n, ['Profile']));
    const request = close('s', { ...cart, profileId: 'a|b;c' });
    const decided = { ...shop.when(request), application: SHOP, key: requestKey(SHOP, request) };
    const [row] = asPartitions([decided], 1).flat().flatMap(budgetRows);
    expect(row).toMatchObject({ campaign: 7n, action: 'setDiscount', period: '', apart: '', profileId: 'a|b;c' });
  });

  it('count what is said of the time before, and not how it was said', () => {
    const shop = shopWith(monthly);
    const none = { couponId: null, sessionId: null, identifier: null, profileId: null };
    const said: LimitOpening = {
      ...{ campaign: 7n, action: 'setDiscount', period: 'monthly', day: '2026-07-01', amount: 500n },
      ...none,
    };
    const ofLimits = { kind: 'LimitOpeningsReceived', batch: 'before', chunk: 0, openings: [said] } as const;
    expect(folded(shop, ofLimits)).toEqual({
      rows: ['setDiscount|7|2026-07|| = 500'],
      course: ['setDiscount|7|2026-07|| 500/0'],
    });
    const [created] = shop.log.flatMap(({ decision }) => decision.events);
    const couponId = created?.kind === 'CouponsCreated' ? (created.coupons[0]?.id ?? 0n) : 0n;
    const ofCode: CouponOpening = { couponId, profileId: '', redemptions: 40n, discount: null };
    const ofCoupons = { kind: 'CouponOpeningsReceived', batch: 'before', chunk: 0, openings: [ofCode] } as const;
    expect(folded(shop, ofCoupons).course).toEqual(['redeemCoupon|7||| 40/0']);
  });
});
