import type { CatalogChange, Rule } from '../catalog-event';
import type { Decision } from '../decision';
import type { Value } from '../value';
import {
  campaign,
  close,
  coupons,
  detailsOf,
  effect,
  effectsOf,
  evaluationTree,
  eventsOf,
  given,
  group,
  item,
  rule,
  sessionOf,
  told,
  update,
} from '../testing';

// Which campaigns win. Amounts are cents; the threads that a title names are those of the references' list.

const cart = [item('A', 6000), item('B', 4000)];
const off = (value: string) => effect('setDiscount', { name: 'off', value });
const each = (value: string, items = 'cartItems') => effect('setDiscountPerItem', { name: 'each', value, items });
const tell = (title: string) => effect('showNotification', { title });
const flat = (id: bigint, value: string, ...more: Rule[]) => campaign(id, [rule('true', [off(value)]), ...more]);

/** Campaigns 1, 2, 3 with 3, 9 and 5 off. */
const three = [flat(1n, '3'), flat(2n, '9'), flat(3n, '5')];

const text = (value: Value | undefined) =>
  typeof value === 'bigint' || typeof value === 'string' ? value.toString() : 'neither number nor text';
const gave = (decision: Decision) =>
  decision.effects.map(({ campaign: id, type, props }) => `${id} ${type} ${text(props['value'] ?? props['title'])}`);
const losers = (decision: Decision) =>
  decision.ruleFailures.flatMap(({ campaign: id, exclusion }) =>
    exclusion === null ? [] : `${id} ${exclusion.reason}`,
  );

function closing(changes: readonly (CatalogChange | readonly CatalogChange[])[], items = cart) {
  return given(...changes).when(close('s', { cartItems: items })).decision;
}

describe('a group of campaigns', () => {
  it('VirtoCommerce 387: stackable, all of them give', () => {
    const decision = closing([...three, evaluationTree([group(10n, 'stackable', [1n, 2n, 3n])])]);
    expect(gave(decision)).toEqual(['1 setDiscount 300', '2 setDiscount 900', '3 setDiscount 500']);
  });

  it('VirtoCommerce 387: first, the first one that would give does', () => {
    const decision = closing([...three, evaluationTree([group(10n, 'listOrder', [3n, 2n, 1n])])]);
    expect(gave(decision)).toEqual(['3 setDiscount 500']);
    expect(losers(decision)).toEqual(['2 CampaignIsNotFirst', '1 CampaignIsNotFirst']);
  });

  it('VirtoCommerce 387: highest, and the others gave less', () => {
    const decision = closing([...three, evaluationTree([group(10n, 'highestDiscount', [1n, 2n, 3n])])]);
    expect(gave(decision)).toEqual(['2 setDiscount 900']);
    expect(decision.ruleFailures).toMatchObject([
      { campaign: 1n, ruleset: 101n, exclusion: { group: 10n, mode: 'highestDiscount' } },
      { campaign: 3n, exclusion: { reason: 'CampaignGaveLowerDiscount' } },
    ]);
  });

  it('VirtoCommerce 387: lowest, and the others gave more', () => {
    const decision = closing([...three, evaluationTree([group(10n, 'lowestDiscount', [1n, 2n, 3n])])]);
    expect(gave(decision)).toEqual(['1 setDiscount 300']);
    expect(losers(decision)).toEqual(['2 CampaignGaveHigherDiscount', '3 CampaignGaveHigherDiscount']);
  });

  it('passes over campaigns that give nothing: they lose nothing, and may say why', () => {
    const unmet = campaign(1n, [rule('session.total > 500', [off('50')], { onFailure: [tell('Spend more')] })]);
    const late = campaign(4n, [rule('false', [off('1')], { onFailure: [tell('Never')] })]);
    const tree = evaluationTree([group(10n, 'listOrder', [1n, 2n, 3n, 4n])]);
    const decision = closing([unmet, flat(2n, '9'), flat(3n, '5'), late, tree]);
    expect(gave(decision)).toEqual(['1 showNotification Spend more', '2 setDiscount 900', '4 showNotification Never']);
    expect(losers(decision)).toEqual(['3 CampaignIsNotFirst']);
  });

  it.each([
    ['highestDiscount', 'CampaignIsNotFirst'],
    ['lowestDiscount', 'CampaignIsNotFirst'],
  ])('%s: of equal discounts the first wins', (mode, reason) => {
    const decision = closing([flat(1n, '9'), flat(2n, '9'), evaluationTree([group(10n, mode, [2n, 1n])])]);
    expect(gave(decision)).toEqual(['2 setDiscount 900']);
    expect(losers(decision)).toEqual([`1 ${reason}`]);
  });

  it('lowest is about discounts: what only tells something does not win over them', () => {
    const telling = campaign(1n, [rule('true', [tell('Hello')])]);
    const other = campaign(2n, [rule('true', [tell('Good day')])]);
    const tree = evaluationTree([group(10n, 'lowestDiscount', [1n, 2n, 3n])]);
    expect(gave(closing([telling, other, flat(3n, '5'), tree]))).toEqual(['3 setDiscount 500']);
    expect(gave(closing([telling, other, tree]))).toEqual(['1 showNotification Hello']);
  });

  it('compares what each gives in all, whatever its effects are, cut to what is left to pay', () => {
    const items = campaign(1n, [rule('true', [each('percent(item.price, 10)')]), rule('true', [off('1')])]);
    const huge = flat(2n, '10.50');
    const tree = evaluationTree([group(10n, 'highestDiscount', [1n, 2n])]);
    expect(losers(closing([items, huge, tree]))).toEqual(['2 CampaignGaveLowerDiscount']);
    expect(losers(closing([items, huge, tree], [item('A', 5000)]))).toEqual(['1 CampaignGaveLowerDiscount']);
    expect(losers(closing([items, huge, tree], [item('A', 100)]))).toEqual(['2 CampaignIsNotFirst']);
  });

  it('stacks in a mode that only a later version knows', () => {
    const decision = closing([...three, evaluationTree([group(10n, 'middleDiscount', [1n, 2n, 3n])])]);
    expect(decision.effects).toHaveLength(3);
  });
});

describe('the tree', () => {
  it.each([
    ['20 % before 10.00', [1n, 2n], 'session.remainingTotal', 7000n],
    ['10.00 before 20 %', [2n, 1n], 'session.remainingTotal', 7200n],
    ['20 % of the total', [2n, 1n], 'session.total', 7000n],
  ])('A15: %s, of 100.00', (_, order, basis, due) => {
    const fifth = campaign(1n, [rule('true', [off(`percent(${basis}, 20)`)])]);
    const decision = closing([fifth, flat(2n, '10'), evaluationTree(order)], [item('A', 10_000)]);
    const values = effectsOf(decision, 'setDiscount').map(({ props }) => props['value'] as bigint);
    expect(values.reduce((left, value) => left - value, 10_000n)).toBe(due);
  });

  it('vendure 3585: puts priority and exclusion into one: what comes first in a group keeps the others out', () => {
    const vip = campaign(3n, [rule('session.total > 50', [off('5')])]);
    const changes = [flat(1n, '3'), flat(2n, '9'), vip, evaluationTree([group(10n, 'listOrder', [3n, 1n]), 2n])];
    expect(gave(closing(changes))).toEqual(['3 setDiscount 500', '2 setDiscount 900']);
    expect(gave(closing(changes, [item('A', 4000)]))).toEqual(['1 setDiscount 300', '2 setDiscount 900']);
  });

  it('shopware 13674: is one total order; campaigns that it does not name follow by id', () => {
    const decision = closing([...three, flat(4n, '4'), evaluationTree([3n, group(10n, 'stackable', [2n])])]);
    expect(gave(decision)).toEqual([
      '3 setDiscount 500',
      '2 setDiscount 900',
      '1 setDiscount 300',
      '4 setDiscount 400',
    ]);
  });

  it('shopware 13674: exclusion holds against what comes before in the order of ids', () => {
    const decision = closing([...three, evaluationTree([group(10n, 'listOrder', [2n, 1n]), 3n])]);
    expect(gave(decision)).toEqual(['2 setDiscount 900', '3 setDiscount 500']);
  });

  it('a group competes with what it settled itself', () => {
    const best = group(20n, 'highestDiscount', [1n, 3n]);
    const sum = group(30n, 'stackable', [4n, 5n]);
    const tree = evaluationTree([group(10n, 'highestDiscount', [best, 2n, sum])]);
    const decision = closing([...three, flat(4n, '6'), flat(5n, '4'), tree]);
    expect(gave(decision)).toEqual(['4 setDiscount 600', '5 setDiscount 400']);
    expect(decision.ruleFailures.map(({ campaign: id, exclusion }) => [id, exclusion?.group])).toEqual([
      [1n, 20n],
      [3n, 10n],
      [2n, 10n],
    ]);
  });

  it('three levels deep', () => {
    const deep = group(30n, 'lowestDiscount', [1n, 2n]);
    const tree = evaluationTree([group(10n, 'highestDiscount', [group(20n, 'listOrder', [deep, 3n]), 4n])]);
    const decision = closing([...three, flat(4n, '2'), tree]);
    expect(gave(decision)).toEqual(['1 setDiscount 300']);
    expect(losers(decision)).toEqual([
      '2 CampaignGaveHigherDiscount',
      '3 CampaignIsNotFirst',
      '4 CampaignGaveLowerDiscount',
    ]);
  });

  it('names campaigns that are gone, stopped, or twice in it, and does not mind', () => {
    const stopped = campaign(2n, [rule('true', [off('9')])], { state: 'disabled' });
    const tree = evaluationTree([group(10n, 'listOrder', [99n, 2n, 3n, 1n]), 3n, 1n]);
    expect(gave(closing([flat(1n, '3'), stopped, flat(3n, '5'), tree]))).toEqual(['3 setDiscount 500']);
  });

  it('holds for custom events too, where there is nothing to pay', () => {
    const one = campaign(1n, [rule('event.type == "won"', [tell('one')])]);
    const two = campaign(2n, [rule('event.type == "won"', [tell('two')])]);
    const won: CatalogChange = {
      kind: 'EventTypeSaved',
      entity: { id: 5n, name: 'won', title: '', description: '', applications: [], created: 0n },
    };
    for (const scope of ['session', 'cartItem']) {
      const tree = evaluationTree([group(10n, 'highestDiscount', [2n, 1n], { scope })]);
      const { decision } = given(won, one, two, tree).when({
        ...{
          kind: 'CustomEventReceived',
          profileId: 'ann',
          type: 'won',
          attributes: {},
          sessionId: null,
          integrationId: null,
          connectedSessionId: null,
        },
      });
      expect(gave(decision)).toEqual(
        scope === 'session' ? ['2 showNotification two'] : ['2 showNotification two', '1 showNotification one'],
      );
    }
  });
});

describe('who wins is settled on the state before the group', () => {
  const rest = (id: bigint, value: string) => campaign(id, [rule('session.remainingTotal < 95', [off(value)])]);

  it('Sylius 9940: a winner does not make a campaign hold that did not, and that would have won then', () => {
    for (const order of [
      [1n, 2n],
      [2n, 1n],
    ]) {
      const tree = evaluationTree([group(10n, 'listOrder', order)]);
      expect(gave(closing([rest(1n, '1'), flat(2n, '9'), tree]))).toEqual(['2 setDiscount 900']);
    }
  });

  it('but sees what came before the group', () => {
    const tree = evaluationTree([3n, group(10n, 'listOrder', [1n, 2n])]);
    expect(gave(closing([rest(1n, '1'), flat(2n, '9'), flat(3n, '6'), tree]))).toEqual([
      '3 setDiscount 600',
      '1 setDiscount 100',
    ]);
  });

  it('and what comes after it sees what the group gave', () => {
    const tree = evaluationTree([group(10n, 'listOrder', [2n, 3n]), 1n]);
    expect(gave(closing([rest(1n, '1'), flat(2n, '9'), flat(3n, '6'), tree]))).toEqual([
      '2 setDiscount 900',
      '1 setDiscount 100',
    ]);
  });

  it('also below another group', () => {
    const inner = group(20n, 'listOrder', [2n, 1n]);
    const tree = evaluationTree([group(10n, 'highestDiscount', [inner, 3n])]);
    expect(gave(closing([rest(1n, '50'), flat(2n, '9'), flat(3n, '6'), tree]))).toEqual(['2 setDiscount 900']);
  });
});

describe('what lost', () => {
  const limits = [{ action: 'setDiscountEffect', limit: 5n, entities: [], period: null }];

  it('touches no counter, creates no coupon, accepts no code', () => {
    const losing = campaign(1n, [rule('coupon.valid', [off('3'), effect('couponCreated', { pattern: 'GIFT-####' })])], {
      limits: [...limits, { action: 'createCoupon', limit: 5n, entities: [], period: null }],
    });
    const tree = evaluationTree([group(10n, 'highestDiscount', [1n, 2n])]);
    const { shop } = given(losing, campaign(2n, [rule('true', [off('9')])], { limits }), tree);
    shop.when(coupons(1n, ['CODE'], { usageLimit: 1n }));
    const { decision } = shop.when(close('s', { cartItems: cart, couponCodes: ['CODE'] }));
    expect(gave(decision)).toEqual(['2 setDiscount 900', '1 rejectCoupon CODE']);
    expect(effectsOf(decision, 'rejectCoupon')[0]?.props).toEqual({
      value: 'CODE',
      rejectionReason: 'CouponPartOfNotTriggeredCampaign',
      campaignExclusionReason: 'CampaignGaveLowerDiscount',
    });
    expect(eventsOf(decision, 'CounterChanged').map(({ counter }) => counter)).toEqual(['setDiscountEffect|2|||']);
    expect(eventsOf(decision, 'CouponsCreated')).toEqual([]);
    expect(eventsOf(decision, 'CouponRedemptionChanged')).toEqual([]);
    expect(sessionOf(decision).durable).toEqual([]);
  });

  it('is rejected for its own reason where one comes first in the contract', () => {
    const tree = evaluationTree([group(10n, 'listOrder', [2n, 1n])]);
    const losing = campaign(1n, [rule('true', [off('3')]), rule('coupon.valid', [off('3')])]);
    const { shop } = given(losing, flat(2n, '9'), tree).after(
      coupons(1n, ['OLD'], { expiryDate: 1n }),
      coupons(1n, ['NEW']),
    );
    const { decision } = shop.when(update('s', { cartItems: cart, couponCodes: ['OLD', 'NEW'] }));
    expect(effectsOf(decision, 'rejectCoupon').map(({ props }) => props['rejectionReason'])).toEqual([
      'CouponExpired',
      'CouponPartOfNotTriggeredCampaign',
    ]);
  });

  it('a code of a campaign that did not lose is rejected by its condition', () => {
    const tree = evaluationTree([group(10n, 'listOrder', [2n, 1n])]);
    const holdsNot = campaign(1n, [rule('coupon.valid && false', [off('3')])]);
    const { shop } = given(holdsNot, flat(2n, '9'), tree).after(coupons(1n, ['CODE']));
    const { decision } = shop.when(update('s', { cartItems: cart, couponCodes: ['CODE'] }));
    expect(told(decision)).toEqual(['setDiscount 900', 'rejectCoupon CouponRejectedByCondition']);
  });

  it('is left out of a try-out of other campaigns, and told so', () => {
    const { shop } = given(flat(1n, '3'), flat(2n, '9')).after(coupons(1n, ['CODE']));
    const request = update('s', { cartItems: cart, couponCodes: ['CODE'], evaluableCampaignIds: [2n] });
    expect(effectsOf(shop.try(request).decision, 'rejectCoupon')[0]?.props).toMatchObject({
      campaignExclusionReason: 'CampaignNotInEvaluationSet',
    });
  });

  it('comes to it when the winner’s budget is used up', () => {
    const tree = evaluationTree([group(10n, 'highestDiscount', [1n, 2n])]);
    const scarce = campaign(2n, [rule('true', [off('9')])], { limits: [{ ...limits[0]!, limit: 1n }] });
    const { shop } = given(flat(1n, '3'), scarce, tree);
    expect(gave(shop.when(close('a', { cartItems: cart })).decision)).toEqual(['2 setDiscount 900']);
    expect(gave(shop.when(close('b', { cartItems: cart })).decision)).toEqual(['1 setDiscount 300']);
  });
});

describe('a group that settles for each cart item', () => {
  const perItem = (mode: string, elements: Parameters<typeof group>[2]) =>
    evaluationTree([group(10n, mode, elements, { scope: 'cartItem' })]);
  const onA = campaign(1n, [rule('true', [each('item.sku == "A" ? 8.0 : 1.0')])]);
  const onB = campaign(2n, [rule('true', [each('item.sku == "B" ? 7.0 : 2.0')])]);
  const byLine = (decision: Decision) =>
    effectsOf(decision, 'setDiscountPerItem').map(
      ({ campaign: id, props }) => `${id} on ${text(props['position'])}: ${text(props['value'])}`,
    );

  it('highest: each line has its best campaign', () => {
    const decision = closing([onA, onB, perItem('highestDiscount', [1n, 2n])]);
    expect(byLine(decision)).toEqual(['1 on 0: 800', '2 on 1: 700']);
    expect(decision.ruleFailures.map((one) => `${one.campaign} ${detailsOf(one)}`)).toEqual([
      '1 the campaign on line 1 lost against another one of its evaluation group',
      '2 the campaign on line 0 lost against another one of its evaluation group',
    ]);
  });

  it('lowest, and first', () => {
    expect(byLine(closing([onA, onB, perItem('lowestDiscount', [1n, 2n])]))).toEqual(['1 on 1: 100', '2 on 0: 200']);
    expect(byLine(closing([onA, onB, perItem('listOrder', [2n, 1n])]))).toEqual(['2 on 0: 200', '2 on 1: 700']);
  });

  it('first: a line that the first does not discount is the next one’s', () => {
    const onlyB = campaign(1n, [rule('true', [each('5', 'cartItems.filter(i, i.sku == "B")')])]);
    expect(byLine(closing([onlyB, onB, perItem('listOrder', [1n, 2n])]))).toEqual(['1 on 1: 500', '2 on 0: 200']);
  });

  it('a campaign that wins no line has lost, its code too', () => {
    const coded = campaign(1n, [rule('coupon.valid', [each('1')])]);
    const { shop } = given(coded, onB, perItem('highestDiscount', [1n, 2n])).after(coupons(1n, ['CODE']));
    const { decision } = shop.when(close('s', { cartItems: cart, couponCodes: ['CODE'] }));
    expect(byLine(decision)).toEqual(['2 on 0: 200', '2 on 1: 700']);
    expect(effectsOf(decision, 'rejectCoupon')[0]?.props).toMatchObject({
      rejectionReason: 'CouponPartOfNotTriggeredCampaign',
      campaignExclusionReason: 'CampaignGaveLowerDiscount',
    });
    expect(losers(decision)).toEqual(['1 CampaignGaveLowerDiscount']);
  });

  it('shopware 12159: a discount on the session is no way round it', () => {
    const around = campaign(1n, [rule('true', [off('50')])]);
    const decision = closing([around, onB, perItem('highestDiscount', [1n, 2n])]);
    expect(gave(decision)).toEqual(['2 setDiscountPerItem 200', '2 setDiscountPerItem 700']);
    expect(decision.ruleFailures[0]?.details).toContain('only single items are discounted');
  });

  it('what discounts no item competes for none', () => {
    const telling = campaign(1n, [rule('true', [tell('Hello')])]);
    expect(gave(closing([telling, onB, perItem('highestDiscount', [1n, 2n])]))[0]).toBe('1 showNotification Hello');
  });

  it('a group in it competes by the sum of what its campaigns give', () => {
    const pair = group(20n, 'stackable', [1n, 3n]);
    const third = campaign(3n, [rule('true', [each('1.50', 'cartItems.filter(i, i.sku == "A")')])]);
    const decision = closing([onA, onB, third, perItem('highestDiscount', [2n, pair])]);
    expect(byLine(decision)).toEqual(['2 on 1: 700', '1 on 0: 800', '3 on 0: 150']);
  });

  it('winners of other lines do not change what a winner gives', () => {
    const share = campaign(1n, [
      rule('session.remainingTotal >= 95', [
        each('percent(session.remainingTotal, 10)', 'cartItems.filter(i, i.sku == "A")'),
      ]),
    ]);
    const tree = perItem('highestDiscount', [2n, 1n]);
    expect(byLine(closing([share, onB, tree]))).toEqual(['2 on 1: 700', '1 on 0: 1000']);
  });

  it('within a group that settles for the session, a whole item group wins or loses', () => {
    const items = group(20n, 'highestDiscount', [1n, 2n], { scope: 'cartItem' });
    const tree = (mode: string) => evaluationTree([group(10n, mode, [items, 3n])]);
    expect(gave(closing([onA, onB, flat(3n, '14.99'), tree('highestDiscount')]))).toEqual([
      '1 setDiscountPerItem 800',
      '2 setDiscountPerItem 700',
    ]);
    expect(gave(closing([onA, onB, flat(3n, '15.01'), tree('highestDiscount')]))).toEqual(['3 setDiscount 1501']);
  });
});
