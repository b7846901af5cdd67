import type { RuleEffect } from '../catalog-event';
import type { Decision } from '../decision';
import type { SessionUpdateReceived } from '../request';
import { checkRule } from '../rules/check-rule';
import {
  additionalCost,
  cancel,
  campaign,
  close,
  effect,
  effectsOf,
  eventType,
  given,
  item,
  limit,
  returned,
  rule,
  SHOP,
  told,
} from '../testing';

const costs = (cents: Readonly<Record<string, number>>): Record<string, bigint> =>
  Object.fromEntries(Object.entries(cents).map(([name, amount]) => [name, BigInt(amount) * 10_000n]));

const shipping = (value: string) =>
  effect('setDiscountPerAdditionalCost', { name: 'free shipping', additionalCost: 'shipping', value });
const wrapping = (value: string) =>
  effect('setDiscountPerAdditionalCostPerItem', { name: 'wrapped', additionalCost: 'wrap', value });

const declared = [additionalCost('shipping', { id: 31n }), additionalCost('wrap', { id: 32n, type: 'item' })];
const cart = {
  cartItems: [
    item('A', 1000, 2, { additionalCosts: costs({ wrap: 300, engraving: 900 }) }),
    item('B', 500),
    item('C', 500, 1, { additionalCosts: costs({ wrap: 100 }) }),
  ],
  additionalCosts: costs({ shipping: 499, insurance: 200 }),
};

function shopWith(effects: readonly RuleEffect[], limits = [] as ReturnType<typeof limit>[]) {
  return given(declared, campaign(1n, [rule('true', effects)], { limits })).shop;
}

function closing(effects: readonly RuleEffect[], content: Partial<SessionUpdateReceived> = cart): Decision {
  return shopWith(effects).when(close('s', content)).decision;
}

describe('a discount on an additional cost', () => {
  it('A12: is off that cost alone, and never more than it comes to', () => {
    const [given] = effectsOf(closing([shipping('10')]), 'setDiscountPerAdditionalCost');
    expect(given).toMatchObject({
      props: {
        ...{ name: 'free shipping', additionalCostId: 31n, additionalCost: 'shipping' },
        ...{ value: 499n, desiredValue: 1000n },
      },
      shares: [{ position: -1, subPosition: -1, units: 1, amount: 499n }],
      phase: 'committed',
    });
    expect(told(closing([shipping('2'), shipping('2'), shipping('2')]))).toEqual(
      [200, 200, 99].map((value) => `setDiscountPerAdditionalCost ${value}`),
    );
    expect(told(closing([shipping('1')], { cartItems: cart.cartItems }))).toEqual([]);
  });

  it('is by item off the cost of each line that has it', () => {
    const effects = effectsOf(closing([wrapping('item.price / 5')]), 'setDiscountPerAdditionalCostPerItem');
    expect(effects.map(({ props, shares }) => [props, shares])).toEqual([
      [
        { name: 'wrapped#0', additionalCostId: 32n, additionalCost: 'wrap', value: 200n, position: 0n },
        [{ position: 0, subPosition: -1, units: 1, amount: 200n }],
      ],
      [
        { name: 'wrapped#2', additionalCostId: 32n, additionalCost: 'wrap', value: 100n, position: 2n },
        [{ position: 2, subPosition: -1, units: 1, amount: 100n }],
      ],
    ]);
  });

  it('counts in budgets, and leaves less of the cost to discounts on all of them', () => {
    const off = effect('setDiscount', { name: 'rest', value: '100', scope: 'additionalCosts' });
    const [, rest] = closing([shipping('4.99'), off]).effects;
    expect(rest?.props).toMatchObject({ value: 1500n });
    const limited = shopWith([shipping('4.99')], [limit('setDiscount', 400n)]);
    expect(told(limited.when(close('s', cart)).decision)).toEqual([]);
  });

  it('comes back with the last unit of its line, and when the session is cancelled', () => {
    const shop = shopWith([shipping('2'), wrapping('3')]);
    shop.when(close('s', cart));
    expect(told(shop.when(returned('s', { 0: 1 })).decision)).toEqual([]);
    expect(effectsOf(shop.when(returned('s', { 0: 1 })).decision, 'rollbackDiscount')).toMatchObject([
      {
        props: { name: 'wrapped#0', value: 300n, cartItemPosition: 0n, additionalCost: 'wrap', additionalCostId: 32n },
      },
    ]);
    expect(effectsOf(shop.when(cancel('s')).decision, 'rollbackDiscount').map(({ props }) => props)).toEqual([
      { name: 'free shipping', value: 200n, additionalCost: 'shipping', additionalCostId: 31n },
      { name: 'wrapped#2', value: 100n, cartItemPosition: 2n, additionalCost: 'wrap', additionalCostId: 32n },
    ]);
  });

  it('needs a cost that is declared, when it is saved and when it runs', () => {
    const { shop } = given(declared, eventType('visit'), campaign(1n, [rule('true', [shipping('1')])]));
    const problems = (one: RuleEffect) => checkRule(shop.catalog, SHOP, rule('true', [one])).problems;
    const express = effect('setDiscountPerAdditionalCost', { name: 'x', additionalCost: 'express', value: '1' });
    expect(problems(shipping('1'))).toEqual([]);
    expect(problems(express)).toMatchObject([{ code: 'effect.reference', pointer: '/rules/0/effects/0' }]);
    expect(told(closing([express]))).toEqual(['error']);
    const visit = {
      kind: 'CustomEventReceived',
      profileId: 'ann',
      type: 'visit',
      attributes: {},
      sessionId: null,
      integrationId: null,
      connectedSessionId: null,
    } as const;
    expect(told(shop.when(visit).decision)).toEqual([]);
  });
});
