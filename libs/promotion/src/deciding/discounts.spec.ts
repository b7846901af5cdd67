import type { CatalogChange, Rule } from '../catalog-event';
import type { DiscountShare } from '../effect';
import type { CartItemInput } from '../request';
import {
  application,
  attribute,
  campaign,
  close,
  coupons,
  effect,
  effectsOf,
  given,
  item,
  rule,
  sessionOf,
  told,
  update,
} from '../testing';

// The worked cases of acceptance, by their numbers: amounts are cents unless the currency has none.

const off = (value: string, scope = 'sessionTotal') => effect('setDiscount', { name: 'off', value, scope });
const always = (value: string) => rule('true', [off(value)]);
const perItem = (items: string, value: string, units?: string) =>
  effect('setDiscountPerItem', { name: 'item', items, value, ...(units === undefined ? {} : { units }) });

function closing(cart: readonly CartItemInput[], rules: readonly Rule[], ...more: CatalogChange[]) {
  return given(more, campaign(1n, rules)).when(close('s', { cartItems: cart })).decision;
}

function perLine(shares: readonly DiscountShare[] = []): bigint[] {
  const lines: bigint[] = [];
  for (const { position, units, amount } of shares) lines[position] = (lines[position] ?? 0n) + amount * BigInt(units);
  return lines;
}

function totalGiven(decision: ReturnType<typeof closing>): bigint {
  const discounts = decision.effects.filter(({ type }) => type.startsWith('setDiscount'));
  return discounts.reduce((sum, { props }) => sum + (props['value'] as bigint), 0n);
}

const toPay = (decision: ReturnType<typeof closing>): bigint => sessionOf(decision).total - totalGiven(decision);

describe('a discount on the session', () => {
  it('A01: 10 % is rounded once and spread by largest remainder', () => {
    const decision = closing(
      [item('A', 333, 3), item('B', 1001), item('C', 99)],
      [always('percent(session.total, 10)')],
    );
    const [discount] = effectsOf(decision, 'setDiscount');
    expect(discount?.props).toEqual({ name: 'off', value: 210n, scope: 'sessionTotal' });
    expect(perLine(discount?.shares)).toEqual([100n, 100n, 10n]);
    expect(discount?.shares.slice(0, 2)).toEqual([
      { position: 0, subPosition: 0, units: 1, amount: 34n },
      { position: 0, subPosition: 1, units: 2, amount: 33n },
    ]);
    expect(sessionOf(decision).total).toBe(2099n);
  });

  it('A02: 10 off three equal lines loses no cent', () => {
    const decision = closing([item('A', 1000), item('B', 1000), item('C', 1000)], [always('10')]);
    expect(perLine(effectsOf(decision, 'setDiscount')[0]?.shares)).toEqual([334n, 333n, 333n]);
  });

  it('A03: yen have no decimals', () => {
    const yen: CatalogChange = { kind: 'ApplicationSaved', entity: application({ currency: 'JPY' }) };
    const decision = closing([item('A', 500), item('B', 333)], [always('percent(session.total, 15)')], yen);
    expect(told(decision)).toEqual(['setDiscount 125']);
    expect(perLine(effectsOf(decision, 'setDiscount')[0]?.shares)).toEqual([75n, 50n]);
  });

  it.each([
    [4999, []],
    [5000, ['setDiscount 500']],
    [19999, ['setDiscount 1500']],
    [20000, ['setDiscount 4000']],
  ])('A05: of the tiers only the highest reached at %d', (cents, expected) => {
    const value = 'session.total >= 200 ? 40.0 : session.total >= 100 ? 15.0 : 5.0';
    const tier = rule('session.total >= 50', [off(value)]);
    expect(told(closing([item('A', cents)], [tier]))).toEqual(expected);
  });

  it('A15: later campaigns see reduced prices, or not, by the total that they name', () => {
    const fifth = (id: bigint, total: string) => campaign(id, [always(`percent(${total}, 20)`)]);
    const ten = (id: bigint) => campaign(id, [always('10')]);
    const cart = { cartItems: [item('A', 10000)] };
    const due = (...changes: CatalogChange[]) => 10000n - totalGiven(given(changes).when(close('s', cart)).decision);
    expect(due(...fifth(1n, 'session.remainingTotal'), ...ten(2n))).toBe(7000n);
    expect(due(...ten(1n), ...fifth(2n, 'session.remainingTotal'))).toBe(7200n);
    expect(due(...ten(1n), ...fifth(2n, 'session.total'))).toBe(7000n);
  });

  it('keeps the wish where less is left, and does not give a discount of nothing', () => {
    const decision = closing([item('A', 1500)], [always('10'), always('10'), always('10')]);
    const values = effectsOf(decision, 'setDiscount').map(({ props }) => [props['value'], props['desiredValue']]);
    expect(values).toEqual([
      [1000n, undefined],
      [500n, 1000n],
    ]);
    expect(decision.ruleFailures).toMatchObject([{ ruleIndex: 2, effectIndex: 0 }]);
    expect(told(closing([], [always('10')]))).toEqual([]);
    expect(told(closing([item('A', 1500)], [always('-1')]))).toEqual([]);
  });

  it('A12: free shipping by the total after or before other discounts', () => {
    const shipping = { 'Standard shipping': 499n * 10_000n };
    const tenPercent = campaign(1n, [rule('coupon.valid', [off('percent(session.cartItemTotal, 10)', 'cartItems')])]);
    const closed = (basis: string) => {
      const free = rule(`${basis} >= 49`, [off('session.additionalCostTotal', 'additionalCosts')]);
      const { when } = given(tenPercent, campaign(2n, [free])).after(coupons(1n, ['TEN']));
      return when(close('s', { cartItems: [item('A', 5200)], additionalCosts: shipping, couponCodes: ['TEN'] }))
        .decision;
    };
    const after = closed('session.remainingTotal - session.additionalCostTotal');
    expect(told(after)).toEqual(['acceptCoupon TEN', 'setDiscount 520']);
    expect(toPay(after)).toBe(4680n + 499n);
    const before = closed('session.cartItemTotal');
    expect(told(before)).toEqual(['acceptCoupon TEN', 'setDiscount 520', 'setDiscount 499']);
    expect(toPay(before)).toBe(4680n);
    expect(effectsOf(before, 'setDiscount')[1]?.shares).toEqual([
      { position: -1, subPosition: -1, units: 1, amount: 499n },
    ]);
  });

  it('spreads over costs of lines and of the session too, each with its own share', () => {
    const cart = [item('A', 1000, 1, { additionalCosts: { wrap: 500n * 10_000n } })];
    const session = close('s', { cartItems: cart, additionalCosts: { shipping: 500n * 10_000n } });
    const { decision } = given(campaign(1n, [always('percent(session.total, 10)')])).when(session);
    expect(sessionOf(decision)).toMatchObject({
      cartItemTotal: 1000n,
      cartItemAdditionalCostTotal: 500n,
      additionalCostTotal: 1000n,
      total: 2000n,
    });
    expect(effectsOf(decision, 'setDiscount')[0]?.shares).toEqual([
      { position: 0, subPosition: 0, units: 1, amount: 100n },
      { position: 0, subPosition: -1, units: 1, amount: 50n },
      { position: -1, subPosition: -1, units: 1, amount: 50n },
    ]);
  });

  it('30 % of 0.75 is 23 cents, not 22', () => {
    expect(told(closing([item('A', 75)], [always('percent(session.total, 30)')]))).toEqual(['setDiscount 23']);
  });
});

describe('a discount per item', () => {
  it('A07: buy two, get one free', () => {
    const decision = closing(
      [item('A', 1250, 7)],
      [rule('true', [perItem('cartItems', 'item.price', 'item.quantity / 3')])],
    );
    expect(told(decision)).toEqual(['setDiscountPerItem 2500']);
    expect(effectsOf(decision, 'setDiscountPerItem')[0]).toMatchObject({
      props: { name: 'item#0', position: 0n, units: 2n, scope: 'price' },
      shares: [{ position: 0, subPosition: 0, units: 2, amount: 1250n }],
    });
  });

  it('A08: three for two in a mixed category, the cheapest overall', () => {
    const cheapest = rule('cartItems.size() >= 3', [
      perItem('cartItems.filter(i, cartItems.all(j, i.price <= j.price))', 'item.price', '1'),
    ]);
    const cart = [4990, 3500, 2999, 1999, 1500].map((cents) => item(String(cents), cents));
    expect(told(closing(cart, [cheapest]))).toEqual(['setDiscountPerItem 1500']);
  });

  it('A08: three for two in a mixed category, of each three by falling price the third', () => {
    const before = 'cartItems.filter(j, j.price > i.price).size()';
    const third = rule('cartItems.size() >= 3', [
      perItem(`cartItems.filter(i, (${before} + 1) % 3 == 0)`, 'item.price', '1'),
    ]);
    const cart = [4990, 3500, 2999, 1999, 1500].map((cents) => item(String(cents), cents));
    const decision = closing(cart, [third]);
    expect([told(decision), sessionOf(decision).total - totalGiven(decision)]).toEqual([
      ['setDiscountPerItem 2999'],
      11_989n,
    ]);
  });

  it.each([
    [2, 2, 1990n],
    [1, 1, 0n],
    [4, 2, 1990n],
  ])('A10: %d trousers and %d belts: one belt free at most', (trousers, belts, expected) => {
    const enough = "cartItems.exists(i, i.sku == 'trousers' && i.quantity >= 2)";
    const free = rule(enough, [perItem("cartItems.filter(i, i.sku == 'belt')", 'item.price', '1')]);
    const decision = closing([item('trousers', 5000, trousers), item('belt', 1990, belts)], [free]);
    expect(totalGiven(decision)).toBe(expected);
  });

  it('A29: 20 % except a brand and what is on sale', () => {
    const declared = [attribute('CartItem', 'brand', 'string'), attribute('CartItem', 'sale', 'boolean')];
    const wanted =
      "cartItems.filter(i, !(has(i.attributes.brand) && i.attributes.brand == 'Acme') && !(has(i.attributes.sale) && i.attributes.sale))";
    const cart = [
      item('shirt', 2500),
      item('case', 2000, 1, { attributes: { brand: 'Acme' } }),
      item('jeans', 4000, 1, { attributes: { sale: true } }),
    ];
    const decision = closing(cart, [rule('true', [perItem(wanted, 'percent(item.price, 20)')])], ...declared);
    expect(told(decision)).toEqual(['setDiscountPerItem 500']);
    expect(effectsOf(decision, 'setDiscountPerItem')[0]?.props['name']).toBe('item#0');
  });

  it('rounds a line once: 10 % of three times 3.33 is 1.00', () => {
    const decision = closing([item('A', 333, 3)], [rule('true', [perItem('cartItems', 'percent(item.price, 10)')])]);
    expect(told(decision)).toEqual(['setDiscountPerItem 100']);
  });

  it('takes the units that still have most to pay, so that a second free unit is another one', () => {
    const one = rule('true', [perItem('cartItems', 'item.price', '1')]);
    const decision = closing([item('A', 1000, 2)], [one, one, one]);
    expect(effectsOf(decision, 'setDiscountPerItem').map(({ shares }) => shares[0]?.subPosition)).toEqual([0, 1]);
    expect(decision.ruleFailures).toHaveLength(1);
  });

  it('gives an item named twice its discount once', () => {
    const decision = closing([item('A', 1000)], [rule('true', [perItem('cartItems + cartItems', '1')])]);
    expect(told(decision)).toEqual(['setDiscountPerItem 100']);
  });
});

describe('a rule as a whole', () => {
  it('gives nothing where one of its effects fails, and goes on with the next rule', () => {
    const half = rule('true', [off('5'), off('session.attributes.bonus > 0.0 ? 1.0 : 2.0')]);
    const bonus = attribute('CustomerSession', 'bonus', 'number');
    const decision = closing([item('A', 1000)], [half, always('1')], bonus);
    expect(told(decision)).toEqual(['error', 'setDiscount 100']);
    expect(decision.ruleFailures).toMatchObject([{ campaign: 1n, ruleId: 'rule-1-0', effectIndex: 1 }]);
    expect(effectsOf(decision, 'setDiscount')[0]?.phase).toBe('committed');
    expect(effectsOf(decision, 'error')[0]?.phase).toBe('transient');
  });

  it('does not hold where its condition reads what is not set', () => {
    const tier = attribute('CustomerProfile', 'tier', 'string');
    const gold = rule("profile.attributes.tier == 'gold'", [off('5')]);
    const decision = closing([item('A', 1000)], [gold], tier);
    expect(told(decision)).toEqual([]);
    expect(decision.ruleFailures).toEqual([]);
  });

  it('is told of where its condition is in error although all that it needs is there', () => {
    const tier = attribute('CustomerProfile', 'tier', 'string');
    const golden = "profile.attributes.tier.startsWith('g')";
    const rules = [`session.total >= 5 && ${golden}`, `session.total >= 50 && ${golden}`];
    const decision = closing(
      [item('A', 1000)],
      rules.map((condition) => rule(condition, [off('5')])),
      tier,
    );
    expect(told(decision)).toEqual([]);
    expect(decision.ruleFailures).toMatchObject([{ ruleId: 'rule-1-0', effectIndex: null }]);
  });

  it('runs campaigns by id and rules in their order', () => {
    const tell = (name: string) => rule('true', [effect('showNotification', { title: name })]);
    const changes = [...campaign(2n, [tell('c'), tell('d')]), ...campaign(1n, [tell('a'), tell('b')])];
    const { decision } = given(changes).when(update('s', { cartItems: [item('A', 100)] }));
    expect(decision.effects.map(({ props }) => props['title'])).toEqual(['a', 'b', 'c', 'd']);
    expect(decision.effects.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });

  it('evaluates a binding at most once, lazily, and renders texts', () => {
    const bindings = [
      { name: 'share', expression: 'percent(session.total, 10)' },
      { name: 'never', expression: '1 / 0' },
    ];
    const effects = [off('share'), effect('showNotification', { title: 'You save {{ share }}', body: '{{ share }}' })];
    const decision = closing([item('A', 1000)], [rule('share > 0.5', effects, { bindings })]);
    expect(decision.ruleFailures).toEqual([]);
    expect(effectsOf(decision, 'showNotification')[0]?.props).toMatchObject({ title: 'You save 1', body: '1' });
  });

  it('gives its effects on failure, which are notifications and custom effects', () => {
    const almost = rule('session.total >= 20', [off('5')], {
      onFailure: [effect('showNotification', { title: '{{ 20 - session.total }} to go' })],
    });
    expect(closing([item('A', 1500)], [almost]).effects).toMatchObject([
      { props: { title: '5 to go' }, effectIndex: 1 },
    ]);
    expect(told(closing([item('A', 2000)], [almost]))).toEqual(['setDiscount 500']);
  });
});

describe('medusa 14447: taxes are the shop’s: prices are taken as they are sent', () => {
  /** What is left to pay for items whose price has so many ten-thousandths of a cent. */
  const due = (price: bigint, quantity: number, rules: readonly Rule[]) =>
    toPay(closing([item('A', 0, quantity, { price })], rules));
  const oneOfFourFree = [rule('true', [perItem('cartItems', 'item.price', 'item.quantity / 4')])];
  const allFree = [always('percent(session.total, 100)')];

  it.each<[string, readonly Rule[], number, bigint, bigint, readonly [gross: bigint, net: bigint, tax: bigint]]>([
    ['A39: one of four free, at 20 %', oneOfFourFree, 4, 23_000_000n, 120n, [6900n, 5750n, 1150n]],
    ['A40: all is free, at 19 %', allFree, 1, 399_000_000n, 119n, [0n, 0n, 0n]],
  ])('%s: gross or net, the tax is right on what is left', (_, rules, quantity, price, percent, expected) => {
    const net = (100n * price + percent / 2n) / percent;
    const [dueGross, dueNet] = [price, net].map((each) => due(each, quantity, rules));
    expect([dueGross, dueNet, (dueGross ?? 0n) - (dueNet ?? 0n)]).toEqual(expected);
  });
});

describe('coupons of limited value', () => {
  const gift = campaign(1n, [rule('coupon.valid', [off('coupon.remainingValue')])]);

  it('A35: a gift card pays what it holds, once, and cancelling gives it back', () => {
    const { shop } = given(gift).after(coupons(1n, ['GIFT'], { discountLimit: 5000n }));
    const buy = (id: string, cents: number) => close(id, { cartItems: [item('A', cents)], couponCodes: ['GIFT'] });
    expect(told(shop.when(buy('first', 7200)).decision)).toEqual(['acceptCoupon GIFT', 'setDiscount 5000']);
    expect(told(shop.when(buy('second', 3000)).decision)).toEqual(['rejectCoupon CouponLimitReached']);
    shop.when({ ...close('first'), state: 'cancelled' });
    expect(told(shop.when(buy('third', 3000)).decision)).toEqual(['acceptCoupon GIFT', 'setDiscount 3000']);
    expect(told(shop.when(buy('fourth', 3000)).decision)).toEqual(['acceptCoupon GIFT', 'setDiscount 2000']);
  });
});
