import type { CatalogChange, LimitConfig } from '../catalog-event';
import type { Decision } from '../decision';
import type { SessionUpdateReceived } from '../request';
import {
  application,
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
  moved,
  rule,
  told,
  update,
} from '../testing';

// Which counters limits have, and for whom each counts.

const cart = [item('A', 8000)];
const off = (value: string) => effect('setDiscount', { name: 'off', value });

/** A campaign that takes 5 off everybody's cart. */
const automatic = (...limits: LimitConfig[]) => campaign(1n, [rule('true', [off('5')])], { limits });
const withCode = (...limits: LimitConfig[]) => campaign(1n, [rule('coupon.valid', [off('5')])], { limits });
const reasons = (decision: Decision) =>
  effectsOf(decision, 'rejectCoupon').map(({ props }) => props['rejectionReason']);

describe('what a limit counts by', () => {
  const many = { cartItems: cart, profileId: 'ann', identifiers: ['1.2.3.4', 'a|b;c'], couponCodes: ['CODE'] };

  it.each([
    [[], ['setDiscount|1|||']],
    [['Coupon'], ['setDiscount|1||3|']],
    [['Profile'], ['setDiscount|1|||ann']],
    [['Session'], ['setDiscount|1||;s=s%7C1|']],
    [['Identifier'], ['setDiscount|1||;i=1.2.3.4|', 'setDiscount|1||;i=a%7Cb%3Bc|']],
    [['Coupon', 'Profile', 'Session'], ['setDiscount|1||3;s=s%7C1|ann']],
    [
      ['Identifier', 'Coupon'],
      ['setDiscount|1||3;i=1.2.3.4|', 'setDiscount|1||3;i=a%7Cb%3Bc|'],
    ],
  ])('%j', (entities, names) => {
    const { shop } = given(withCode(limit('setDiscount', 600n, entities))).after(coupons(1n, ['CODE']));
    const [coupon] = eventsOf(shop.log[0]!.decision, 'CouponsCreated').flatMap((created) => created.coupons);
    const { decision } = shop.when(close('s|1', many));
    const named = names.map((name) => name.replace('||3', `||${coupon?.id}`));
    expect(eventsOf(decision, 'CounterChanged').map(({ counter }) => counter)).toEqual(named);
  });

  it.each([
    [['Profile'], { profileId: 'bob' }],
    [['Coupon'], { couponCodes: ['OTHER'] }],
    [['Identifier'], { identifiers: ['9.9.9.9'] }],
    [['Session'], {}],
    [['Coupon', 'Profile'], { profileId: 'bob' }],
  ])('%j: is kept for each of them by itself', (entities, other) => {
    const { shop } = given(withCode(limit('setDiscountEffect', 1n, entities))).after(coupons(1n, ['CODE', 'OTHER']));
    const buy = (id: string, changes: Partial<SessionUpdateReceived>) =>
      told(shop.when(close(id, { ...many, ...changes })).decision)[0];
    expect(buy('first', {})).toBe('acceptCoupon CODE');
    if (!entities.includes('Session'))
      expect(buy('second', {})).toMatch(/^rejectCoupon (Coupon|Profile|Campaign)Limit/);
    expect(buy('third', other)).toMatch(/^acceptCoupon/);
  });

  it('an identifier that was seen blocks a session that has others beside it', () => {
    const { shop } = given(automatic(limit('setDiscountEffect', 1n, ['Identifier'])));
    shop.when(close('a', { cartItems: cart, identifiers: ['one'] }));
    const { decision } = shop.when(close('b', { cartItems: cart, identifiers: ['two', 'one', 'two'] }));
    expect(told(decision)).toEqual([]);
    expect(told(shop.when(close('c', { cartItems: cart, identifiers: ['two', 'two'] })).decision)).toEqual([
      'setDiscount 500',
    ]);
  });

  it.each([
    ['Profile', {}],
    ['Identifier', { profileId: 'ann' }],
    ['Coupon', { profileId: 'ann' }],
  ])('%s: nothing is given where there is none, or the limit could be gone round', (entity, changes) => {
    const { shop } = given(automatic(limit('setDiscountEffect', 1n, [entity])));
    const { decision } = shop.when(close('a', { cartItems: cart, ...changes }));
    expect(told(decision)).toEqual([]);
    expect(decision.ruleFailures[0]?.details).toContain(`counts by ${entity}`);
  });

  it('a code needs a profile, or an identifier, where its redemption is counted by one', () => {
    const { shop } = given(withCode(limit('redeemCoupon', 1n, ['Identifier', 'Profile']))).after(coupons(1n, ['CODE']));
    const buy = (changes: Partial<SessionUpdateReceived>) =>
      reasons(shop.when(update('s', { cartItems: cart, couponCodes: ['CODE'], ...changes })).decision);
    expect(buy({})).toEqual(['ProfileRequired']);
    expect(buy({ profileId: 'ann' })).toEqual(['EffectCouldNotBeApplied']);
    expect(buy({ identifiers: ['one'] })).toEqual([]);
  });

  it('at most one code per session', () => {
    const { shop } = given(withCode(limit('redeemCoupon', 1n, ['Session']))).after(coupons(1n, ['A', 'B']));
    const two = { cartItems: cart, couponCodes: ['A', 'B'] };
    expect(told(shop.when(close('s', two)).decision)).toEqual([
      'acceptCoupon A',
      'setDiscount 500',
      'rejectCoupon CampaignLimitReached',
    ]);
    expect(told(shop.when(close('t', two)).decision)[0]).toBe('acceptCoupon A');
  });

  it('a campaign’s limit and the coupon’s own that count the same count once', () => {
    const { shop } = given(withCode(limit('redeemCoupon', 3n, ['Coupon', 'Profile'])));
    shop.when(coupons(1n, ['CODE'], { profileLimit: 2n }));
    const buy = (id: string) =>
      shop.when(close(id, { cartItems: cart, profileId: 'ann', couponCodes: ['CODE'] })).decision;
    expect(moved(buy('a'))).toMatchObject([expect.stringMatching(/\|ann 1 -> 1$/)]);
    expect(told(buy('b'))[0]).toBe('acceptCoupon CODE');
    expect(reasons(buy('c'))).toEqual(['ProfileLimitReached']);
  });
});

describe('a limit of a period', () => {
  it.each([
    ['daily', ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z']],
    ['weekly', ['2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z']],
    ['monthly', ['2026-03-31T21:59:59Z', '2026-03-31T22:00:00Z']],
    ['yearly', ['2026-12-31T22:59:59Z', '2026-12-31T23:00:00Z']],
  ])('%s: begins anew at local midnight, for automatic campaigns too', (period, [before = '', after = '']) => {
    const { shop } = given(automatic(limit('setDiscount', 500n, [], period)));
    const buy = (at: string, id: string) =>
      told(shop.at(BigInt(Date.parse(at))).when(close(id, { cartItems: cart })).decision);
    expect(buy(before, 'a')).toEqual(['setDiscount 500']);
    expect(buy(before, 'b')).toEqual([]);
    expect(buy(after, 'c')).toEqual(['setDiscount 500']);
  });

  it('a cancellation in a later period gives back that of the close', () => {
    const { shop } = given(automatic(limit('setDiscount', 500n, [], 'daily')));
    shop.when(close('a', { cartItems: cart }));
    const { decision } = shop.at(shop.now + 86_400_000n).when(cancel('a'));
    expect(moved(decision)).toEqual(['setDiscount|1|2026-07-15|| -500 -> 0']);
  });
});

describe('default limits of the application', () => {
  const limits = [limit('setDiscountEffect', 1n), limit('redeemCoupon', 1n)];
  const defaults: CatalogChange = { kind: 'ApplicationSaved', entity: application({ limits }) };

  it('hold for each campaign that says nothing of the action, each by itself', () => {
    const two = campaign(2n, [rule('true', [off('3')])]);
    const { shop } = given(defaults, automatic(), two);
    expect(moved(shop.when(close('a', { cartItems: cart })).decision)).toEqual([
      'setDiscountEffect|1||| 1 -> 1',
      'setDiscountEffect|2||| 1 -> 1',
    ]);
    expect(told(shop.when(close('b', { cartItems: cart })).decision)).toEqual([]);
  });

  it('give way to what a campaign says of the same action, and of no other', () => {
    const { shop } = given(defaults, withCode(limit('setDiscountEffect', 5n))).after(coupons(1n, ['A', 'B']));
    const buy = (code: string) => told(shop.when(close(code, { cartItems: cart, couponCodes: [code] })).decision);
    expect(buy('A')).toEqual(['acceptCoupon A', 'setDiscount 500']);
    expect(buy('B')).toEqual(['rejectCoupon CampaignLimitReached']);
  });
});
