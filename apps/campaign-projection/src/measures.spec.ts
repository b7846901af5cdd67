import { requestKey } from '@tessera/event-contracts';
import { asPartitions } from '@tessera/projection/testing';
import {
  campaign,
  cancel,
  close,
  coupons,
  effect,
  item,
  loyaltyProgram,
  returned,
  rule,
  SHOP,
  Shop,
  update,
} from '@tessera/promotion/testing';
import type { Effect, Request } from '@tessera/promotion';
import { movements } from './measures';

// Two campaigns: one gives a tenth to who brings a coupon, the other tells everybody who closes something.
const off = rule('coupon.valid', [effect('setDiscount', { name: 'off', value: 'session.total * 0.1' })]);
const told = rule('session.total > 0', [effect('customEffect', { name: 'hello' })]);

function shopWithCodes(): Shop {
  const shop = new Shop([...campaign(7n, [off], { features: ['coupons'] }), ...campaign(8n, [told])]);
  shop.when(coupons(7n, ['TEN'], { usageLimit: 3n }));
  return shop;
}

/** What the last of these requests moves, as `campaign.measure: given/undone`. */
function moved(shop: Shop, ...requests: Request[]): Record<string, string> {
  const decided = requests.map((request) => ({
    ...shop.when(request),
    application: SHOP,
    key: requestKey(SHOP, request),
  }));
  const [record] = asPartitions(decided.slice(-1), 1).flat();
  if (!record) throw new Error('nothing was decided');
  const sums = new Map<string, [bigint, bigint]>();
  for (const { campaign: id, name, given, undone } of movements(record)) {
    const [before, back] = sums.get(`${id}.${name}`) ?? [0n, 0n];
    sums.set(`${id}.${name}`, [before + given, back + undone]);
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, sum.join('/')]));
}

const cart = { cartItems: [item('tea', 450, 2)], couponCodes: ['TEN'] };

describe('a decision moves', () => {
  it('nothing while the cart is open', () => {
    expect(moved(shopWithCodes(), update('s', cart))).toEqual({});
  });

  it('points, by amount and how often, and what of them is taken back', () => {
    const earning = rule('true', [effect('addLoyaltyPoints', { name: 'tea', programId: 5n, value: '4.5' })]);
    const shop = new Shop([loyaltyProgram(5n), ...campaign(7n, [earning])]);
    expect(moved(shop, close('s', { profileId: 'ann', cartItems: [item('tea', 450)] }))).toEqual({
      ...{ '7.effect': '1/0', '7.createLoyaltyPoints': '450/0', '7.createLoyaltyPointsEffect': '1/0' },
    });
    expect(moved(shop, cancel('s'))).toEqual({ '7.effect': '0/1', '7.createLoyaltyPoints': '0/450' });
  });

  it('what the close commits, campaign by campaign', () => {
    expect(moved(shopWithCodes(), update('s', cart), close('s'))).toEqual({
      '7.effect': '2/0',
      '7.setDiscountEffect': '1/0',
      '7.setDiscount': '90/0',
      '7.redeemCoupon': '1/0',
      '7.revenue': '900/0',
      '8.effect': '1/0',
      '8.customEffect': '1/0',
    });
  });

  it('the same back with the cancellation, beside what was given; what stays is not touched', () => {
    expect(moved(shopWithCodes(), close('s', cart), cancel('s'))).toEqual({
      '7.effect': '0/2',
      '7.setDiscountEffect': '0/1',
      '7.setDiscount': '0/90',
      '7.redeemCoupon': '0/1',
      '7.revenue': '0/900',
    });
  });

  it('nothing when the same close comes again, or a code is refused', () => {
    expect(moved(shopWithCodes(), close('s', cart), close('s', cart))).toEqual({});
    expect(moved(shopWithCodes(), close('s', { ...cart, couponCodes: ['NONE'] }))).toEqual({
      '8.effect': '1/0',
      '8.customEffect': '1/0',
    });
  });
});

describe('a return moves', () => {
  const onA = effect('setDiscountPerItem', { name: 'A', value: '1', items: 'cartItems.filter(i, i.sku == "A")' });
  const offAll = effect('setDiscount', { name: 'all', value: '3' });
  const basket = { profileId: 'ann', cartItems: [item('A', 1000, 3), item('B', 500)] };

  const shopWith = (...effects: ReturnType<typeof effect>[]) =>
    new Shop(effects.flatMap((one, index) => campaign(BigInt(7 + index), [rule('true', [one])])));

  it('the amount of a discount alone while a part of it is left, and that it was one with the last', () => {
    const shop = shopWith(onA);
    shop.when(close('s', basket));
    expect(moved(shop, returned('s', { 0: 1 }))).toEqual({ '7.setDiscount': '0/100' });
    expect(moved(shop, returned('s', { 0: 1 }))).toEqual({ '7.setDiscount': '0/100' });
    expect(moved(shop, returned('s', { 0: 1 }))).toEqual({
      ...{ '7.effect': '0/1', '7.setDiscountEffect': '0/1', '7.setDiscount': '0/100', '7.revenue': '0/3500' },
    });
  });

  it('that it was one once, where its rollbacks are several', () => {
    const shop = shopWith(offAll);
    shop.when(close('s', basket));
    expect(moved(shop, returned('s', { 0: 3, 1: 1 }))).toEqual({
      ...{ '7.effect': '0/1', '7.setDiscountEffect': '0/1', '7.setDiscount': '0/300', '7.revenue': '0/3500' },
    });
  });

  it('of points the amount, and leaves the rest to the cancellation', () => {
    const earning = rule('true', [effect('addLoyaltyPoints', { name: 'tea', programId: 5n, value: '9' })]);
    const shop = new Shop([loyaltyProgram(5n), ...campaign(7n, [earning])]);
    shop.when(close('s', { profileId: 'ann', cartItems: [item('tea', 450, 3)] }));
    expect(moved(shop, returned('s', { 0: 1 }))).toEqual({ '7.createLoyaltyPoints': '0/300' });
    expect(moved(shop, cancel('s'))).toEqual({ '7.effect': '0/1', '7.createLoyaltyPoints': '0/600' });
  });

  it.each([
    ['nothing', [], { '7': '3500/3500', '8': '3500/3500' }],
    ['a part', [returned('s', { 0: 1 })], { '7': '3500/3500', '8': '3500/3500' }],
    ['all of one campaign', [returned('s', { 0: 2 }), returned('s', { 0: 1 })], { '7': '3500/3500', '8': '3500/3500' }],
  ])('the revenue back exactly, where %s came back before the cancellation', (_what, returns, expected) => {
    const shop = shopWith(onA, offAll);
    const sums = [close('s', basket), ...returns, cancel('s')].map((request) => moved(shop, request));
    const of = (id: string) => {
      const pairs = sums.map((sum) => (sum[`${id}.revenue`] ?? '0/0').split('/').map(Number));
      return [0, 1].map((side) => pairs.reduce((total, pair) => total + (pair[side] ?? 0), 0)).join('/');
    };
    expect({ '7': of('7'), '8': of('8') }).toEqual(expected);
  });

  it('the revenue back where a kept redemption is all that is left of its campaign', () => {
    const shop = new Shop(campaign(7n, [off], { features: ['coupons'], rollbackCouponsOnCancel: false }));
    shop.when(coupons(7n, ['TEN'], { usageLimit: 3n }));
    shop.when(close('s', cart));
    expect(moved(shop, returned('s', { 0: 2 }))).toMatchObject({ '7.setDiscount': '0/90' });
    expect(moved(shop, cancel('s'))).toEqual({ '7.revenue': '0/900' });
  });
});

describe('each effect that lasts counts under its measure:', () => {
  const shop = shopWithCodes();
  const closing = shop.when(close('s', cart));
  const [template] = closing.decision.effects;

  it.each([
    ['acceptReferral', 'committed', { redeemReferral: '1/0' }],
    ['rollbackReferral', 'rolledBack', { redeemReferral: '0/1' }],
    ['couponCreated', 'durable', { createCoupon: '1/0' }],
    ['referralCreated', 'durable', { createReferral: '1/0' }],
    ['reserveCoupon', 'durable', { reserveCoupon: '1/0' }],
    ['addFreeItem', 'committed', { addFreeItemEffect: '1/0' }],
    ['awardGiveaway', 'committed', { awardGiveaway: '1/0' }],
    ['triggerWebhook', 'durable', { callApi: '1/0' }],
    ['showNotification', 'committed', {}],
  ])('%s, %s', (type, phase, expected) => {
    if (!template) throw new Error('the close gave nothing');
    const given: Effect = { ...template, type, phase, props: {} };
    const decision = { ...closing.decision, events: [], effects: [given] };
    const [record] = asPartitions([{ ...closing, decision, application: SHOP, key: 'k' }], 1).flat();
    const named = (record ? movements(record) : []).map(({ name, ...row }) => [name, `${row.given}/${row.undone}`]);
    const whole = phase === 'rolledBack' ? '0/1' : '1/0';
    expect(Object.fromEntries(named)).toEqual({ effect: whole, ...expected });
  });
});
