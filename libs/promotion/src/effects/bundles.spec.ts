import fc from 'fast-check';
import { itemObjects, type ItemObject } from '../rules/session-object';
import type { RuleEffect } from '../catalog-event';
import type { CartItem } from '../session';
import { campaign, close, effect, effectsOf, given, item, rule, told } from '../testing';
import { bundlesOf } from './bundles';

const objects = (quantities: readonly number[]): ItemObject[] =>
  itemObjects(
    quantities.map((quantity, position): CartItem => ({
      ...item(`${position}`, 100, quantity),
      position,
      returnedQuantity: 0,
    })),
    2,
  );

/** `0x2 1`: two units of the first line and one of the second. */
const shown = (selections: readonly (readonly ItemObject[])[]): string[] =>
  bundlesOf('set', selections).map(({ items }) =>
    items.map(({ object, units }) => `${object.item.position}${units > 1 ? `x${units}` : ''}`).join(' '),
  );

describe('bundles of a cart', () => {
  it('take one unit of each selection, as often as there are units', () => {
    const [shirt, tie, belt] = objects([5, 2, 1]) as [ItemObject, ItemObject, ItemObject];
    expect(shown([[shirt], [shirt], [tie]])).toEqual(['0x2 1', '0x2 1']);
    expect(shown([[shirt], [tie], [belt]])).toEqual(['0 1 2']);
    expect(shown([[shirt], []])).toEqual([]);
    expect(shown([])).toEqual([]);
  });

  it('give an item to the selection that has no other', () => {
    const [shirt, tie] = objects([1, 1]) as [ItemObject, ItemObject];
    expect(shown([[tie, shirt], [tie]])).toEqual(['0 1']);
  });

  it('use no unit twice, and leave no bundle that could be made of the rest', () => {
    const quantities = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    const picks = fc.array(fc.uniqueArray(fc.nat(3), { maxLength: 4 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(quantities, picks, (units, chosen) => {
        const all = objects(units);
        const selections = chosen.map((places) => places.flatMap((place) => all[place] ?? []));
        const bundles = bundlesOf('set', selections);
        const left = all.map((object) => {
          const used = bundles.flatMap(({ items }) => items).filter((one) => one.object === object);
          return object.item.quantity - used.reduce((sum, one) => sum + one.units, 0);
        });
        expect(left.every((each) => each >= 0)).toBe(true);
        expect(bundles.every(({ items }) => items.reduce((sum, one) => sum + one.units, 0) === chosen.length)).toBe(
          true,
        );
        expect(canBeMade(selections, all, left)).toBe(false);
      }),
    );
  });

  /** By trying everything. */
  function canBeMade(
    selections: readonly (readonly ItemObject[])[],
    all: readonly ItemObject[],
    left: number[],
  ): boolean {
    const [first, ...others] = selections;
    if (first === undefined) return true;
    return first.some((object) => {
      const place = all.indexOf(object);
      if ((left[place] ?? 0) < 1) return false;
      return canBeMade(others, all, left.with(place, (left[place] ?? 0) - 1));
    });
  }
});

describe('effects of bundles', () => {
  const set = {
    name: 'set',
    expression:
      'cartItems.exists(i, true) ? [cartItems.filter(i, i.sku == "shirt"), cartItems.filter(i, i.sku == "shirt"), cartItems.filter(i, i.sku == "tie")] : []',
  };
  const cart = [item('shirt', 3000, 5), item('tie', 1000, 2)];
  const closing = (...effects: RuleEffect[]) =>
    given(campaign(1n, [rule('true', effects, { bindings: [set] })])).when(close('s', { cartItems: cart })).decision;

  it('a discount on a bundle is spread over its units, and says which bundle it is on', () => {
    const decision = closing(effect('setDiscountPerItem', { name: 'look', bundle: 'set', total: '7' }));
    expect(effectsOf(decision, 'setDiscountPerItem').map(({ props }) => props)).toMatchObject([
      { name: 'look#0', value: 600n, position: 0n, units: 2n, totalDiscount: 700n, bundleIndex: 0n, bundleName: 'set' },
      { name: 'look#1', value: 100n, position: 1n, units: 1n, bundleIndex: 0n, bundleName: 'set' },
      { name: 'look#0', value: 600n, position: 0n, units: 2n, subPosition: 2n, bundleIndex: 1n },
      { name: 'look#1', value: 100n, position: 1n, units: 1n, subPosition: 1n, bundleIndex: 1n },
    ]);
  });

  it('a discount on each unit of a bundle is rounded once per line', () => {
    const decision = closing(
      effect('setDiscountPerItem', { name: 'tenth', bundle: 'set', value: 'percent(item.price, 10)' }),
    );
    expect(told(decision)).toEqual([600, 100, 600, 100].map((value) => `setDiscountPerItem ${value}`));
  });

  it('custom effects and metadata are one for each bundle', () => {
    const decision = closing(
      effect('customEffect', { name: 'wrap', bundle: 'set' }),
      effect('showBundleMetadata', { description: 'A look', bundle: 'set' }),
    );
    expect(effectsOf(decision, 'customEffect').map(({ props }) => [props['bundleIndex'], props['bundleName']])).toEqual(
      [
        [0n, 'set'],
        [1n, 'set'],
      ],
    );
    expect(effectsOf(decision, 'showBundleMetadata')).toMatchObject([
      { props: { itemsIndices: { items: [0n, 1n] } } },
      { props: { itemsIndices: { items: [0n, 1n] } } },
    ]);
  });

  it('a rule without its bundle gives nothing', () => {
    const rules = [
      rule('true', [effect('setDiscountPerItem', { name: 'look', bundle: 'set', total: '7' })], { bindings: [set] }),
    ];
    const { decision } = given(campaign(1n, rules)).when(close('s', { cartItems: [item('shirt', 3000, 9)] }));
    expect([told(decision), decision.ruleFailures.map(({ details }) => details)]).toEqual([
      [],
      ['the cart holds no such bundle'],
    ]);
  });
});
