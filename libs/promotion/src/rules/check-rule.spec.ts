import { mapValue } from '../attributes/kind';
import type { Rule, RuleEffect } from '../catalog-event';
import { effectGuide } from '../effects/guide';
import { EFFECT_TYPES, lastingOf, MONEY_PROPS } from '../effects/registry';
import {
  attribute,
  campaign,
  effect,
  eventType,
  given,
  profileUpdate,
  rule,
  sessionOf,
  SHOP,
  told,
  update,
  webhook,
} from '../testing';
import { checkRule, checkRuleset } from './check-rule';

const { shop } = given(
  attribute('CustomerProfile', 'tier', 'string'),
  attribute('CustomerProfile', 'points', 'number'),
  attribute('CustomerSession', 'gifts', '(list string)'),
  attribute('CartItem', 'offers', '(list string)'),
  attribute('Coupon', 'offer', 'string'),
  eventType('a'),
  eventType('b'),
  attribute('Event', 'same', 'string', { eventType: 'a' }),
  attribute('Event', 'differs', 'string', { eventType: 'a' }),
  attribute('Event', 'differs', 'number', { eventType: 'b' }),
  webhook(7n),
);

function problems(one: Rule, index = 0): string[] {
  return checkRule(shop.catalog, SHOP, one, index).problems.map(({ code, pointer }) => `${code} ${pointer}`);
}

const condition = (text: string) => problems(rule(text, []));
const one = (type: string, props: RuleEffect['props']) => problems(rule('true', [effect(type, props)]));

describe('a condition', () => {
  it.each([
    'session.total > 10 && session.cartItemTotal >= 9.99',
    'cartItems.exists(i, i.price * i.quantity > 100 && "x" in i.attributes.offers)',
    'session.cartItems.map(i, i.sku) == ["a"] && session.remainingTotal < session.total',
    'session.state == "closed" && session.firstSession && "X" in session.couponCodes',
    'has(profile.attributes.tier) && profile.attributes.tier == "gold" && profile.closedSessions > 3',
    'profile.totalSales > 100 && profile.lastActivity < now',
    'event.type == "a" && event.attributes.same == "x"',
    'event.attributes.differs == "x" || event.attributes.differs == 1.0',
    'coupon.valid && cartItems.exists(i, coupon.attributes.offer in i.attributes.offers)',
    'application.currency == "EUR" && campaign.name.startsWith("x") && "vip" in campaign.tags',
    'now.getHours("Europe/Berlin") >= 17 && now < timestamp("2027-01-01T00:00:00Z")',
    'history.sessions.within("30d").sum(s, s.total) > 100 && history.events.within("1h").count() < 5',
    'history.sessions.within("90d").exists(s, s.cartItems.exists(i, i.sku == "A"))',
  ])('%s', (text) => {
    expect(condition(text)).toEqual([]);
  });

  it.each([
    ['session.totl > 10', 'expr.type /rules/0/condition'],
    ['session.total > "10"', 'expr.type /rules/0/condition'],
    ['session.total', 'expr.type /rules/0/condition'],
    ['profile.attributes.nope == 1', 'expr.type /rules/0/condition'],
    ['profile.attributes.tier == 1', 'expr.type /rules/0/condition'],
    ['session.total >', 'expr.syntax /rules/0/condition'],
    ['item.price > 1', 'expr.type /rules/0/condition'],
    ['now.getHours("Europe/Nowhere") == 1', 'expr.zone /rules/0/condition'],
  ])('%s is wrong', (text, expected) => {
    expect(condition(text)).toEqual([expected]);
  });

  it('is told with its place', () => {
    const [found] = checkRule(shop.catalog, SHOP, rule('true &&\n  session.totl > 1', []), 3).problems;
    expect(found).toMatchObject({ pointer: '/rules/3/condition', place: { line: 2, column: 10 } });
    expect('true &&\n  session.totl > 1'.slice(found?.place?.start, found?.place?.end)).toBe('.totl');
  });
});

describe('bindings', () => {
  const bound = (...bindings: Rule['bindings']) => problems(rule('share > 1.0', [], { bindings }));

  it('see those before them', () => {
    expect(bound({ name: 'base', expression: 'session.total' }, { name: 'share', expression: 'base / 2' })).toEqual([]);
  });

  it('do not see those after them', () => {
    expect(bound({ name: 'share', expression: 'base / 2' }, { name: 'base', expression: 'session.total' })[0]).toBe(
      'expr.type /rules/0/bindings/0/expression',
    );
  });

  it.each([
    ['session', 'binding.taken'],
    ['item', 'binding.name'],
    ['in', 'binding.name'],
    ['a b', 'binding.name'],
    ['', 'binding.name'],
  ])('cannot be named %j', (name, code) => {
    const wrong = problems(rule('true', [], { bindings: [{ name, expression: '1' }] }));
    expect(wrong).toEqual([`${code} /rules/0/bindings/0/name`]);
  });

  it('of the ruleset are wrong once, however many rules', () => {
    const { problems: found } = checkRuleset(shop.catalog, SHOP, {
      campaign: 9n,
      rules: [rule('true', []), rule('true', []), rule('fals', [])],
      bindings: [{ name: 'x', expression: '1 +' }],
    });
    expect(found.map(({ pointer }) => pointer)).toEqual(['/bindings/0/expression', '/rules/2/condition']);
  });
});

describe('the cost', () => {
  const cost = (one: Rule) => checkRule(shop.catalog, SHOP, one).cost;
  const perItem = (value: string) => rule('true', [effect('setDiscountPerItem', { name: 'x', value })]);

  it('is that of the condition, the effects and the bindings that they read', () => {
    const bindings = [{ name: 'dear', expression: 'cartItems.exists(i, i.quantity > 1)' }];
    const plain = cost(rule('session.total > 1', []));
    const withEffect = cost(rule('session.total > 1', [effect('showNotification', { title: '{{ session.total }}' })]));
    expect(plain).toBeGreaterThan(0);
    expect(withEffect).toBeGreaterThan(plain);
    expect(cost(rule('session.total > 1', [], { bindings }))).toBe(plain);
    expect(cost(rule('dear', [], { bindings }))).toBeGreaterThan(1000);
  });

  it('shopify cli 3109: counts what runs for each item as often as there may be items', () => {
    expect(cost(perItem('item.price'))).toBeGreaterThan(1000 * cost(rule('session.total > 1', [])) - 1000);
  });

  it('is refused above the limit, with the dearest expression', () => {
    const crossed = 'cartItems.exists(i, cartItems.exists(j, i.sku == j.sku))';
    expect(problems(rule(crossed, []))).toEqual([]);
    expect(problems(perItem(`${crossed} ? 1.0 : 2.0`))).toEqual(['rule.cost /rules/0/effects/0/props/value']);
    const [found] = checkRule(shop.catalog, SHOP, perItem(`${crossed} ? 1.0 : 2.0`)).problems;
    expect(found?.message).toMatch(/^the rule may take \d{10} steps, \d{10} of them here; 10000000 are the most$/);
  });

  it('of one expression above the limit is refused with the reason', () => {
    const text = 'cartItems.all(i, cartItems.all(j, cartItems.all(k, i.sku == k.sku)))';
    expect(problems(rule(text, []))).toEqual(['expr.cost /rules/0/condition']);
  });

  it('is that of each rule of a ruleset', () => {
    const { costs } = checkRuleset(shop.catalog, SHOP, {
      campaign: 9n,
      rules: [rule('true', []), rule('session.total > 1', [])],
      bindings: [],
    });
    expect(costs).toEqual([cost(rule('true', [])), cost(rule('session.total > 1', []))]);
  });
});

describe('effects', () => {
  it.each<[string, RuleEffect['props']]>([
    ['setDiscount', { name: 'x', value: 'session.total / 10', scope: 'cartItems' }],
    ['setDiscount', { name: 'x', value: 5 }],
    ['setDiscountPerItem', { name: 'x', value: 'item.price / 2' }],
    [
      'setDiscountPerItem',
      { name: 'x', value: '1', items: 'cartItems.filter(i, i.quantity > 1)', units: 'item.quantity - 1' },
    ],
    ['setDiscountPerItem', { name: 'x', total: '10', items: 'cartItems' }],
    ['addFreeItem', { sku: 'gift-{{ profile.attributes.tier }}', name: 'Gift', quantity: 'cartItems.size()' }],
    [
      'customEffect',
      { name: 'x', items: 'cartItems', payload: { kind: 'map', entries: { sku: '{{ item.sku }}', n: 1 } } },
    ],
    [
      'showBundleMetadata',
      { description: 'A set', items: 'cartItems', bundleAttributes: { kind: 'list', items: ['offers'] } },
    ],
    ['showNotification', { title: '{{ profile.attributes.tier }}', notificationType: 'Offer' }],
    ['updateAttribute', { path: 'Profile.attributes.points', value: 'profile.attributes.points + 1.0' }],
    ['updateAttribute', { path: 'Profile.attributes.points', value: 5 }],
    ['updateAttribute', { path: 'Session.attributes.gifts', value: '["a"] + ["b"]' }],
    ['triggerWebhook', { webhookId: '7' }],
    ['customEffect', { name: 'x', payload: { kind: 'map', entries: { a: '{{ now }}' } } }],
    ['couponCreated', { attributes: { kind: 'map', entries: { offer: 'A' } }, expiryDate: 'now' }],
  ])('%s %j', (type, props) => {
    expect(one(type, props)).toEqual([]);
  });

  it.each<[string, RuleEffect['props'], string]>([
    ['giveMoney', {}, 'effect.unknown /rules/0/effects/0'],
    ['acceptCoupon', {}, 'effect.unknown /rules/0/effects/0'],
    ['setDiscount', { name: 'x' }, 'prop.required /rules/0/effects/0/props/value'],
    ['setDiscount', { name: 'x', value: null }, 'prop.required /rules/0/effects/0/props/value'],
    ['setDiscount', { name: 'x', value: '"a"' }, 'expr.type /rules/0/effects/0/props/value'],
    ['setDiscount', { name: 'x', value: true }, 'prop.type /rules/0/effects/0/props/value'],
    ['setDiscount', { name: 5, value: '1' }, 'prop.type /rules/0/effects/0/props/name'],
    ['setDiscount', { name: '{{ nope }}', value: '1' }, 'expr.type /rules/0/effects/0/props/name'],
    ['setDiscount', { name: 'x', value: '1', scope: 'all' }, 'prop.type /rules/0/effects/0/props/scope'],
    ['setDiscount', { name: 'x', value: '1', vlaue: '1' }, 'prop.unknown /rules/0/effects/0/props/vlaue'],
    ['setDiscountPerItem', { name: 'x', value: '1', items: '[1]' }, 'expr.type /rules/0/effects/0/props/items'],
    ['setDiscountPerItem', { name: 'x', value: 'item.cost' }, 'expr.type /rules/0/effects/0/props/value'],
    [
      'showNotification',
      { title: 'x', notificationType: 'Loud' },
      'prop.type /rules/0/effects/0/props/notificationType',
    ],
    ['updateAttribute', { path: 'Store.attributes.offer', value: 'x' }, 'prop.type /rules/0/effects/0/props/path'],
    [
      'updateAttribute',
      { path: 'Profile.attributes.nope', value: 'x' },
      'attribute.unknown /rules/0/effects/0/props/value',
    ],
    [
      'updateAttribute',
      { path: 'Profile.attributes.points', value: true },
      'attribute.type /rules/0/effects/0/props/value',
    ],
    ['updateAttribute', { path: 'Session.attributes.gifts', value: '[1]' }, 'expr.type /rules/0/effects/0/props/value'],
    ['triggerWebhook', { webhookId: 8n }, 'effect.reference /rules/0/effects/0'],
    ['triggerWebhook', { webhookId: 'x' }, 'prop.type /rules/0/effects/0/props/webhookId'],
    ['setDiscountPerItem', { name: 'x', total: '10', value: '1' }, 'prop.twice /rules/0/effects/0/props/value'],
    [
      'customEffect',
      { name: 'x', payload: { kind: 'map', entries: { sku: '{{ item.sku }}' } } },
      'expr.type /rules/0/effects/0/props/payload/sku',
    ],
    [
      'showBundleMetadata',
      { description: 'x', bundleAttributes: { kind: 'list', items: [1] } },
      'prop.type /rules/0/effects/0/props/bundleAttributes',
    ],
    ['customEffect', { name: 'x', payload: 'y' }, 'prop.type /rules/0/effects/0/props/payload'],
    [
      'couponCreated',
      { attributes: { kind: 'map', entries: { no: 'A' } } },
      'attribute.unknown /rules/0/effects/0/props/attributes/no',
    ],
  ])('%s %j is wrong', (type, props, expected) => {
    expect(one(type, props)).toEqual([expected]);
  });

  it('on failure are notifications and custom effects', () => {
    const onFailure = [effect('showNotification', { title: 'x' }), effect('setDiscount', { name: 'x', value: '1' })];
    expect(problems(rule('true', [], { onFailure }))).toEqual(['effect.on_failure /rules/0/onFailure/1']);
  });

  it('on failure are in at most 200 rules of the application, of campaigns that are off too', () => {
    const loud = (count: number) =>
      Array.from({ length: count }, () =>
        rule('false', [], { onFailure: [effect('showNotification', { title: 'x' })] }),
      );
    const full = given(campaign(1n, loud(150), { state: 'disabled' }), campaign(2n, loud(90), { state: 'archived' }));
    const check = (campaignId: bigint, count: number) =>
      checkRuleset(full.shop.catalog, SHOP, { campaign: campaignId, rules: loud(count), bindings: [] }).problems;
    expect(check(3n, 50)).toEqual([]);
    expect(check(3n, 51)).toMatchObject([{ code: 'rule.on_failure_count', pointer: '/rules' }]);
    expect(check(1n, 200)).toEqual([]);
    const quiet = { campaign: 3n, rules: [rule('true', [])], bindings: [] };
    expect(checkRuleset(full.shop.catalog, SHOP, quiet).problems).toEqual([]);
  });
});

describe('a rule that is wrong all the same', () => {
  it('fails and says so, and the others are given', () => {
    const good = rule('true', [effect('showNotification', { title: 'x' })]);
    const { decision } = given(campaign(1n, [rule('session.totl > 1', []), good])).when(update('s'));
    expect(told(decision)).toEqual(['showNotification']);
    expect(decision.ruleFailures).toMatchObject([
      { ruleIndex: 0, details: expect.stringContaining('/condition') as string },
    ]);
  });
});

describe('the registry', () => {
  it('documents exactly the props that each effect reads', () => {
    for (const { type, props } of EFFECT_TYPES) {
      const unknown = one(type, { ...Object.fromEntries(props.map(({ name }) => [name, null])), 'not a prop': 1 });
      expect(unknown.filter((text) => text.startsWith('prop.unknown'))).toEqual([
        `prop.unknown /rules/0/effects/0/props/not a prop`,
      ]);
      const required = props.filter((prop) => prop.required).map(({ name }) => name);
      const missing = one(type, {}).filter((text) => text.startsWith('prop.required'));
      expect(missing.map((text) => text.split('/').at(-1))).toEqual(required);
    }
  });

  it('says which props are money, for effects that exist', () => {
    const types = [...EFFECT_TYPES.map(({ type }) => type), 'rollbackDiscount'];
    expect(Object.keys(MONEY_PROPS).every((type) => types.includes(type))).toBe(true);
  });

  it('knows when each effect becomes a fact; an unknown one never', () => {
    expect(['setDiscount', 'acceptCoupon', 'couponCreated', 'error', 'rollbackCoupon', 'x'].map(lastingOf)).toEqual([
      'close',
      'close',
      'once',
      'never',
      'rollback',
      'never',
    ]);
  });

  it('makes the guide’s table', () => {
    expect(effectGuide()).toContain('### setDiscount\n\nTakes an amount off the session');
    expect(effectGuide()).toContain('| `value` | decimal | yes |');
  });
});

describe('a personal attribute', () => {
  const PERSONAL = { personal: true };
  const declared = [
    attribute('CustomerProfile', 'email', 'string', PERSONAL),
    attribute('CustomerProfile', 'nick', 'string'),
    attribute('CustomerSession', 'contact', 'string', PERSONAL),
    attribute('CustomerSession', 'greeting', 'string'),
    attribute('Coupon', 'holder', 'string', PERSONAL),
    attribute('Coupon', 'label', 'string'),
  ];
  const { shop: people } = given(...declared);
  const EMAIL = '{{ profile.attributes.email }}';

  function written(type: string, props: RuleEffect['props'], changes: Partial<Rule> = {}): string[] {
    const one = rule('has(profile.attributes.email)', [effect(type, props)], changes);
    return checkRule(people.catalog, SHOP, one).problems.map(({ code, pointer }) => `${code} ${pointer}`);
  }
  const attributeOf = (path: string, value: string) => written('updateAttribute', { path, value });
  const attributes = (entries: Record<string, string>) => ({ attributes: mapValue(entries) });

  it('is written into personal attributes alone, where it is sealed', () => {
    expect(attributeOf('Session.attributes.contact', EMAIL)).toEqual([]);
    expect(attributeOf('Session.attributes.greeting', 'a rule may know it')).toEqual([]);
    expect(attributeOf('Session.attributes.greeting', `Hi ${EMAIL}`)).toEqual([
      'prop.personal /rules/0/effects/0/props/value',
    ]);
    expect(attributeOf('Profile.attributes.nick', EMAIL)).toEqual(['prop.personal /rules/0/effects/0/props/value']);
  });

  it.each(['holder', 'label'])('gets into no attribute of a coupon, which outlives the customer: %s', (name) => {
    expect(written('couponCreated', attributes({ [name]: EMAIL }))).toEqual([
      `prop.personal /rules/0/effects/0/props/attributes/${name}`,
    ]);
  });

  it.each([
    ['couponCreated', 'pattern'],
    ['couponCreated', 'recipient'],
    ['referralCreated', 'pattern'],
    ['referralCreated', 'advocate'],
    ['referralCreated', 'friend'],
    ['reserveCoupon', 'code'],
    ['reserveCoupon', 'profile'],
  ])('makes no code and names nobody: %s, %s', (type, name) => {
    expect(written(type, { [name]: EMAIL })).toEqual([`prop.personal /rules/0/effects/0/props/${name}`]);
  });

  it.each(['{{ [profile][0].attributes.email }}', '{{ who }}', '{{ them[0].attributes.email }}'])(
    'is seen through %s',
    (value) => {
      const bindings = [
        { name: 'who', expression: 'profile.attributes.email' },
        { name: 'them', expression: '[profile]' },
      ];
      expect(written('updateAttribute', { path: 'Session.attributes.greeting', value }, { bindings })).toEqual([
        'prop.personal /rules/0/effects/0/props/value',
      ]);
    },
  );

  it('that becomes one later stops the rules that write it in the open, and they say so', () => {
    const copies = effect('updateAttribute', {
      path: 'Session.attributes.greeting',
      value: '{{ profile.attributes.nick }}',
    });
    const { shop: later } = given(...declared, ...campaign(1n, [rule('has(profile.attributes.nick)', [copies])]));
    later.when(profileUpdate('ann', { attributes: { nick: 'Annie' } }));
    expect(sessionOf(later.when(update('s', { profileId: 'ann' })).decision).attributes).toEqual({ greeting: 'Annie' });
    const nick = later.catalog.attributes(SHOP, 'CustomerProfile').get('nick')!;
    later.save([{ kind: 'AttributeSaved', entity: { ...nick, personal: true } }]);
    const { decision } = later.when(update('t', { profileId: 'ann' }));
    expect(sessionOf(decision).attributes).toEqual({});
    expect(decision.ruleFailures[0]?.details).toContain('/effects/0/props/value');
  });
});
