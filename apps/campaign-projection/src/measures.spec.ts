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
