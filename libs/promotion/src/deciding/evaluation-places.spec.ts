import { campaign, close, effect, evaluationTree, given, group, item, returned, rule, update } from '../testing';

const off = (id: bigint) =>
  campaign(id, [
    rule('true', [
      effect('setDiscountPerItem', {
        name: `off ${id}`,
        value: '1',
        items: `cartItems.filter(i, i.position == ${id - 1n})`,
      }),
    ]),
  ]);
const cart = ['A', 'B', 'C'].map((sku) => item(sku, 1000, 2));
const three = [off(1n), off(2n), off(3n)];
const within = group(9n, 'listOrder', [2n]);
const tree = evaluationTree([1n, group(8n, 'stackable', [within, 3n])]);

describe('a decision', () => {
  it('says in which innermost group the campaigns stand that gave something, and nothing of those in the base', () => {
    const { decision } = given(...three, tree).when(close('s', { cartItems: cart.slice(0, 2) }));
    expect(decision.effects.map((one) => one.campaign)).toEqual([1n, 2n]);
    expect(decision.evaluationPlaces).toEqual([{ campaign: 2n, group: 9n, mode: 'listOrder' }]);
  });

  it('says it as the tree was when it was made', () => {
    const { shop } = given(...three, tree);
    const placesOf = () => shop.when(update('s', { cartItems: cart })).decision.evaluationPlaces;
    expect(placesOf().map((place) => place.group)).toEqual([9n, 8n]);
    shop.save([evaluationTree([1n, 2n, group(8n, 'highestDiscount', [3n])])]);
    expect(placesOf()).toEqual([{ campaign: 3n, group: 8n, mode: 'highestDiscount' }]);
    shop.save([evaluationTree([1n, 2n, 3n])]);
    expect(placesOf()).toEqual([]);
  });

  it('that takes something back says it of what its session is left with too', () => {
    const { shop } = given(...three, tree).after(close('s', { cartItems: cart }));
    const { decision } = shop.when(returned('s', { 2: 1 }));
    expect(decision.effects.map((one) => one.campaign)).toEqual([3n]);
    expect(decision.evaluationPlaces).toEqual([
      { campaign: 3n, group: 8n, mode: 'stackable' },
      { campaign: 2n, group: 9n, mode: 'listOrder' },
    ]);
  });
});
