import fc from 'fast-check';
import type { Decision } from '../decision';
import type { DiscountShare } from '../effect';
import type { CatalogChange, RuleEffect } from '../catalog-event';
import type { CartItemInput } from '../request';
import {
  application,
  attribute,
  campaign,
  cancel,
  close,
  coupons,
  effect,
  effectsOf,
  given,
  item,
  limit,
  moved,
  NOON,
  reopen,
  returned,
  rule,
  sessionOf,
  told,
  update,
} from '../testing';

const partly = { kind: 'ApplicationSaved', entity: application({ partialRewards: true }) } as const;

function closing(cart: readonly CartItemInput[], effects: readonly RuleEffect[]): Decision {
  return given(campaign(1n, [rule('true', effects)])).when(close('s', { cartItems: cart })).decision;
}

const sum = (shares: readonly DiscountShare[]): bigint =>
  shares.reduce((total, { units, amount }) => total + BigInt(units) * amount, 0n);

describe('a discount that is spread over items', () => {
  const spread = (total: string, more: RuleEffect['props'] = {}) =>
    effect('setDiscountPerItem', { name: 'set', total, ...more });

  it('medusa 14939, shopware 19070: 10.00 off three lines are 3.34, 3.33, 3.33, and say what they are parts of', () => {
    const cart = ['A', 'B', 'C'].map((sku) => item(sku, 1000));
    const effects = effectsOf(closing(cart, [spread('10')]), 'setDiscountPerItem');
    expect(effects.map(({ props }) => props)).toEqual(
      [334n, 333n, 333n].map((value, position) => ({
        ...{ name: `set#${position}`, value, position: BigInt(position), units: 1n, scope: 'price' },
        totalDiscount: 1000n,
      })),
    );
  });

  it('is spread by what is left to pay, on the items and units that are chosen alone', () => {
    const cart = [item('A', 300, 2), item('B', 100, 2), item('C', 5000)];
    const chosen = { items: 'cartItems.filter(i, i.sku != "C")', units: '1' };
    const [first, second, ...others] = effectsOf(closing(cart, [spread('2', chosen)]), 'setDiscountPerItem');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ props: { value: 150n, position: 0n, subPosition: 0n, units: 1n } });
    expect(first?.shares).toEqual([{ position: 0, subPosition: 0, units: 1, amount: 150n }]);
    expect(second).toMatchObject({ props: { value: 50n, position: 1n, subPosition: 0n, units: 1n } });
  });

  it('never exceeds what is left, and keeps the wish', () => {
    const decision = closing([item('A', 300), item('B', 100)], [spread('5')]);
    expect(effectsOf(decision, 'setDiscountPerItem').map(({ props }) => props)).toMatchObject([
      { value: 300n, desiredValue: 375n, totalDiscount: 400n, desiredTotalDiscount: 500n },
      { value: 100n, desiredValue: 125n, totalDiscount: 400n, desiredTotalDiscount: 500n },
    ]);
  });

  it('A28: gives what a budget has left, where that is allowed, and nothing where it is not', () => {
    const limited = campaign(1n, [rule('true', [spread('10')])], { limits: [limit('setDiscount', 400n)] });
    const request = close('s', { cartItems: [item('A', 1000), item('B', 1000)] });
    const [first] = effectsOf(given(partly, limited).when(request).decision, 'setDiscountPerItem');
    expect(first?.props).toMatchObject({ value: 200n, totalDiscount: 400n, desiredTotalDiscount: 1000n });
    expect(told(given(limited).when(request).decision)).toEqual([]);
  });

  it('comes back with the units that are returned, exactly', () => {
    const { shop } = given(campaign(1n, [rule('true', [spread('10')])])).after(
      close('s', { cartItems: [item('A', 1000, 2), item('B', 1000)] }),
    );
    const { decision } = shop.when(returned('s', { 0: 1 }));
    expect(effectsOf(decision, 'rollbackDiscount')).toMatchObject([
      { props: { name: 'set#0', value: 333n, cartItemPosition: 0n, cartItemSubPosition: 1n } },
    ]);
    expect(effectsOf(shop.when(cancel('s')).decision, 'rollbackDiscount')).toMatchObject([
      { props: { name: 'set#0', value: 334n } },
      { props: { name: 'set#1', value: 333n } },
    ]);
  });

  it('erpnext 58042: its parts, and the shares of these, sum up to it, whatever the cart', () => {
    const line = fc.record({ cents: fc.integer({ min: 0, max: 100_000 }), quantity: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (lines, cents) => {
          const cart = lines.map(({ cents: price, quantity }, index) => item(`${index}`, price, quantity));
          const total = cart.reduce((all, { price, quantity }) => all + (price / 10_000n) * BigInt(quantity), 0n);
          const effects = effectsOf(closing(cart, [spread(`${cents} / decimal(100)`)]), 'setDiscountPerItem');
          const amount = effects.reduce((all, { props }) => all + (props['value'] as bigint), 0n);
          expect(amount).toBe(BigInt(cents) < total ? BigInt(cents) : total);
          for (const { props, shares } of effects) {
            expect([props['totalDiscount'], sum(shares)]).toEqual([amount, props['value']]);
          }
        },
      ),
    );
  });
});

describe('a discount on some units', () => {
  it('says which is the first of them', () => {
    const one = effect('setDiscountPerItem', { name: 'free', value: 'item.price', units: '1' });
    const decision = closing([item('A', 1000, 3)], [one, one]);
    const places = effectsOf(decision, 'setDiscountPerItem').map(({ props }) => [props['subPosition'], props['units']]);
    expect(places).toEqual([
      [0n, 1n],
      [1n, 1n],
    ]);
  });

  it('is taken back there', () => {
    const one = effect('setDiscountPerItem', { name: 'free', value: 'item.price', units: '1' });
    const { shop } = given(campaign(1n, [rule('true', [one, one])])).after(
      close('s', { cartItems: [item('A', 1000, 3)] }),
    );
    const places = effectsOf(shop.when(cancel('s')).decision, 'rollbackDiscount').map(({ props }) => props);
    expect(places).toMatchObject([
      { cartItemPosition: 0n, cartItemSubPosition: 0n, units: 1n },
      { cartItemPosition: 0n, cartItemSubPosition: 1n, units: 1n },
    ]);
  });
});

describe('addFreeItem', () => {
  const gift = (quantity?: string) =>
    effect('addFreeItem', { sku: 'G', name: 'Gift', ...(quantity === undefined ? {} : { quantity }) });

  it('A14: is given while the cart is worth it, and no gift is left at a close that is not', () => {
    const { shop } = given(campaign(1n, [rule('session.total >= 75', [gift()])]));
    const worth = (cents: number) => shop.when(update('s', { cartItems: [item('A', cents)] })).decision;
    expect(worth(7600).effects).toMatchObject([
      { type: 'addFreeItem', props: { sku: 'G', name: 'Gift' }, phase: 'transient' },
    ]);
    expect(told(worth(7400))).toEqual([]);
    expect(told(shop.when(close('s')).decision)).toEqual([]);
  });

  it('medusa 8829: adds items and takes nothing off, so that the cart never goes below zero', () => {
    const ten = effect('setDiscount', { name: 'ten', value: '10' });
    const decision = closing([item('A', 500)], [gift('20'), ten]);
    expect(effectsOf(decision, 'addFreeItem')).toHaveLength(20);
    expect(effectsOf(decision, 'setDiscount')[0]?.props).toMatchObject({ value: 500n, desiredValue: 1000n });
  });

  it('keeps to a limit: in part where that is allowed, with what was wanted; else not at all', () => {
    const limited = campaign(1n, [rule('true', [gift('3')])], { limits: [limit('addFreeItemEffect', 4n)] });
    const gifts = (changes: readonly CatalogChange[]) => {
      const { shop } = given(changes);
      return ['a', 'b'].map((id) => shop.when(close(id)).decision.effects.map(({ props }) => props['desiredQuantity']));
    };
    expect(gifts([partly, ...limited])).toEqual([[undefined, undefined, undefined], [3n]]);
    expect(gifts(limited)).toEqual([[undefined, undefined, undefined], []]);
  });

  describe('that survives a reopen', () => {
    const limits = [limit('addFreeItemEffect', 1n)];
    const reopened = () => given(campaign(1n, [rule('true', [gift()])], { limits })).after(close('s'), reopen('s'));

    it('is not given again by the next close, so that its effects sum up to what the customer has', () => {
      const { shop } = reopened();
      expect(told(shop.when(close('s')).decision)).toEqual([]);
      expect(shop.log.flatMap(({ decision }) => effectsOf(decision, 'addFreeItem'))).toHaveLength(1);
    });

    it('stays counted until the session is cancelled, open or closed', () => {
      for (const between of [[], [update('s', { attributes: {} })], [close('s')]]) {
        const { shop } = reopened();
        expect(told(shop.when(close('other')).decision)).toEqual([]);
        for (const request of between) shop.when(request);
        expect(moved(shop.when(cancel('s')).decision)).toEqual(['addFreeItemEffect|1||| -1 -> 0']);
        expect(told(shop.when(close('another')).decision)).toEqual(['addFreeItem']);
      }
    });

    it('stays counted until it is cancelled by the clock', () => {
      const { shop } = given(
        { kind: 'ApplicationSaved', entity: application({ sessionIdleAfter: '1h' }) },
        campaign(1n, [rule('true', [gift()])], { limits }),
      ).after(close('s'), reopen('s'));
      const idled = shop.at(NOON + 3_600_000n).when({ kind: 'SessionIdled', sessionId: 's' });
      expect(moved(idled.decision)).toEqual(['addFreeItemEffect|1||| -1 -> 0']);
      expect(sessionOf(idled.decision).counted).toEqual([]);
    });
  });

  it.each([
    ['0', []],
    ['100000', ['error']],
  ])('of %s pieces is none', (quantity, expected) => {
    expect(told(closing([], [gift(quantity)]))).toEqual(expected);
  });
});

describe('custom effects of items', () => {
  const each = effect('customEffect', {
    name: 'engrave',
    items: 'cartItems.filter(i, i.sku != "B")',
    payload: { kind: 'map', entries: { text: '{{ item.sku }} x {{ item.quantity }}' } },
  });

  it('are one for each of them, with its place', () => {
    const cart = [item('A', 100), item('B', 100), item('C', 100, 2)];
    expect(closing(cart, [each]).effects.map(({ props }) => props)).toEqual([
      { effectId: 0n, name: 'engrave', payload: { kind: 'map', entries: { text: 'A x 1' } }, cartItemPosition: 0n },
      { effectId: 0n, name: 'engrave', payload: { kind: 'map', entries: { text: 'C x 2' } }, cartItemPosition: 2n },
    ]);
    expect(told(closing([item('B', 100)], [each]))).toEqual([]);
  });

  it('with units are one for each unit, with its place in the line', () => {
    const wrap = effect('customEffect', { name: 'wrap', units: 'item.sku == "B" ? 0 : item.remaining' });
    const cart = [item('A', 100), item('B', 100), item('C', 100, 2)];
    const places = closing(cart, [wrap]).effects.map(({ props }) => [
      props['cartItemPosition'],
      props['cartItemSubPosition'],
    ]);
    expect(places).toEqual([
      [0n, 0n],
      [2n, 0n],
      [2n, 1n],
    ]);
  });

  it('with more than 1,000 units fail aloud', () => {
    const wrap = effect('customEffect', { name: 'wrap', units: 'item.remaining' });
    const toldOf = (quantity: number) => new Set(told(closing([item('A', 100, quantity)], [wrap])));
    expect([toldOf(1000), toldOf(1001)]).toEqual([new Set(['customEffect']), new Set(['error'])]);
  });

  it('may tell why a rule failed', () => {
    const rules = [rule('session.total > 5', [], { onFailure: [each] })];
    const { decision } = given(campaign(1n, rules)).when(update('s', { cartItems: [item('A', 100)] }));
    expect(decision.effects).toMatchObject([{ type: 'customEffect', props: { cartItemPosition: 0n } }]);
  });

  it('survive a reopen: the next close does not give them again, nor what told of a failure', () => {
    const once = effect('customEffect', { name: 'pack' });
    const rules = [rule('true', [once]), rule('false', [], { onFailure: [once] })];
    const limits = [limit('customEffect', 2n)];
    const { shop } = given(campaign(1n, rules, { limits })).after(close('s'), reopen('s'), close('s'));
    expect(shop.log.map(({ decision }) => told(decision))).toEqual([['customEffect', 'customEffect'], [], []]);
    expect(moved(shop.when(cancel('s')).decision)).toEqual(['customEffect|1||| -2 -> 0']);
  });
});

describe('showBundleMetadata', () => {
  it('tells which items belong together', () => {
    const shown = effect('showBundleMetadata', {
      description: 'A set of {{ cartItems.size() }}',
      bundleAttributes: { kind: 'list', items: ['brand'] },
      items: 'cartItems.filter(i, i.attributes.brand == "Acme")',
    });
    const brand = (name: string) => ({ attributes: { brand: name } });
    const cart = [item('A', 100, 1, brand('Acme')), item('B', 100, 1, brand('x')), item('C', 100, 1, brand('Acme'))];
    const { decision } = given(attribute('CartItem', 'brand', 'string'), campaign(1n, [rule('true', [shown])])).when(
      close('s', { cartItems: cart }),
    );
    expect(decision.effects[0]?.props).toEqual({
      description: 'A set of 3',
      bundleAttributes: { kind: 'list', items: ['brand'] },
      itemsIndices: { kind: 'list', items: [0n, 2n] },
    });
  });
});

it('magento 2190: what a later rule gives is added to what was given before, never put in its place', () => {
  const rules = ['1', '2'].map((value) =>
    rule('coupon.valid', [effect('setDiscountPerItem', { name: `off ${value}`, value })]),
  );
  const { shop } = given(campaign(1n, rules)).after(coupons(1n, ['CODE']));
  const { decision } = shop.when(close('s', { cartItems: [item('A', 1000, 3)], couponCodes: ['CODE'] }));
  expect(told(decision)).toEqual(['acceptCoupon CODE', 'setDiscountPerItem 300', 'setDiscountPerItem 600']);
});
