import type { CouponSettings, SessionUpdateReceived } from '../request';
import {
  attribute,
  campaign,
  cancel,
  close,
  codesOf,
  coupons,
  effect,
  effectsOf,
  eventsOf,
  given,
  item,
  limit,
  loyaltyProgram,
  NOON,
  profileUpdate,
  reopen,
  rule,
  told,
  update,
} from '../testing';

const DAY = 86_400_000n;
const tenPercent = rule('referral.valid && session.total >= 30', [
  effect('setDiscount', { name: 'friend', value: 'session.total * 0.1' }),
]);
const referring = campaign(1n, [tenPercent]);
const cart = [item('A', 3000)];
const COME = update('s', { cartItems: cart, referralCode: 'come ', profileId: 'ben' });

/** A shop where anna, who is known, refers with the code COME. */
function shopOf(settings: Partial<CouponSettings> = {}, changes = referring) {
  const known = profileUpdate('anna');
  const { shop } = given(changes).after(known, coupons(1n, ['COME'], { advocate: 'anna', ...settings }));
  return shop;
}

const asked = (
  changes: Partial<SessionUpdateReceived> = {},
  settings: Partial<CouponSettings> = {},
  rules = referring,
) => told(shopOf(settings, rules).when({ ...COME, ...changes }).decision);

describe('a referral', () => {
  it('has attributes, declared as those of coupons are, which rules read', () => {
    const rules = [
      rule("referral.valid && referral.attributes.channel == 'mail'", [
        effect('showNotification', { title: 'from {{ referral.attributes.channel }}' }),
      ]),
    ];
    const changes = [attribute('Coupon', 'channel', 'string'), ...campaign(1n, rules)];
    expect(asked({}, { attributes: { channel: 'mail' } }, changes)).toEqual([
      'acceptReferral come ',
      'showNotification',
    ]);
    expect(asked({}, { attributes: { channel: 'web' } }, changes)).toEqual([
      'rejectReferral ReferralRejectedByCondition',
    ]);
    expect(asked({}, {}, changes)).toEqual(['rejectReferral ReferralRejectedByCondition']);
  });

  it('is taken before the effects of its rule, redeemed at close and given back on cancel (A30)', () => {
    const shop = shopOf();
    expect(told(shop.when(COME).decision)).toEqual(['acceptReferral come ', 'setDiscount 300']);
    const closed = shop.when(close('s')).decision;
    expect(eventsOf(closed, 'CouponRedemptionChanged')).toMatchObject([
      { code: 'COME', profileId: 'ben', delta: 1n, usageCounter: 1n, referral: true },
    ]);
    expect(effectsOf(closed, 'acceptReferral')[0]?.phase).toBe('committed');
    const undone = shop.when(cancel('s')).decision;
    expect(told(undone)).toEqual(['rollbackReferral come ', 'rollbackDiscount 300']);
    expect(eventsOf(undone, 'CouponRedemptionChanged')).toMatchObject([{ delta: -1n, usageCounter: 0n }]);
    expect(told(shop.when({ ...COME, sessionId: 's2', state: 'closed' }).decision)).toContain('acceptReferral come ');
  });

  it('A30: gives its advocate points when the friend buys, and takes them back on cancel', () => {
    const stars = effect('addLoyaltyPoints', {
      ...{ name: 'friend', programId: 9n, value: '500', recipient: '{{ referral.advocate }}' },
    });
    const both = rule('referral.valid && session.total >= 30', [
      effect('setDiscount', { name: 'friend', value: 'session.total * 0.1' }),
      stars,
    ]);
    const shop = shopOf({}, [loyaltyProgram(9n), ...campaign(1n, [both])]);
    const ledgerOf = (of: typeof shop, profile: string) => {
      const held = of.state.world(
        () => true,
        () => true,
      );
      return held.ledger(9n, profile)?.value ?? null;
    };
    const bought = shop.when({ ...COME, state: 'closed' }).decision;
    expect(told(bought)).toEqual(['acceptReferral come ', 'setDiscount 300', 'addLoyaltyPoints 50000']);
    expect(effectsOf(bought, 'addLoyaltyPoints')[0]?.props).toMatchObject({ recipientIntegrationId: 'anna' });
    expect(ledgerOf(shop, 'ben')).toBeNull();
    expect(ledgerOf(shop, 'anna')?.subledgers[0]?.lots.map(({ points }) => points)).toEqual([50_000n]);
    const undone = shop.when(cancel('s')).decision;
    expect(told(undone)).toEqual([
      ...['rollbackReferral come ', 'rollbackDiscount 300', 'rollbackAddedLoyaltyPoints 50000'],
    ]);
    expect(effectsOf(undone, 'rollbackAddedLoyaltyPoints')[0]?.props).toMatchObject({ recipientIntegrationId: 'anna' });
    expect(ledgerOf(shop, 'anna')?.subledgers[0]?.lots).toEqual([]);
    const self = told(shop.try({ ...COME, sessionId: 's3', profileId: 'anna', state: 'closed' }).decision);
    expect(self).toEqual(['rejectReferral ReferralRecipientIdSameAsAdvocate']);
  });

  it('is given back on reopen, and rollbackCouponsOnCancel is not about it', () => {
    const shop = shopOf({}, campaign(1n, [tenPercent], { rollbackCouponsOnCancel: false }));
    shop.when({ ...COME, state: 'closed' });
    expect(told(shop.when(reopen('s')).decision)).toContain('rollbackReferral come ');
    shop.when(close('s'));
    expect(told(shop.when(cancel('s')).decision)).toContain('rollbackReferral come ');
  });

  it('is bound once, beside coupons; a rule that reads both takes both', () => {
    const both = campaign(1n, [
      rule('referral.valid && coupon.valid', [effect('showNotification', { title: 'both' })]),
    ]);
    const shop = shopOf({}, both);
    shop.when(coupons(1n, ['C1', 'C2']));
    expect(told(shop.when({ ...COME, couponCodes: ['C1', 'C2'] }).decision)).toEqual([
      'acceptReferral come ',
      'acceptCoupon C1',
      'showNotification',
      'acceptCoupon C2',
      'showNotification',
    ]);
  });

  it('shows rules its advocate and friend', () => {
    const rules = campaign(1n, [
      rule('referral.valid && referral.advocate == "anna" && referral.friend == "ben" && referral.usageCounter == 0', [
        effect('showNotification', { title: 'ok' }),
      ]),
    ]);
    expect(asked({}, { recipient: 'ben' }, rules)).toEqual(['acceptReferral come ', 'showNotification']);
  });

  it('is no coupon, and a coupon is none', () => {
    const shop = shopOf();
    shop.when(coupons(1n, ['PLAIN']));
    expect(told(shop.when(update('a', { couponCodes: ['COME'] })).decision)).toEqual(['rejectCoupon CouponNotFound']);
    expect(told(shop.when(update('b', { referralCode: 'PLAIN' })).decision)).toEqual([
      'rejectReferral ReferralNotFound',
    ]);
  });
});

describe('rejecting a referral', () => {
  const perCampaign = campaign(1n, [tenPercent], { limits: [limit('redeemReferral', 0n)] });
  const perProfile = campaign(1n, [tenPercent], { limits: [limit('redeemReferral', 0n, ['Profile'])] });
  const perReferral = campaign(1n, [tenPercent], { limits: [limit('redeemReferral', 0n, ['Referral'])] });
  const nothing = campaign(1n, [rule('referral.valid', [effect('setDiscount', { name: 'none', value: '0' })])]);
  const over = campaign(1n, [tenPercent], { endTime: NOON });

  it.each<[string, Partial<SessionUpdateReceived>, Partial<CouponSettings>, typeof referring]>([
    ['ReferralNotFound', { referralCode: 'GO' }, {}, referring],
    ['ReferralPartOfNotRunningCampaign', {}, {}, over],
    ['ReferralStartDateInFuture', {}, { startDate: NOON + DAY }, referring],
    ['ReferralExpired', {}, { expiryDate: NOON }, referring],
    ['ReferralRecipientDoesNotMatch', {}, { recipient: 'cleo' }, referring],
    ['ReferralRecipientDoesNotMatch', { profileId: '' }, {}, perProfile],
    ['ReferralRecipientIdSameAsAdvocate', { profileId: 'anna' }, {}, referring],
    ['AdvocateNotFound', {}, { advocate: 'nobody' }, referring],
    ['ReferralLimitReached', {}, {}, perReferral],
    ['ProfileLimitReached', {}, {}, perProfile],
    ['CampaignLimitReached', {}, {}, perCampaign],
    ['ReferralRejectedByCondition', { cartItems: [item('A', 2999)] }, {}, referring],
    ['EffectCouldNotBeApplied', {}, {}, nothing],
  ])('%s', (reason, changes, settings, rules) => {
    expect(asked(changes, settings, rules)).toEqual([`rejectReferral ${reason}`]);
  });

  it('ReferralLimitReached after as many redemptions as it has', () => {
    const shop = shopOf({ usageLimit: 1n });
    shop.when({ ...COME, state: 'closed' });
    const next = { ...COME, sessionId: 's2', profileId: 'cleo' };
    expect(told(shop.when(next).decision)).toEqual(['rejectReferral ReferralLimitReached']);
  });

  it('ReferralCustomerAlreadyReferred, once by a campaign, until that is cancelled', () => {
    const shop = shopOf();
    shop.when(coupons(1n, ['OTHER'], { advocate: 'anna' }));
    shop.when({ ...COME, state: 'closed' });
    const again = () => told(shop.when({ ...COME, sessionId: 's2', referralCode: 'OTHER' }).decision);
    expect(again()).toEqual(['rejectReferral ReferralCustomerAlreadyReferred']);
    shop.when(cancel('s'));
    expect(again()).toContain('acceptReferral OTHER');
  });

  it('ReferralPartOfNotTriggeredCampaign where a dry run leaves its campaign out', () => {
    const shop = shopOf();
    shop.save(campaign(2n, []));
    expect(told(shop.try({ ...COME, evaluableCampaignIds: [2n] }).decision)).toEqual([
      'rejectReferral ReferralPartOfNotTriggeredCampaign',
    ]);
  });
});

describe('referralCreated', () => {
  const creating = (props = {}, changes = {}) =>
    campaign(2n, [rule('true', [effect('referralCreated', props)])], changes);

  it('makes the profile an advocate, once per session, and cancelling keeps it', () => {
    const { shop } = given([...creating({ pattern: 'ANNA-##' }), ...referring]);
    const first = shop.when(update('s', { profileId: 'anna' })).decision;
    const [created] = eventsOf(first, 'CouponsCreated');
    expect(created).toMatchObject({ settings: { campaign: 2n, advocate: 'anna', usageLimit: 1n } });
    const value = created?.coupons[0]?.code;
    expect(effectsOf(first, 'referralCreated')).toMatchObject([{ phase: 'durable', props: { value } }]);
    expect(effectsOf(shop.when(close('s')).decision, 'referralCreated')).toEqual([]);
    shop.when(cancel('s'));
    expect(codesOf(shop.when(coupons(2n, [value ?? ''])).decision)).toEqual([]);
  });

  it('makes codes as the campaign says, unless the rule does', () => {
    const referralSettings = { validCharacters: ['Z'], couponPattern: 'FRIEND-##' };
    const codes = (props: object) => {
      const { decision } = given(creating(props, { referralSettings })).shop.when(update('s', { profileId: 'anna' }));
      return effectsOf(decision, 'referralCreated').map((one) => one.props['value']);
    };
    expect(codes({})).toEqual(['FRIEND-ZZ']);
    expect(codes({ pattern: 'ANNA-###' })).toEqual(['ANNA-ZZZ']);
  });

  it('keeps to the limit, and needs an advocate', () => {
    const limited = creating({}, { limits: [limit('createReferral', 1n)] });
    const { shop } = given(limited);
    const created = ['anna', 'ben'].map((profileId) => shop.when(update(profileId, { profileId })).decision);
    expect(created.map((decision) => effectsOf(decision, 'referralCreated').length)).toEqual([1, 0]);
    const anonymous = given(creating()).shop.when(update('s')).decision;
    expect(anonymous.ruleFailures.map(({ details }) => details)).toEqual(['a referral needs an advocate']);
  });
});
