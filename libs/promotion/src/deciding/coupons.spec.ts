import type { CouponSettings } from '../request';
import {
  attribute,
  cancel,
  campaign,
  close,
  coupons,
  effect,
  effectsOf,
  evaluationTree,
  eventsOf,
  given,
  group,
  item,
  NOON,
  rule,
  sessionOf,
  told,
  update,
} from '../testing';

const DAY = 86_400_000n;
const five = effect('setDiscount', { name: 'five', value: '5' });
const withCode = campaign(1n, [rule('coupon.valid', [five])]);
const cart = [item('A', 8000)];

function trying(settings: Partial<CouponSettings>, profileId = '', changes = withCode) {
  return given(changes)
    .after(coupons(1n, ['CODE'], settings))
    .when(update('s', { cartItems: cart, couponCodes: ['CODE'], profileId })).decision;
}

function limited(entities: string[], limit = 1n, period: string | null = null) {
  const limits = [{ action: 'redeemCoupon', limit, entities, period }];
  return campaign(1n, [rule('coupon.valid', [five])], { limits });
}

describe('accepting a code', () => {
  it('precedes the effects of its rule and names the coupon', () => {
    const decision = trying({});
    expect(told(decision)).toEqual(['acceptCoupon CODE', 'setDiscount 500']);
    const [accept, discount] = decision.effects;
    expect(accept).toMatchObject({ campaign: 1n, ruleset: 101n, rulesetVersion: 1, phase: 'transient' });
    expect(accept?.triggeredByCoupon).not.toBeNull();
    expect(discount?.triggeredByCoupon).toBe(accept?.triggeredByCoupon);
  });

  it.each([
    [' summer10 ', 'acceptCoupon'],
    ['SUMMER10', 'acceptCoupon'],
    ['ＳＵＭＭＥＲ10', 'acceptCoupon'],
    ['summer-10', 'rejectCoupon'],
  ])('A36: compares %j in the canonical form', (code, type) => {
    const { shop } = given(withCode).after(coupons(1n, ['Summer10']));
    const { decision } = shop.when(update('s', { cartItems: cart, couponCodes: [code] }));
    expect(decision.effects[0]).toMatchObject({ type, props: { value: code } });
  });

  it('takes the same code once, however often it is written', () => {
    const { shop } = given(withCode).after(coupons(1n, ['CODE']));
    const { decision } = shop.when(update('s', { cartItems: cart, couponCodes: ['CODE', 'code', ' Code'] }));
    expect(told(decision)).toEqual(['acceptCoupon CODE', 'setDiscount 500']);
  });

  it('tries a rule once per code, in the order in which they were given', () => {
    const { shop } = given(withCode).after(coupons(1n, ['B', 'A']));
    const { decision } = shop.when(update('s', { cartItems: cart, couponCodes: ['A', 'B'] }));
    expect(told(decision)).toEqual(['acceptCoupon A', 'setDiscount 500', 'acceptCoupon B', 'setDiscount 500']);
  });

  it('accepts once where two rules take the code', () => {
    const twice = campaign(1n, [rule('coupon.valid', [five]), rule('coupon.valid', [five])]);
    expect(told(trying({}, '', twice))).toEqual(['acceptCoupon CODE', 'setDiscount 500', 'setDiscount 500']);
  });

  it('lets rules read who the coupon is for and what is left of it', () => {
    const note = effect('showNotification', { title: '{{ coupon.code }} for {{ coupon.recipient }}' });
    const decision = trying({ recipient: 'ann' }, 'ann', campaign(1n, [rule('coupon.valid', [note])]));
    expect(effectsOf(decision, 'showNotification')[0]?.props['title']).toBe('CODE for ann');
  });
});

describe('a code that something speaks against', () => {
  const asking = rule('coupon.code == "CODE"', [five], {
    onFailure: [effect('showNotification', { title: '{{ coupon.code }} valid: {{ coupon.valid }}' })],
  });

  it('is not taken by a rule that forgets to ask whether it is valid; the failure can be spoken of', () => {
    const decision = trying({ expiryDate: NOON }, '', campaign(1n, [asking]));
    expect(told(decision)).toEqual(['showNotification', 'rejectCoupon CouponExpired']);
    expect(decision.effects[0]?.props['title']).toBe('CODE valid: false');
  });

  it('is missed by a rule only where no code of its campaign is there', () => {
    const missing = rule('coupon.valid', [five], { onFailure: [effect('showNotification', { title: 'A code?' })] });
    const { shop } = given(campaign(1n, [missing])).after(coupons(1n, ['CODE']));
    expect(told(shop.when(update('s', { cartItems: cart })).decision)).toEqual(['showNotification']);
    expect(told(shop.when(update('s', { couponCodes: ['CODE'] })).decision)).toEqual([
      'acceptCoupon CODE',
      'setDiscount 500',
    ]);
  });
});

describe('rejecting a code: each reason', () => {
  const reasons = (decision: ReturnType<typeof trying>) =>
    effectsOf(decision, 'rejectCoupon').map(({ props }) => props['rejectionReason']);

  it('CouponNotFound, which no campaign is behind', () => {
    const { decision } = given(withCode).when(update('s', { couponCodes: ['NOBODY'] }));
    expect(decision.effects).toMatchObject([
      { type: 'rejectCoupon', campaign: 0n, props: { value: 'NOBODY', rejectionReason: 'CouponNotFound' } },
    ]);
    expect(decision.outcome).toBe('accepted');
  });

  it.each([
    ['disabled', { state: 'disabled' }],
    ['not yet begun', { startTime: NOON + 1n }],
    ['over: its end is exclusive', { endTime: NOON }],
  ])('CouponPartOfNotRunningCampaign: %s', (_, changes) => {
    expect(reasons(trying({}, '', campaign(1n, [rule('coupon.valid', [five])], changes)))).toEqual([
      'CouponPartOfNotRunningCampaign',
    ]);
  });

  it('CouponPartOfNotRunningCampaign: deleted', () => {
    const { shop } = given(withCode).after(coupons(1n, ['CODE']));
    shop.save([{ kind: 'CampaignDeleted', application: 1n, id: 1n }]);
    expect(reasons(shop.when(update('s', { couponCodes: ['CODE'] })).decision)).toEqual([
      'CouponPartOfNotRunningCampaign',
    ]);
  });

  it('CouponStartDateInFuture, which begins with its instant', () => {
    expect(reasons(trying({ startDate: NOON + 1n }))).toEqual(['CouponStartDateInFuture']);
    expect(reasons(trying({ startDate: NOON }))).toEqual([]);
  });

  it('CouponExpired, with its instant', () => {
    expect(reasons(trying({ expiryDate: NOON }))).toEqual(['CouponExpired']);
    expect(reasons(trying({ expiryDate: NOON + 1n }))).toEqual([]);
  });

  it.each([
    ['cust_7', ['CouponRecipientDoesNotMatch']],
    ['', ['CouponRecipientDoesNotMatch']],
    ['cust_42', []],
  ])('A25: CouponRecipientDoesNotMatch for %j', (profile, expected) => {
    expect(reasons(trying({ recipient: 'cust_42' }, profile))).toEqual(expected);
  });

  it('ProfileRequired where a limit counts by profile', () => {
    expect(reasons(trying({ profileLimit: 1n }))).toEqual(['ProfileRequired']);
    expect(reasons(trying({}, '', limited(['Profile'])))).toEqual(['ProfileRequired']);
    expect(reasons(trying({ profileLimit: 0n }))).toEqual([]);
  });

  function secondUse(changes: typeof withCode, settings: Partial<CouponSettings>, code = 'CODE', profile = 'ann') {
    const { shop } = given(changes).after(coupons(1n, ['CODE', 'OTHER'], settings));
    shop.when(close('first', { cartItems: cart, couponCodes: ['CODE'], profileId: 'ann' }));
    return reasons(shop.when(update('second', { cartItems: cart, couponCodes: [code], profileId: profile })).decision);
  }

  it('CouponLimitReached, by its own limit or the campaign for each coupon; told while the cart is open', () => {
    expect(secondUse(withCode, { usageLimit: 1n })).toEqual(['CouponLimitReached']);
    expect(secondUse(withCode, { usageLimit: 1n }, 'OTHER')).toEqual([]);
    expect(secondUse(limited(['Coupon']), {})).toEqual(['CouponLimitReached']);
    expect(secondUse(limited(['Coupon']), {}, 'OTHER')).toEqual([]);
  });

  it('A17: ProfileLimitReached, by coupon and by campaign', () => {
    expect(secondUse(withCode, { profileLimit: 1n })).toEqual(['ProfileLimitReached']);
    expect(secondUse(withCode, { profileLimit: 1n }, 'CODE', 'bob')).toEqual([]);
    expect(secondUse(limited(['Coupon', 'Profile']), {})).toEqual(['ProfileLimitReached']);
    expect(secondUse(limited(['Coupon', 'Profile']), {}, 'OTHER')).toEqual([]);
    expect(secondUse(limited(['Profile']), {}, 'OTHER')).toEqual(['ProfileLimitReached']);
    expect(secondUse(limited(['Profile']), {}, 'OTHER', 'bob')).toEqual([]);
  });

  it('CampaignLimitReached, whoever and whichever', () => {
    expect(secondUse(limited([]), {}, 'OTHER', 'bob')).toEqual(['CampaignLimitReached']);
  });

  it('counts the codes of the same session', () => {
    const { shop } = given(limited(['Profile'])).after(coupons(1n, ['A', 'B']));
    const codes = { cartItems: cart, couponCodes: ['A', 'B'], profileId: 'ann' };
    expect(told(shop.when(close('s', codes)).decision)).toEqual([
      'acceptCoupon A',
      'setDiscount 500',
      'rejectCoupon ProfileLimitReached',
    ]);
  });

  it('CouponPartOfNotTriggeredCampaign in a try-out of other campaigns', () => {
    const { shop } = given(withCode, campaign(2n, [])).after(coupons(1n, ['CODE']));
    const request = update('s', { cartItems: cart, couponCodes: ['CODE'], evaluableCampaignIds: [2n] });
    expect(reasons(shop.try(request).decision)).toEqual(['CouponPartOfNotTriggeredCampaign']);
  });

  it('A24: CouponRejectedByCondition, and a campaign whose rules never ask for the code', () => {
    const declared = [attribute('Coupon', 'region', 'string'), attribute('CustomerSession', 'region', 'string')];
    const tenth = effect('setDiscount', { name: 'tenth', value: 'percent(session.total, 10)' });
    const regional = rule('coupon.valid && coupon.attributes.region == session.attributes.region', [tenth]);
    const { shop } = given(declared, campaign(1n, [regional])).after(
      coupons(1n, ['CODE'], { attributes: { region: 'DE' } }),
    );
    const from = (region: string) =>
      shop.when(update(region, { cartItems: cart, couponCodes: ['CODE'], attributes: { region } })).decision;
    expect(told(from('AT'))).toEqual(['rejectCoupon CouponRejectedByCondition']);
    expect(from('AT').ruleFailures).toMatchObject([{ couponCode: 'CODE', ruleId: 'rule-1-0' }]);
    expect(effectsOf(from('AT'), 'rejectCoupon')).toMatchObject([
      { props: { conditionIndex: 1n, details: 'the condition does not hold' } },
    ]);
    expect(told(from('DE'))).toEqual(['acceptCoupon CODE', 'setDiscount 800']);
    expect(reasons(trying({}, '', campaign(1n, [rule('true', [five])])))).toEqual(['CouponRejectedByCondition']);
  });

  it.each([
    ['session.total > 500 && coupon.valid', 0, 'the condition does not hold'],
    ['coupon.valid && session.total > 5 && session.total > 500', 2, 'the condition does not hold'],
    ['coupon.valid && profile.closedSessions > 1', 1, "'profile' has no value here (line 1, column 17)"],
  ])('says at which operand of %j a code failed', (condition, conditionIndex, details) => {
    const groups = evaluationTree([group(8n, 'stackable', [group(9n, 'listOrder', [1n])])]);
    const { shop } = given(groups, campaign(1n, [rule(condition, [five])])).after(coupons(1n, ['CODE']));
    const { decision } = shop.when(update('s', { cartItems: cart, couponCodes: ['CODE'] }));
    expect(decision.ruleFailures).toMatchObject([
      { conditionIndex, effectIndex: null, details, evaluationGroup: 9n, evaluationMode: 'listOrder' },
    ]);
  });

  it('EffectCouldNotBeApplied, and the code is not used up', () => {
    const { shop } = given(
      campaign(1n, [
        rule('true', [effect('setDiscount', { name: 'all', value: 'session.total' })]),
        rule('coupon.valid', [five]),
      ]),
    ).after(coupons(1n, ['CODE'], { usageLimit: 1n }));
    const { decision } = shop.when(close('s', { cartItems: cart, couponCodes: ['CODE'] }));
    expect(told(decision)).toEqual(['setDiscount 8000', 'rejectCoupon EffectCouldNotBeApplied']);
    const [rejected] = effectsOf(decision, 'rejectCoupon');
    expect(rejected?.props).toMatchObject({ effectIndex: 0n, details: expect.stringContaining('nothing') as string });
    expect(eventsOf(decision, 'CouponRedemptionChanged')).toEqual([]);
  });

  it('gives the first reason that applies, in the order of the contract', () => {
    const limits = [[], ['Profile'], ['Coupon']].map((entities) => ({
      action: 'redeemCoupon',
      limit: 0n,
      entities,
      period: null,
    }));
    const rules = [rule('coupon.valid && false', [five])];
    const steps: [Partial<CouponSettings>, string, Parameters<typeof campaign>[2], string][] = [
      [
        { startDate: NOON + DAY, expiryDate: NOON + 2n * DAY, recipient: 'bob' },
        '',
        { state: 'disabled', limits },
        'CouponPartOfNotRunningCampaign',
      ],
      [{ startDate: NOON + DAY, recipient: 'bob', profileLimit: 1n }, '', { limits }, 'CouponStartDateInFuture'],
      [{ expiryDate: NOON, recipient: 'bob', profileLimit: 1n }, '', { limits }, 'CouponExpired'],
      [{ recipient: 'bob', profileLimit: 1n }, '', { limits }, 'CouponRecipientDoesNotMatch'],
      [{ profileLimit: 1n }, '', { limits }, 'ProfileRequired'],
      [{ profileLimit: 1n }, 'ann', { limits }, 'CouponLimitReached'],
      [{ profileLimit: 1n }, 'ann', { limits: limits.slice(0, 2) }, 'ProfileLimitReached'],
      [{ profileLimit: 1n }, 'ann', { limits: limits.slice(0, 1) }, 'CampaignLimitReached'],
      [{ profileLimit: 1n }, 'ann', { limits: [] }, 'CouponRejectedByCondition'],
    ];
    for (const [settings, profile, changes, expected] of steps) {
      expect(reasons(trying(settings, profile, campaign(1n, rules, changes)))).toEqual([expected]);
    }
  });
});

describe('redeeming', () => {
  it('happens at close only, with every counter that counts it', () => {
    const { shop } = given(limited(['Profile'], 2n)).after(coupons(1n, ['CODE'], { profileLimit: 3n }));
    const codes = { cartItems: cart, couponCodes: ['CODE'], profileId: 'ann' };
    expect(eventsOf(shop.when(update('s', codes)).decision, 'CouponRedemptionChanged')).toEqual([]);
    const { decision } = shop.when(close('s'));
    const [redeemed] = eventsOf(decision, 'CouponRedemptionChanged');
    expect(redeemed).toMatchObject({ delta: 1n, usageCounter: 1n, discountDelta: 500n, discountCounter: 500n });
    expect(redeemed).toMatchObject({ code: 'CODE', sessionId: 's', profileId: 'ann', campaign: 1n });
    expect(eventsOf(decision, 'CounterChanged')).toEqual([
      { kind: 'CounterChanged', counter: 'redeemCoupon|1|||ann', delta: 1n, value: 1n },
      { kind: 'CounterChanged', counter: `redeemCoupon|1||${redeemed?.couponId}|ann`, delta: 1n, value: 1n },
    ]);
  });

  it('is undone by cancel, exactly, even where limits have changed since', () => {
    const { shop } = given(limited(['Profile'])).after(coupons(1n, ['CODE'], { usageLimit: 1n }));
    shop.when(update('warm-up', { profileId: 'ann' }));
    const before = shop.state
      .text()
      .split('\n')
      .filter((line) => !line.includes('/session/'));
    shop.when(close('s', { cartItems: cart, couponCodes: ['CODE'], profileId: 'ann' }));
    shop.save(limited([], 5n));
    const { decision } = shop.when(cancel('s'));
    expect(told(decision)).toEqual(['rollbackCoupon CODE', 'rollbackDiscount 500']);
    const after = shop.state
      .text()
      .split('\n')
      .filter((line) => !line.includes('/session/') && !/counter\/.* "0n"$/.test(line));
    expect(after).toEqual(before);
    expect(sessionOf(decision)).toMatchObject({ state: 'cancelled', counted: [], effects: [] });
  });

  it('A19: counts by day in the application’s time zone, through the change to summer time', () => {
    const { shop } = given(limited(['Profile'], 2n, 'daily')).after(coupons(1n, ['CODE']));
    const buy = (at: string) => {
      const codes = { cartItems: cart, couponCodes: ['CODE'], profileId: 'ann' };
      return told(shop.at(BigInt(Date.parse(at))).when(close(at, codes)).decision)[0];
    };
    expect(buy('2026-03-28T22:30:00Z')).toBe('acceptCoupon CODE');
    expect(buy('2026-03-28T22:45:00Z')).toBe('acceptCoupon CODE');
    expect(buy('2026-03-28T22:50:00Z')).toBe('rejectCoupon ProfileLimitReached');
    expect(buy('2026-03-28T23:10:00Z')).toBe('acceptCoupon CODE');
  });

  it('A44: counts the hour that comes twice in autumn as one day', () => {
    const { shop } = given(limited(['Profile'], 1n, 'daily')).after(coupons(1n, ['CODE']));
    const codes = { cartItems: cart, couponCodes: ['CODE'], profileId: 'ann' };
    shop.at(BigInt(Date.parse('2026-10-25T00:30:00Z'))).when(close('a', codes));
    const { decision } = shop.at(BigInt(Date.parse('2026-10-25T01:30:00Z'))).when(close('b', codes));
    expect(told(decision)).toEqual(['rejectCoupon ProfileLimitReached']);
  });

  it('asks for the rows that it writes to be held, and for no others', () => {
    const { shop } = given(withCode).after(coupons(1n, ['CODE']));
    const open = shop.try(update('s', { cartItems: cart, couponCodes: ['CODE'] })).decision;
    expect(open.reads.map(({ row }) => row)).toContain('coupon');
    const closed = shop.when(close('s', { cartItems: cart, couponCodes: ['CODE'] })).decision;
    expect(closed.reads).toEqual([]);
  });
});
