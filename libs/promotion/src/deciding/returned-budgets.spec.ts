import type { LimitConfig } from '../catalog-event';
import {
  campaign,
  cancel,
  close,
  coupons,
  effect,
  given,
  item,
  limit,
  moved,
  profileUpdate,
  returned,
  rule,
  sessionOf,
  told,
  type Shop,
} from '../testing';

const off = effect('setDiscount', { name: 'off', value: '10' });
const each = effect('setDiscountPerItem', { name: 'each', value: '1' });
const cart = { profileId: 'ann', cartItems: [item('A', 1000, 3), item('B', 500)] };

function shopWith(effects: readonly ReturnType<typeof effect>[], ...limits: LimitConfig[]): Shop {
  return given(campaign(1n, [rule('true', effects)], { limits })).shop;
}

describe('a return gives back what its discounts used of limits', () => {
  it('the money, exact to the unit, for others to use', () => {
    const shop = shopWith([off], limit('setDiscount', 1000n), limit('setDiscount', 5000n, ['Profile']));
    shop.when(close('s', cart));
    expect(told(shop.when(close('late', cart)).decision)).toEqual([]);
    // 3500 cents share 1000: A has 857 as 286, 286, 285, and B 143.
    const { decision } = shop.when(returned('s', { 0: 2 }));
    expect(moved(decision)).toEqual(['setDiscount|1||| -571 -> 429', 'setDiscount|1|||ann -571 -> 429']);
    const small = { profileId: 'ben', cartItems: [item('C', 571)] };
    expect(told(shop.when(close('small', small)).decision)).toEqual(['setDiscount 571']);
  });

  it('that it was one, when nothing of it is left', () => {
    const shop = shopWith([off], limit('setDiscountEffect', 1n));
    shop.when(close('s', cart));
    expect(moved(shop.when(returned('s', { 0: 3 })).decision)).toEqual([]);
    expect(moved(shop.when(returned('s', { 1: 1 })).decision)).toEqual(['setDiscountEffect|1||| -1 -> 0']);
    expect(told(shop.when(close('late', cart)).decision)).toEqual(['setDiscount 1000']);
  });

  it('of discounts on items those that are taken back', () => {
    const shop = shopWith([each], limit('setDiscountEffect', 5n), limit('setDiscount', 5000n));
    expect(moved(shop.when(close('s', cart)).decision)).toEqual([
      'setDiscount|1||| 400 -> 400',
      'setDiscountEffect|1||| 2 -> 2',
    ]);
    expect(moved(shop.when(returned('s', { 0: null })).decision)).toEqual([
      'setDiscount|1||| -300 -> 100',
      'setDiscountEffect|1||| -1 -> 1',
    ]);
  });

  it('and cancelling gives back the rest, so that nothing is left and nothing is given twice', () => {
    const shop = shopWith([off, each], limit('setDiscount', 5000n), limit('setDiscountEffect', 5n));
    shop.when(close('s', cart));
    const back = shop.when(returned('s', { 0: 2 })).decision;
    expect(sessionOf(back).counted.map(({ delta }) => delta)).toEqual([1400n - 571n - 200n, 3n]);
    expect(moved(shop.when(cancel('s')).decision)).toEqual([
      `setDiscount|1||| -${1400n - 571n - 200n} -> 0`,
      'setDiscountEffect|1||| -3 -> 0',
    ]);
  });

  it('to the campaign that gave it, and to no other', () => {
    const limits = [limit('setDiscount', 5000n), limit('setDiscountEffect', 5n)];
    const onB = effect('setDiscountPerItem', { name: 'B', value: '2', items: 'cartItems.filter(i, i.sku == "B")' });
    const onA = effect('setDiscountPerItem', { name: 'A', value: '1', items: 'cartItems.filter(i, i.sku == "A")' });
    const two = [campaign(1n, [rule('true', [onA])], { limits }), campaign(2n, [rule('true', [onB])], { limits })];
    const { shop } = given(...two);
    shop.when(close('s', cart));
    expect(moved(shop.when(returned('s', { 1: 1 })).decision)).toEqual([
      'setDiscount|2||| -200 -> 0',
      'setDiscountEffect|2||| -1 -> 0',
    ]);
  });

  it('to the coupon that gave it, and to no other; codes stay redeemed', () => {
    const limits = [limit('setDiscount', 5000n, ['Coupon', 'Session']), limit('redeemCoupon', 5n)];
    const onA = effect('setDiscountPerItem', {
      name: 'A',
      value: '1',
      items: 'cartItems.filter(i, i.sku == coupon.code)',
    });
    const { shop } = given(campaign(1n, [rule('coupon.valid', [onA])], { limits })).after(coupons(1n, ['A', 'B']));
    const closing = shop.when(close('s', { ...cart, couponCodes: ['A', 'B'] })).decision;
    const [, ofA] = moved(closing);
    expect(ofA).toMatch(/^setDiscount\|1\|\|\d+;s=s\| 300 -> 300$/);
    const { decision } = shop.when(returned('s', { 0: 1 }));
    expect(moved(decision)).toEqual([ofA?.replace('300 -> 300', '-100 -> 200')]);
  });

  it('to the referral that it was given for', () => {
    const limits = [limit('setDiscount', 5000n, ['Referral']), limit('setDiscountEffect', 5n, ['Referral'])];
    const { shop } = given(campaign(1n, [rule('referral.valid', [off])], { limits })).after(
      profileUpdate('eve'),
      coupons(1n, ['COME'], { advocate: 'eve' }),
    );
    shop.when(close('s', { ...cart, cartItems: [item('A', 1000, 2)], referralCode: 'COME' }));
    const [money] = moved(shop.when(returned('s', { 0: 1 })).decision);
    expect(money).toMatch(/^setDiscount\|1\|\|\d+\| -500 -> 500$/);
    expect(moved(shop.when(returned('s', { 0: 1 })).decision).map((one) => one.split(' -> ')[1])).toEqual(['0', '0']);
  });
});
