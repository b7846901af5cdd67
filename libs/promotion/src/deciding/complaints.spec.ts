import type { Decision } from '../decision';
import type { CartItemInput } from '../request';
import {
  application,
  cancel,
  campaign,
  close,
  coupons,
  effect,
  effectsOf,
  eventsOf,
  given,
  item,
  limit,
  NOON,
  reopen,
  returned,
  rule,
  sessionOf,
  SHOP,
  told,
  update,
} from '../testing';

// What users of other engines complained of, by the thread in which they did: none of it happens here.

const off = (value: string) => effect('setDiscount', { name: 'off', value });
const perItem = (value: string) => effect('setDiscountPerItem', { name: 'each', value });
const withCode = (value = '5') => campaign(1n, [rule('coupon.valid', [off(value)])]);
const HOUR = 3_600_000n;

function discounts(decision: Decision): bigint {
  const given = decision.effects.filter(({ type }) => type.startsWith('setDiscount'));
  return given.reduce((sum, { props }) => sum + (props['value'] as bigint), 0n);
}

function due(cart: readonly CartItemInput[], value: string): bigint {
  const { decision } = given(campaign(1n, [rule('true', [off(value)])])).when(close('s', { cartItems: cart }));
  return sessionOf(decision).total - discounts(decision);
}

describe('what a customer pays', () => {
  it.each([
    [
      'medusa 12226: all is free, and nothing is left, not even a fraction of a cent',
      [item('A', 1999, 3)],
      'session.total',
      0n,
    ],
    ['medusa 14934: fifty thousand are an amount and no percentage', [item('A', 10_000_000)], '50000', 5_000_000n],
    [
      'medusa 13131: as many units as a session may have, of a price with six decimals, are exact',
      [price('A', 33_333n, 10_000)],
      '0.01',
      33_332n,
    ],
    [
      'chameleon 236: a percentage is rounded once, not per line',
      [333, 333, 333].map((c) => item(`${c}`, c)),
      'percent(session.total, 10)',
      899n,
    ],
    [
      'vendure 2995: a fixed amount that does not divide by the quantity loses no cent',
      [item('A', 1000, 3)],
      '10',
      2000n,
    ],
  ])('%s', (_, cart, value, expected) => {
    expect(due(cart, value)).toBe(expected);
  });

  it('vendure 1795: changing the quantity spreads the amount anew, over what is there now', () => {
    const { shop } = given(campaign(1n, [rule('true', [off('10')])]));
    const shares = (quantity: number) =>
      effectsOf(shop.when(update('s', { cartItems: [item('A', 1000, quantity)] })).decision, 'setDiscount')[0]?.shares;
    expect(shares(3)).toMatchObject([
      { subPosition: 0, units: 1, amount: 334n },
      { subPosition: 1, units: 2, amount: 333n },
    ]);
    expect(shares(2)).toMatchObject([{ units: 2, amount: 500n }]);
  });

  it('broadleaf 975: a promotion is on each item once, however often the session is updated', () => {
    const { shop } = given(campaign(1n, [rule('true', [perItem('1')])]));
    const cart = { cartItems: [item('A', 1000), item('B', 1000)] };
    const each = [update('s', cart), update('s', cart), close('s', cart)].map((request) => shop.when(request).decision);
    expect(each.map(told)).toEqual(Array(3).fill(['setDiscountPerItem 100', 'setDiscountPerItem 100']));
  });

  it('shopware 8329: thousands of pieces stay runs, they are not spread out', () => {
    const cart = Array.from({ length: 10 }, (_, index) => item(`${index}`, 1234 + index, 1000));
    const { decision } = given(campaign(1n, [rule('true', [off('777.77'), perItem('0.01')])])).when(
      close('s', { cartItems: cart }),
    );
    expect(decision.effects.flatMap(({ shares }) => shares).length).toBeLessThanOrEqual(10 * 2 + 10 * 3);
  });

  /** Unit prices in ten-thousandths of a cent. */
  function price(sku: string, tenThousandths: bigint, quantity: number): CartItemInput {
    return { ...item(sku, 0, quantity), price: tenThousandths };
  }
});

describe('what a closed session holds', () => {
  it.each([
    ['shopware 5766: a rule that is edited', { value: '9', state: 'enabled' }],
    ['vendure 5356: a campaign that is disabled', { value: '5', state: 'disabled' }],
    ['shopware 7074: a campaign that is over', { value: '5', state: 'enabled', endTime: NOON }],
  ])('%s does not price it again: not when it is returned, cancelled, or closed once more', (_, change) => {
    const { shop } = given(campaign(1n, [rule('true', [off('5')])])).after(
      close('s', { cartItems: [item('A', 1000, 2)] }),
    );
    const { value, ...changes } = change;
    shop.save(campaign(1n, [rule('true', [off(value)])], changes));
    expect(shop.when(close('s')).decision.outcome).toBe('repeated');
    expect(told(shop.when(returned('s', { 0: 1 })).decision)).toEqual(['rollbackDiscount 250']);
    expect(told(shop.when(cancel('s')).decision)).toEqual(['rollbackDiscount 250']);
  });

  it('solidus 512: what comes back for a returned unit is what was paid for it', () => {
    const { shop } = given(campaign(1n, [rule('true', [off('10')])])).after(
      close('s', { cartItems: [item('A', 1000, 3)] }),
    );
    const refunds = [0, 1, 2].map(() => {
      const [rollback] = effectsOf(shop.when(returned('s', { 0: 1 })).decision, 'rollbackDiscount');
      return 1000n - (rollback?.props['value'] as bigint);
    });
    expect([refunds, refunds.reduce((sum, each) => sum + each, 0n)]).toEqual([[667n, 667n, 666n], 2000n]);
  });

  it('registrasion 1: a code that comes back takes its discount along', () => {
    const { shop } = given(withCode()).after(coupons(1n, ['ONE'], { usageLimit: 1n }));
    const buy = (id: string) => shop.when(close(id, { cartItems: [item('A', 1000)], couponCodes: ['ONE'] })).decision;
    expect(told(buy('a'))).toEqual(['acceptCoupon ONE', 'setDiscount 500']);
    expect(told(shop.when(cancel('a')).decision)).toEqual(['rollbackCoupon ONE', 'rollbackDiscount 500']);
    expect(told(buy('b'))).toEqual(['acceptCoupon ONE', 'setDiscount 500']);
  });

  it('sylius 10125: whether a cancelled order gives its code back is the campaign’s to say', () => {
    const kept = campaign(1n, [rule('coupon.valid', [off('5')])], { rollbackCouponsOnCancel: false });
    const { shop } = given(kept).after(coupons(1n, ['ONE'], { usageLimit: 1n }));
    const cart = { cartItems: [item('A', 1000)], couponCodes: ['ONE'] };
    shop.when(close('a', cart));
    expect(told(shop.when(cancel('a')).decision)).toEqual(['rollbackDiscount 500']);
    expect(told(shop.when(close('b', cart)).decision)).toEqual(['rejectCoupon CouponLimitReached']);
  });
});

describe('how often a code is used', () => {
  const cart = { cartItems: [item('A', 100, 3), item('B', 200, 5)], couponCodes: ['CODE'] };

  it('sylius 5412: once for a session, however many items it holds', () => {
    const rules = [rule('coupon.valid', [perItem('0.1')]), rule('coupon.valid', [off('1')])];
    const { shop } = given(campaign(1n, rules)).after(coupons(1n, ['CODE'], { usageLimit: 5n }));
    const { decision } = shop.when(close('s', cart));
    expect(eventsOf(decision, 'CouponRedemptionChanged')).toMatchObject([{ delta: 1n, usageCounter: 1n }]);
  });

  it('magento 34627: up and down by one log, in one order, so that the counter is right after each step', () => {
    const { shop } = given(withCode()).after(coupons(1n, ['CODE'], { usageLimit: 2n }));
    const counted = [close('a', cart), close('b', cart), cancel('a'), close('c', cart), cancel('b')].map((request) =>
      eventsOf(shop.when(request).decision, 'CouponRedemptionChanged').map((one) => [one.delta, one.usageCounter]),
    );
    expect(counted).toEqual([[[1n, 1n]], [[1n, 2n]], [[-1n, 1n]], [[1n, 2n]], [[-1n, 1n]]]);
  });

  it('saleor 15855: the same close by two requests uses it once, and the second takes nothing away', () => {
    const { shop } = given(withCode()).after(coupons(1n, ['CODE'], { usageLimit: 1n }), close('s', cart));
    const { decision } = shop.when(close('s', cart));
    expect([decision.outcome, decision.events, decision.effects]).toEqual(['repeated', [], []]);
    expect(told(shop.when(close('other', cart)).decision)).toEqual(['rejectCoupon CouponLimitReached']);
  });

  it('saleor 8799: a request that is refused uses nothing', () => {
    const { shop } = given(withCode()).after(coupons(1n, ['CODE'], { usageLimit: 1n }));
    const refused = close('s', { ...cart, cartItems: [item('A', 100, -1)] });
    expect(shop.when(refused).decision).toMatchObject({ outcome: 'refused', events: [] });
    expect(told(shop.when(close('s', cart)).decision)).toEqual(['acceptCoupon CODE', 'setDiscount 500']);
  });

  it('shopper 510: where a limit is met, the answer says so', () => {
    const limits = [limit('redeemCoupon', 1n)];
    const { shop } = given(campaign(1n, [rule('coupon.valid', [off('1')])], { limits })).after(coupons(1n, ['CODE']));
    shop.when(close('a', cart));
    expect(told(shop.when(close('b', cart)).decision)).toEqual(['rejectCoupon CampaignLimitReached']);
  });

  it('spree 13734: a balance is never overdrawn by sessions that were open together', () => {
    const { shop } = given(withCode('coupon.remainingValue')).after(coupons(1n, ['CODE'], { discountLimit: 1000n }));
    const worth = { cartItems: [item('A', 700)], couponCodes: ['CODE'] };
    for (const id of ['a', 'b', 'c']) expect(discounts(shop.when(update(id, worth)).decision)).toBe(700n);
    const paid = ['a', 'b', 'c'].map((id) => discounts(shop.when(close(id)).decision));
    expect(paid).toEqual([700n, 300n, 0n]);
    shop.when(reopen('a'));
    expect(discounts(shop.when(close('c2', worth)).decision)).toBe(700n);
  });
});

describe('what a decision costs', () => {
  const CODES = Array.from({ length: 20 }, (_, index) => `CODE-${index}`);
  const cart = { cartItems: [item('A', 1000)] };

  it('prestashop 14935, solidus 6496: many lines and codes are loaded as one is, and rules run no more often', () => {
    const cost = (lines: number, codes: number) => {
      const { shop } = given(withCode('0.01')).after(coupons(1n, CODES));
      const runs = jest.spyOn(shop.catalog, 'candidates');
      const cartItems = Array.from({ length: lines }, (_, index) => item(`sku ${index}`, 1000));
      const { decision, rounds } = shop.when(close('s', { cartItems, couponCodes: CODES.slice(0, codes) }));
      return { rounds, runs: runs.mock.calls.length, gave: decision.effects.length };
    };
    const one = cost(1, 1);
    expect(one.gave).toBe(2);
    expect(cost(50, 20)).toEqual({ ...one, gave: 40 });
  });

  it('saleor 14984: an edited campaign rewrites no session; each is priced anew with its own next request', () => {
    const { shop } = given(campaign(1n, [rule('true', [off('5')])]));
    const open = ['a', 'b', 'c'].map((id) => shop.when(update(id, cart)).position);
    shop.save(campaign(1n, [rule('true', [off('9')])]));
    const { decision, position } = shop.when(update('b'));
    expect(told(decision)).toEqual(['setDiscount 900']);
    expect(decision.events.map((event) => event.kind)).toEqual(['SessionChanged']);
    const world = shop.state.world(
      () => true,
      () => false,
    );
    const written = ['a', 'b', 'c'].map((id) => world.session(SHOP, id)?.version);
    expect(written).toEqual([open[0], position, open[2]]);
  });
});

describe('which code is meant', () => {
  it.each(['Summer10', 'SUMMER10', ' summer10 '])('vendure 4364: %j is the one that was made as summer10', (code) => {
    const { shop } = given(withCode()).after(coupons(1n, ['summer10']));
    const cart = { cartItems: [item('A', 1000)], couponCodes: [code] };
    expect(told(shop.when(close('s', cart)).decision)).toEqual([`acceptCoupon ${code}`, 'setDiscount 500']);
  });

  it('vendure 1692: the same code in two shops is two codes', () => {
    const second = { kind: 'ApplicationSaved', entity: application({ id: 2n, name: 'other' }) } as const;
    const other = campaign(3n, [rule('coupon.valid', [off('3')])], { application: 2n });
    const { shop } = given(second, withCode(), other).after(coupons(1n, ['CODE']));
    shop.when(coupons(3n, ['CODE']), 2n);
    const cart = { cartItems: [item('A', 1000)], couponCodes: ['CODE'] };
    expect(told(shop.when(close('s', cart)).decision)).toEqual(['acceptCoupon CODE', 'setDiscount 500']);
    expect(told(shop.when(close('s', cart), 2n).decision)).toEqual(['acceptCoupon CODE', 'setDiscount 300']);
  });
});

describe('until when', () => {
  it('virtocommerce 956: a campaign runs through its last moment, and no longer', () => {
    const { shop } = given(campaign(1n, [rule('true', [off('1')])], { startTime: NOON, endTime: NOON + HOUR }));
    const at = (time: bigint) =>
      told(shop.at(time).when(update(`s${time}`, { cartItems: [item('A', 1000)] })).decision).length;
    expect([NOON - 1n, NOON, NOON + HOUR - 1n, NOON + HOUR].map(at)).toEqual([0, 1, 1, 0]);
  });

  it('prestashop 26235: a code that expires while the cart is open is rejected at the close', () => {
    const { shop } = given(withCode()).after(coupons(1n, ['CODE'], { expiryDate: NOON + HOUR }));
    const cart = { cartItems: [item('A', 1000)], couponCodes: ['CODE'] };
    expect(told(shop.when(update('s', cart)).decision)).toEqual(['acceptCoupon CODE', 'setDiscount 500']);
    expect(told(shop.at(NOON + HOUR).when(close('s')).decision)).toEqual(['rejectCoupon CouponExpired']);
  });
});
