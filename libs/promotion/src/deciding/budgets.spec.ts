import type { CatalogChange, LimitConfig, Rule, RuleEffect } from '../catalog-event';
import type { Decision } from '../decision';
import {
  application,
  campaign,
  cancel,
  close,
  coupons,
  effect,
  effectsOf,
  given,
  item,
  limit,
  loyaltyProgram,
  moved,
  rule,
  sessionOf,
  told,
  update,
  webhook,
} from '../testing';

// Limits on what effects use up. Amounts are cents; the threads that a title names are those of the references' list.

const cart = [item('A', 8000)];
const off = (value: string) => effect('setDiscount', { name: 'off', value });
const note = effect('showNotification', { title: 'Sorry' });

/** A campaign that takes 5 off everybody's cart. */
const automatic = (...limits: LimitConfig[]) => campaign(1n, [rule('true', [off('5')])], { limits });
const withCode = (...limits: LimitConfig[]) => campaign(1n, [rule('coupon.valid', [off('5')])], { limits });
const partial = (partialRewards: boolean, limits: LimitConfig[] = []): CatalogChange => ({
  kind: 'ApplicationSaved',
  entity: application({ partialRewards, limits }),
});

const reasons = (decision: Decision) =>
  effectsOf(decision, 'rejectCoupon').map(({ props }) => props['rejectionReason']);

describe('a limit on what effects use up', () => {
  it('vendure 4353: binds campaigns that no coupon is needed for', () => {
    const { shop } = given(automatic(limit('setDiscountEffect', 1n)));
    expect(told(shop.when(close('a', { cartItems: cart })).decision)).toEqual(['setDiscount 500']);
    const { decision } = shop.when(close('b', { cartItems: cart }));
    expect(told(decision)).toEqual([]);
    expect(decision.ruleFailures).toMatchObject([{ campaign: 1n, effectIndex: 0 }]);
    expect(decision.ruleFailures[0]?.details).toContain('setDiscountEffect is used up');
  });

  it('vendure 5278: an effect that changes nothing uses nothing up, of no limit and of no coupon', () => {
    const limits = [
      limit('setDiscount', 10_000n),
      limit('setDiscountEffect', 1n),
      limit('redeemCoupon', 1n, ['Profile']),
    ];
    const { shop } = given(withCode(...limits)).after(coupons(1n, ['CODE'], { usageLimit: 1n }));
    const free = { cartItems: [item('free', 0)], couponCodes: ['CODE'], profileId: 'ann' };
    const { decision } = shop.when(close('free', free));
    expect(told(decision)).toEqual(['rejectCoupon EffectCouldNotBeApplied']);
    expect(moved(decision)).toEqual([]);
    expect(told(shop.when(close('paid', { ...free, cartItems: cart })).decision)).toEqual([
      'acceptCoupon CODE',
      'setDiscount 500',
    ]);
  });

  it('shopware 18716: is one for all codes of the campaign', () => {
    const { shop } = given(withCode(limit('setDiscount', 700n))).after(coupons(1n, ['A', 'B', 'C']));
    const buy = (code: string) => shop.when(close(code, { cartItems: cart, couponCodes: [code] })).decision;
    expect(told(buy('A'))).toEqual(['acceptCoupon A', 'setDiscount 500']);
    expect(told(buy('B'))).toEqual(['rejectCoupon EffectCouldNotBeApplied']);
    expect(moved(buy('C'))).toEqual([]);
  });

  it('shopware 18716: counts the codes of one session together', () => {
    const { shop } = given(withCode(limit('setDiscount', 700n))).after(coupons(1n, ['A', 'B']));
    const { decision } = shop.when(close('s', { cartItems: cart, couponCodes: ['A', 'B'] }));
    expect(told(decision)).toEqual(['acceptCoupon A', 'setDiscount 500', 'rejectCoupon EffectCouldNotBeApplied']);
    expect(moved(decision)).toEqual(['setDiscount|1||| 500 -> 500']);
  });

  it('magento 33100: is used up by closed sessions only, not by open or refused ones', () => {
    const { shop } = given(automatic(limit('setDiscountEffect', 1n)));
    expect(moved(shop.when(update('a', { cartItems: cart })).decision)).toEqual([]);
    expect(shop.when(close('b', { cartItems: [item('', 1)] })).decision.outcome).toBe('refused');
    expect(told(shop.when(close('c', { cartItems: cart })).decision)).toEqual(['setDiscount 500']);
    expect(told(shop.when(update('a', {})).decision)).toEqual([]);
  });

  it('nopCommerce 6487: is looked at again when the session closes, whatever the open cart was told', () => {
    const { shop } = given(automatic(limit('setDiscountEffect', 1n)));
    expect(told(shop.when(update('slow', { cartItems: cart })).decision)).toEqual(['setDiscount 500']);
    shop.when(close('quick', { cartItems: cart }));
    expect(told(shop.when(close('slow')).decision)).toEqual([]);
  });

  it('medusa 13760: is never passed by one: of eleven closes ten are given', () => {
    const { shop } = given(automatic(limit('setDiscountEffect', 10n)));
    const closes = Array.from({ length: 11 }, (_, n) => shop.when(close(`s${n}`, { cartItems: cart })).decision);
    expect(closes.flatMap(told)).toHaveLength(10);
    expect(moved(closes[9]!)).toEqual(['setDiscountEffect|1||| 1 -> 10']);
  });

  it('saleor 8219: is not used again by the same close once more', () => {
    const { shop } = given(automatic(limit('setDiscountEffect', 5n)));
    shop.when(close('a', { cartItems: cart }));
    const { decision } = shop.when(close('a', { cartItems: cart }));
    expect(decision).toMatchObject({ outcome: 'repeated', events: [] });
  });

  it('vendure 1466: comes back when the session is cancelled, exactly, whatever the limits are by then', () => {
    const { shop } = given(automatic(limit('setDiscount', 600n), limit('setDiscountEffect', 5n, ['Profile'], 'daily')));
    shop.when(close('a', { cartItems: cart, profileId: 'ann' }));
    shop.save(automatic());
    expect(moved(shop.when(cancel('a')).decision)).toEqual([
      'setDiscount|1||| -500 -> 0',
      'setDiscountEffect|1|2026-07-15||ann -1 -> 0',
    ]);
  });

  it('fails the rule as a whole', () => {
    const limits = [limit('customEffect', 0n)];
    const { shop } = given(campaign(1n, [rule('true', [off('5'), effect('customEffect', { name: 'x' })])], { limits }));
    const { decision } = shop.when(close('a', { cartItems: cart }));
    expect(told(decision)).toEqual([]);
    expect(decision.ruleFailures).toMatchObject([{ effectIndex: 1 }]);
  });

  it('is not touched by a rule that fails later', () => {
    const failing = rule('true', [off('5'), off('0')]);
    const { shop } = given(campaign(1n, [failing, rule('true', [off('3')])], { limits: [limit('setDiscount', 800n)] }));
    const { decision } = shop.when(close('a', { cartItems: cart }));
    expect(told(decision)).toEqual(['setDiscount 300']);
    expect(moved(decision)).toEqual(['setDiscount|1||| 300 -> 300']);
  });
});

describe('a spend budget of 1000.00 of which 996.00 are used, and a discount of 10.00 (A28)', () => {
  const budget = [limit('setDiscount', 100_000n)];

  function spending(partialRewards: boolean, rules = [rule('coupon.valid', [off('decimal(session.attributes.off)')])]) {
    const attributes: CatalogChange = {
      kind: 'AttributeSaved',
      entity: {
        ...{ id: 1n, entity: 'CustomerSession', name: 'off', title: '', type: 'number', description: '' },
        ...{ suggestions: [], restrictedBySuggestions: false, editable: true, eventType: null, personal: false },
        ...{ subscribedApplications: [], created: 0n },
      },
    };
    const { shop } = given(attributes, partial(partialRewards), campaign(1n, rules, { limits: budget }));
    shop.when(coupons(1n, ['CODE']));
    const buy = (id: string, value: number) =>
      shop.when(close(id, { cartItems: [item('A', 500_000)], couponCodes: ['CODE'], attributes: { off: value } }))
        .decision;
    expect(moved(buy('first', 996))).toEqual(['setDiscount|1||| 99600 -> 99600']);
    return buy;
  }

  it('gives the 4.00 that are left and keeps the wish, where partial rewards are allowed', () => {
    const buy = spending(true);
    const decision = buy('second', 10);
    expect(effectsOf(decision, 'setDiscount')[0]?.props).toMatchObject({ value: 400n, desiredValue: 1000n });
    expect(moved(decision)).toEqual(['setDiscount|1||| 400 -> 100000']);
    expect(told(buy('third', 10))).toEqual(['rejectCoupon CampaignLimitReached']);
  });

  it('gives nothing where they are not, and smaller discounts still fit', () => {
    const buy = spending(false);
    const decision = buy('second', 10);
    expect(told(decision)).toEqual(['rejectCoupon EffectCouldNotBeApplied']);
    expect(moved(decision)).toEqual([]);
    expect(moved(buy('third', 4))).toEqual(['setDiscount|1||| 400 -> 100000']);
    expect(told(buy('fourth', 4))).toEqual(['rejectCoupon CampaignLimitReached']);
  });

  it('spreads what is left over the lines, in their order', () => {
    const perItem = effect('setDiscountPerItem', { name: 'each', value: '3' });
    const limits = [limit('setDiscount', 500n)];
    const lines = { cartItems: [item('A', 1000), item('B', 1000), item('C', 1000)] };
    const give = (partialRewards: boolean) =>
      given(partial(partialRewards), campaign(1n, [rule('true', [perItem])], { limits })).when(close('s', lines))
        .decision;
    const parts = effectsOf(give(true), 'setDiscountPerItem').map(({ props }) => [
      props['value'],
      props['desiredValue'],
    ]);
    expect(parts).toEqual([
      [300n, undefined],
      [200n, 300n],
    ]);
    expect(moved(give(true))).toEqual(['setDiscount|1||| 500 -> 500']);
    expect(told(give(false))).toEqual([]);
  });

  it('is about what is really given, not about the wish', () => {
    const { shop } = given(campaign(1n, [rule('true', [off('10')])], { limits: [limit('setDiscount', 400n)] }));
    expect(told(shop.when(close('small', { cartItems: [item('A', 300)] })).decision)).toEqual(['setDiscount 300']);
  });

  it('counts of a count as many as there are, never a part', () => {
    const perItem = effect('setDiscountPerItem', { name: 'each', value: '3' });
    const limits = [limit('setDiscountEffect', 2n)];
    const { shop } = given(partial(true), campaign(1n, [rule('true', [perItem])], { limits }));
    const lines = (count: number) => ({ cartItems: Array.from({ length: count }, (_, n) => item(`sku ${n}`, 1000)) });
    expect(told(shop.when(close('three', lines(3))).decision)).toEqual([]);
    expect(moved(shop.when(close('two', lines(2))).decision)).toEqual(['setDiscountEffect|1||| 2 -> 2']);
  });
});

describe('what a coupon of 50.00 is worth is a limit as well', () => {
  const giving = (...effects: readonly RuleEffect[]) => rule('coupon.valid', effects);
  const each = (props: Readonly<Record<string, string>>) => effect('setDiscountPerItem', { name: 'each', ...props });
  const lines = [item('A', 4000), item('B', 4000)];

  function paying(partialRewards: boolean, ...rules: readonly Rule[]) {
    const { shop } = given(loyaltyProgram(9n), partial(partialRewards), campaign(1n, rules));
    shop.when(coupons(1n, ['CARD'], { discountLimit: 5000n }));
    return (id: string, cartItems = lines) =>
      shop.when(close(id, { profileId: 'ann', cartItems, couponCodes: ['CARD'] })).decision;
  }
  const partsOf = (decision: Decision) =>
    decision.effects
      .filter(({ type }) => type.startsWith('setDiscount'))
      .map(({ props }) => [props['value'], props['desiredValue']]);

  it.each<[string, Rule[], unknown[]]>([
    ['one discount', [giving(off('60'))], [[5000n, 6000n]]],
    [
      'two of a rule',
      [giving(off('30'), off('30'))],
      [
        [3000n, undefined],
        [2000n, 3000n],
      ],
    ],
    [
      'one on each item',
      [giving(each({ value: '30' }))],
      [
        [3000n, undefined],
        [2000n, 3000n],
      ],
    ],
    [
      'one on all items together',
      [giving(each({ total: '60' }))],
      [
        [2500n, 3000n],
        [2500n, 3000n],
      ],
    ],
  ])('%s: cut to that where partial rewards are allowed, else not given', (_, rules, parts) => {
    expect(partsOf(paying(true, ...rules)('s'))).toEqual(parts);
    expect(told(paying(false, ...rules)('s'))).toEqual(['rejectCoupon EffectCouldNotBeApplied']);
  });

  it('of two rules keeps the second back, and what is left can still be had', () => {
    expect(partsOf(paying(true, giving(off('30')), giving(off('30')))('s'))).toEqual([
      [3000n, undefined],
      [2000n, 3000n],
    ]);
    const pay = paying(false, giving(off('30')), giving(off('30')), giving(off('20')));
    expect(partsOf(pay('s'))).toEqual([
      [3000n, undefined],
      [2000n, undefined],
    ]);
    expect(told(pay('other'))).toEqual(['rejectCoupon CouponLimitReached']);
  });

  it.each([true, false])(
    'is paid with to the cent by a rule that asks for it, partial rewards or not: %j',
    (allowed) => {
      const pay = paying(allowed, giving(off('coupon.remainingValue')));
      expect(told(pay('first', [item('A', 3000)]))).toEqual(['acceptCoupon CARD', 'setDiscount 3000']);
      expect(told(pay('second'))).toEqual(['acceptCoupon CARD', 'setDiscount 2000']);
    },
  );

  it.each([true, false])('does not bind points: %j', (allowed) => {
    const points = effect('addLoyaltyPoints', { name: 'for paying', programId: 9n, value: '60' });
    expect(told(paying(allowed, giving(points))('s'))).toEqual(['acceptCoupon CARD', 'addLoyaltyPoints 6000']);
  });
});

describe('effects that last at once', () => {
  const creating = (...limits: LimitConfig[]) =>
    campaign(1n, [rule('true', [effect('couponCreated', { pattern: 'GIFT-####' })])], { limits });

  it('are counted when they are given, once per session, and stay counted', () => {
    const { shop } = given(creating(limit('createCoupon', 1n)));
    expect(moved(shop.when(update('a', { cartItems: cart })).decision)).toEqual(['createCoupon|1||| 1 -> 1']);
    expect(moved(shop.when(update('a', {})).decision)).toEqual([]);
    expect(told(shop.when(update('b', { cartItems: cart })).decision)).toEqual([]);
    const closed = shop.when(close('a'));
    expect(moved(closed.decision)).toEqual([]);
    expect(sessionOf(closed.decision).counted).toEqual([]);
    expect(moved(shop.when(cancel('a')).decision)).toEqual([]);
  });

  it('stay counted also when they were given by the close', () => {
    const { shop } = given(creating(limit('createCoupon', 2n)));
    expect(moved(shop.when(close('a', { cartItems: cart })).decision)).toEqual(['createCoupon|1||| 1 -> 1']);
    expect(moved(shop.when(cancel('a')).decision)).toEqual([]);
  });

  it('call a webhook as often as it may be', () => {
    const calling = campaign(1n, [rule('true', [effect('triggerWebhook', { webhookId: 9n })])], {
      limits: [limit('callApi', 1n, [], 'daily')],
    });
    const { shop } = given(webhook(9n), calling);
    expect(moved(shop.when(update('a')).decision)).toEqual(['callApi|1|2026-07-15|| 1 -> 1']);
    expect(told(shop.when(update('b')).decision)).toEqual([]);
  });

  it('a dry run uses nothing up', () => {
    const { shop } = given(creating(limit('createCoupon', 1n)));
    shop.try(close('dry', { cartItems: cart }));
    expect(moved(shop.when(close('a', { cartItems: cart })).decision)).toEqual(['createCoupon|1||| 1 -> 1']);
  });
});

describe('custom effects', () => {
  const custom = effect('customEffect', { name: 'x' });

  it('are counted, those on failure too', () => {
    const rules = [rule('session.total > 100', [custom], { onFailure: [custom] })];
    const { shop } = given(campaign(1n, rules, { limits: [limit('customEffect', 2n)] }));
    expect(moved(shop.when(close('a', { cartItems: cart })).decision)).toEqual(['customEffect|1||| 1 -> 1']);
    expect(moved(shop.when(close('b', { cartItems: [item('A', 20_000)] })).decision)).toEqual([
      'customEffect|1||| 1 -> 2',
    ]);
    expect(told(shop.when(close('c', { cartItems: cart })).decision)).toEqual([]);
  });

  it('of a custom event are counted at once', () => {
    const { shop } = given(
      [
        {
          kind: 'EventTypeSaved',
          entity: { id: 5n, name: 'won', title: '', description: '', applications: [], created: 0n },
        },
      ],
      campaign(1n, [rule('event.type == "won"', [custom], { onFailure: [note] })], {
        limits: [limit('customEffect', 1n, ['Profile'])],
      }),
    );
    const win = (profileId: string) =>
      shop.when({
        kind: 'CustomEventReceived',
        profileId,
        type: 'won',
        attributes: {},
        sessionId: null,
        integrationId: null,
        connectedSessionId: null,
      }).decision;
    expect(moved(win('ann'))).toEqual(['customEffect|1|||ann 1 -> 1']);
    expect(told(win('ann'))).toEqual(['showNotification']);
    expect(moved(win('bob'))).toEqual(['customEffect|1|||bob 1 -> 1']);
  });
});

describe('a code whose rule a limit kept back', () => {
  it.each([
    [[], 'CampaignLimitReached'],
    [['Coupon'], 'CouponLimitReached'],
    [['Coupon', 'Profile'], 'ProfileLimitReached'],
    [['Session'], undefined],
  ])('%j: is rejected for it when the limit is used up', (entities, reason) => {
    const { shop } = given(withCode(limit('setDiscount', 500n, entities))).after(coupons(1n, ['CODE']));
    const buy = (id: string) =>
      shop.when(close(id, { cartItems: cart, couponCodes: ['CODE'], profileId: 'ann' })).decision;
    buy('a');
    expect(reasons(buy('b'))[0]).toBe(reason);
  });

  it('is told the first reason of the contract, whichever rule met it first', () => {
    const rules = [
      rule('coupon.valid', [off('5'), off('0')]),
      rule('coupon.valid', [effect('customEffect', { name: 'x' })]),
    ];
    const limits = [limit('customEffect', 0n)];
    for (const ordered of [rules, rules.toReversed()]) {
      const { shop } = given(campaign(1n, ordered, { limits })).after(coupons(1n, ['CODE']));
      const { decision } = shop.when(close('s', { cartItems: cart, couponCodes: ['CODE'] }));
      expect(reasons(decision)).toEqual(['CampaignLimitReached']);
    }
  });
});
