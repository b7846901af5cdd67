import { Rational } from '@tessera/money';
import fc from 'fast-check';
import type { ConditionPart, Explanation } from '../explanation';
import {
  attribute,
  campaign,
  close,
  coupons,
  effect,
  evaluationTree,
  given,
  group,
  item,
  limit,
  profileUpdate,
  returned,
  rule,
  told,
  update,
} from '../testing';
import type { Value } from '../value';

const off = (value: string) => effect('setDiscount', { name: 'off', value });
const note = effect('showNotification', { title: 'hello' });

/** `text = value` of a condition and its parts. */
function lines({ text, value, error, parts }: ConditionPart, depth = 0): string[] {
  return [
    `${'  '.repeat(depth)}${text} = ${error ?? shown(value)}`,
    ...parts.flatMap((part) => lines(part, depth + 1)),
  ];
}

function shown(value: Value): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (value.kind === 'decimal') return Rational.of(value.unscaled, 10n ** BigInt(value.scale)).toDecimalText();
  return value.kind === 'list' ? `${value.items.length} items` : value.kind;
}

/** `7/0: given`: campaign, rule, outcome, and why. */
function outcomes({ campaigns }: Explanation): string[] {
  return campaigns.flatMap(({ campaign: id, rules }) =>
    rules.map(({ ruleIndex, couponCode, outcome, details }) =>
      [`${id}/${ruleIndex}`, couponCode, outcome, details].filter(Boolean).join(' '),
    ),
  );
}

describe('an explanation', () => {
  it('says of each rule which conditions held, with what they saw', () => {
    const member = attribute('CustomerProfile', 'member', 'boolean');
    const rich = rule('session.total >= 50 && (profile.attributes.member || cartItems.exists(i, i.sku == "tea"))', [
      off('5'),
    ]);
    const { shop } = given(member, campaign(7n, [rich]));
    const { explanation } = shop.explain(update('s', { profileId: 'ann', cartItems: [item('tea', 4999)] }));
    expect(outcomes(explanation)).toEqual(['7/0 notHeld the condition does not hold']);
    expect(lines(explanation.campaigns[0]!.rules[0]!.condition!)).toEqual([
      'session.total >= 50 && (profile.attributes.member || cartItems.exists(i, i.sku == "tea")) = false',
      '  session.total >= 50 = false',
      '    session.total = 49.99',
      '  profile.attributes.member || cartItems.exists(i, i.sku == "tea") = true',
      "    profile.attributes.member = 'member' is not set",
      '    cartItems.exists(i, i.sku == "tea") = true',
      '      cartItems = 1 items',
    ]);
  });

  it('shows the objects that a condition read by their fields', () => {
    const { shop } = given(campaign(7n, [rule('cartItems.exists(i, i.quantity > 2)', [note])]));
    const { explanation } = shop.explain(update('s', { cartItems: [item('tea', 450, 3)] }));
    const [items] = explanation.campaigns[0]!.rules[0]!.condition!.parts;
    expect(items?.value).toMatchObject({
      items: [{ entries: { sku: 'tea', quantity: 3n, price: { kind: 'decimal', unscaled: 45n, scale: 1 } } }],
    });
  });

  it('says of each effect what it gave', () => {
    const { shop } = given(campaign(7n, [rule('true', [off('session.total * 0.1'), note])]));
    const [one] = shop.explain(close('s', { cartItems: [item('A', 2099)] })).explanation.campaigns;
    expect(one?.rules[0]?.effects).toEqual([
      {
        type: 'setDiscount',
        effectIndex: 0,
        given: [{ name: 'off', value: 210n, scope: 'sessionTotal' }],
        reason: null,
      },
      {
        type: 'showNotification',
        effectIndex: 1,
        given: [{ notificationType: 'Info', title: 'hello', body: '' }],
        reason: null,
      },
    ]);
  });

  it('says which effect could not be given, and that the others of its rule were not given with it', () => {
    const rules = [rule('true', [note, off('5'), note], { onFailure: [note] })];
    const { shop } = given(campaign(7n, rules, { limits: [limit('setDiscount', 400n)] }));
    const { explanation } = shop.explain(close('s', { cartItems: [item('A', 2000)] }));
    expect(outcomes(explanation)).toEqual(['7/0 notApplied the limit on setDiscount leaves less than that']);
    const [tried] = explanation.campaigns[0]!.rules;
    expect(tried!.effects.map(({ reason, given: gave }) => [gave.length, reason])).toEqual([
      [0, 'another effect of the rule could not be given'],
      [0, 'the limit on setDiscount leaves less than that'],
      [0, 'the rule did not come to it'],
    ]);
    expect(tried!.onFailure).toMatchObject([{ type: 'showNotification', given: [{ title: 'hello' }], reason: null }]);
  });

  it('says of each code what its rules saw, also of one that cannot be redeemed', () => {
    const rules = [rule('coupon.valid && session.total > 10', [off('1')])];
    const { shop } = given(campaign(7n, rules)).after(coupons(7n, ['GOOD']), coupons(7n, ['LATE'], { expiryDate: 1n }));
    const codes = update('s', { cartItems: [item('A', 500)], couponCodes: ['GOOD', 'LATE', 'NONE'] });
    const { explanation } = shop.explain(codes);
    expect(outcomes(explanation)).toEqual([
      '7/0 GOOD notHeld the condition does not hold',
      '7/0 LATE notHeld CouponExpired',
    ]);
    expect(explanation.campaigns[0]!.rules.map(({ condition }) => condition!.parts[0]!.value)).toEqual([true, false]);
    const without = shop.explain(update('s', { couponCodes: [] })).explanation;
    expect(outcomes(without)).toEqual(['7/0 noCode the session has no code of this campaign']);
  });

  it('says of a referral what its rule saw, and of one that cannot be redeemed why', () => {
    const rules = [rule('session.total >= 30 && referral.valid', [off('1')])];
    const known = profileUpdate('anna');
    const { shop } = given(campaign(7n, rules)).after(known, coupons(7n, ['COME'], { advocate: 'anna' }));
    const come = (profileId: string, cents: number) =>
      update('s', { profileId, cartItems: [item('A', cents)], referralCode: 'COME' });
    const [tried] = shop.explain(come('ben', 3000)).explanation.campaigns[0]!.rules;
    expect(tried).toMatchObject({ outcome: 'given', referralCode: 'COME', effects: [{ type: 'acceptReferral' }, {}] });
    expect(outcomes(shop.explain(come('anna', 3000)).explanation)).toEqual([
      '7/0 noCode ReferralRecipientIdSameAsAdvocate',
    ]);
    const { decision } = shop.explain(come('ben', 2000));
    expect(decision.ruleFailures).toMatchObject([{ referralCode: 'COME', conditionIndex: 0 }]);
    expect(decision.effects).toMatchObject([{ type: 'rejectReferral', props: { conditionIndex: 0n } }]);
  });

  it('says what a campaign would have given that lost in its group, and why it lost', () => {
    const tree = evaluationTree([group(9n, 'highestDiscount', [1n, 2n])]);
    const rules = [campaign(1n, [rule('true', [off('5')])]), campaign(2n, [rule('true', [off('6')])])];
    const { shop } = given(...rules, tree);
    const { campaigns } = shop.explain(close('s', { cartItems: [item('A', 2000)] })).explanation;
    expect(campaigns.map(({ campaign: id, exclusion }) => [id, exclusion?.reason])).toEqual([
      [1n, 'CampaignGaveLowerDiscount'],
      [2n, undefined],
    ]);
    expect(campaigns[0]!.rules[0]).toMatchObject({ outcome: 'given', effects: [{ given: [{ value: 500n }] }] });
  });

  it('speaks of named campaigns alone where it is asked so, and still decides the same', () => {
    const rules = [campaign(1n, [rule('true', [off('5')])]), campaign(2n, [rule('session.total > 100', [off('6')])])];
    const { shop } = given(...rules);
    const request = close('s', { cartItems: [item('A', 2000)] });
    const { explanation, decision } = shop.explain(request, new Set([2n]));
    expect(outcomes(explanation)).toEqual(['2/0 notHeld the condition does not hold']);
    expect(decision.effects).toEqual(shop.when(request).decision.effects);
  });

  it('has nothing to say of what no rule was asked about', () => {
    const { shop } = given(campaign(7n, [rule('true', [off('5')])], { reevaluateOnReturn: true })).after(
      close('s', { cartItems: [item('tea', 4500, 2)] }),
    );
    const nothing = { campaigns: [], truncated: false };
    expect(shop.explain(update('s', { state: 'cancelled' })).explanation).toEqual(nothing);
    expect(shop.explain(returned('s', { 0: 1 })).explanation).toEqual(nothing);
  });

  it('says of a return that lets rules run what they saw of what is left, and what they would have given for it', () => {
    const rules = [
      rule('coupon.valid && session.total >= 80', [off('percent(session.total, 10)')]),
      rule('true', [off('percent(session.total, 1)')]),
      rule('session.total >= 70', [off('5')]),
    ];
    const asked = { reevaluateOnReturn: true, limits: [limit('redeemCoupon', 1n, ['Profile'])] };
    const { shop } = given(campaign(7n, rules, asked)).after(
      coupons(7n, ['ONE'], { usageLimit: 1n }),
      close('s', { profileId: 'ann', cartItems: [item('tea', 4500, 2)], couponCodes: ['ONE'] }),
    );
    const { explanation, decision } = shop.explain(returned('s', { 0: 1 }, true));
    expect(outcomes(explanation)).toEqual([
      '7/0 ONE notHeld the condition does not hold',
      '7/1 given',
      '7/2 notHeld the condition does not hold',
    ]);
    const [first, second] = explanation.campaigns[0]!.rules;
    expect(lines(first!.condition!)).toEqual([
      'coupon.valid && session.total >= 80 = false',
      '  coupon.valid = true',
      '  session.total >= 80 = false',
      '    session.total = 45',
    ]);
    expect(second!.effects).toMatchObject([{ type: 'setDiscount', given: [{ value: 45n }], reason: null }]);
    expect(told(decision)).toEqual(['rollbackDiscount 900', 'rollbackDiscount 45', 'rollbackDiscount 500']);
    expect(decision.ruleFailures).toMatchObject([{ ruleIndex: 0, couponCode: 'ONE', conditionIndex: 1 }]);
  });

  it('gives no reasons of campaigns that a return leaves as they were', () => {
    const waiting = rule('coupon.valid && session.total >= 80', [off('1')]);
    const { shop } = given(
      campaign(1n, [rule('true', [off('percent(session.total, 10)')])], { reevaluateOnReturn: true }),
      campaign(2n, [waiting]),
    ).after(coupons(2n, ['ONE']), close('s', { cartItems: [item('tea', 4500, 2)], couponCodes: ['ONE'] }));
    expect(shop.when(returned('s', { 0: 1 }, true)).decision.ruleFailures).toEqual([]);
  });

  it('never changes what is decided', () => {
    const conditions = ['true', 'session.total > 30', 'coupon.valid', 'profile.closedSessions == 0', '1 / 0 == 1'];
    const aRule = fc.record({
      condition: fc.constantFrom(...conditions),
      value: fc.constantFrom('1', '0', 'session.remainingTotal * 0.5'),
      failure: fc.boolean(),
    });
    const mode = fc.constantFrom('stackable', 'listOrder', 'highestDiscount', 'lowestDiscount');
    fc.assert(
      fc.property(fc.array(aRule, { minLength: 3, maxLength: 3 }), mode, fc.nat(9000), (rules, how, cents) => {
        const campaigns = rules.map(({ condition, value, failure }, index) =>
          campaign(BigInt(index + 1), [rule(condition, [off(value)], { onFailure: failure ? [note] : [] })], {
            reevaluateOnReturn: true,
          }),
        );
        const { shop } = given(...campaigns, evaluationTree([group(9n, how, [1n, 2n]), 3n])).after(
          coupons(1n, ['ONE']),
        );
        const request = close('s', { profileId: 'ann', cartItems: [item('A', cents, 2)], couponCodes: ['ONE'] });
        const { decision } = shop.explain(request);
        const { effects, events, ruleFailures } = shop.when(request).decision;
        expect({ effects: decision.effects, events: decision.events }).toEqual({ effects, events });
        expect(decision.ruleFailures).toEqual(expect.arrayContaining([...ruleFailures]));
        const back = returned('s', { 0: 1 }, true);
        expect(shop.explain(back).decision).toEqual(shop.when(back).decision);
      }),
    );
  });
});
