import type { CatalogChange } from '../catalog-event';
import { campaign, collection, effect, given, item, rule, SHOP, Shop, update } from '../testing';
import { checkRuleset } from './check-rule';

// Goal: rules ask collections, of the account and of their campaign, as these stand in the catalog that decides; an import
// counts as a whole.

const shows = (condition: string) => rule(condition, [effect('showNotification', { title: 'hot' })]);
const hot = shows('cartItems.exists(i, i.sku in collections.hot)');

const buys = (shop: Shop, sku: string) =>
  shop.try(update('s', { cartItems: [item(sku, 100)] })).decision.effects.length === 1;

const problems = (shop: Shop, condition: string, campaignId = 7n) =>
  checkRuleset(shop.catalog, SHOP, { campaign: campaignId, rules: [shows(condition)], bindings: [] }).problems.map(
    ({ code }) => code,
  );

const idOf = ([saved]: readonly CatalogChange[]): bigint => (saved?.kind === 'CollectionSaved' ? saved.entity.id : 0n);

describe('a collection of the account', () => {
  it('is asked by name, and follows its imports', () => {
    const { shop } = given(collection('hot', ['tea', 'cup']), campaign(7n, [hot]));
    expect([buys(shop, 'tea'), buys(shop, 'mug')]).toEqual([true, false]);
  });

  it('has the items of an import when all of its chunks are there, and those alone', () => {
    const saved = collection('hot', ['tea']);
    const { shop } = given(saved, campaign(7n, [hot]));
    const chunk = (number: number, items: string[]): CatalogChange => {
      return { kind: 'CollectionItemsImported', collection: idOf(saved), chunk: number, chunks: 2, items };
    };
    shop.save([chunk(0, ['cup'])]);
    expect([buys(shop, 'tea'), buys(shop, 'cup')]).toEqual([true, false]);
    shop.save([chunk(1, ['mug'])]);
    expect(['tea', 'cup', 'mug'].map((sku) => buys(shop, sku))).toEqual([false, true, true]);
  });

  it('forgets an import that broke off where another begins', () => {
    const saved = collection('hot', ['tea']);
    const { shop } = given(saved, campaign(7n, [hot]));
    const common = { kind: 'CollectionItemsImported', collection: idOf(saved) } as const;
    shop.save([
      { ...common, chunk: 0, chunks: 2, items: ['cup'] },
      { ...common, chunk: 0, chunks: 1, items: ['mug'] },
    ]);
    expect(['tea', 'cup', 'mug'].map((sku) => buys(shop, sku))).toEqual([false, false, true]);
  });

  it('is a name that rules are checked against, in the applications that have it', () => {
    const { shop } = given(collection('hot', []), collection('theirs', [], { subscribedApplications: [2n] }));
    expect(problems(shop, "'a' in collections.hot")).toEqual([]);
    expect(problems(shop, "'a' in collections.hott")).toEqual(['expr.type']);
    expect(problems(shop, "'a' in collections.theirs")).toEqual(['expr.type']);
  });

  it('can be named as soon as it is there, and no longer when it is gone', () => {
    const shop = new Shop(campaign(7n, [hot]));
    expect(buys(shop, 'tea')).toBe(false);
    const saved = collection('hot', ['tea']);
    expect(buys(shop.save(saved), 'tea')).toBe(true);
    expect(problems(shop.save([{ kind: 'CollectionDeleted', id: idOf(saved) }]), "'a' in collections.hot")).toEqual([
      'expr.type',
    ]);
  });

  it('keeps what is compiled when only items change', () => {
    const saved = collection('hot', ['tea']);
    const { shop } = given(saved, campaign(7n, [hot]));
    const before = shop.catalog.scope(SHOP);
    expect(shop.save(saved.slice(1)).catalog.scope(SHOP)).toBe(before);
  });
});

describe('a collection of a campaign', () => {
  const own = { application: SHOP, campaign: 7n };
  const ownHot = shows('cartItems.exists(i, i.sku in campaign.collections.hot)');

  it('is asked by the rules of its campaign alone', () => {
    const { shop } = given(collection('hot', ['tea'], own), campaign(7n, [ownHot]));
    expect([buys(shop, 'tea'), buys(shop, 'mug')]).toEqual([true, false]);
    expect(problems(shop, "'a' in campaign.collections.hot")).toEqual([]);
    expect(problems(shop, "'a' in campaign.collections.hot", 8n)).toEqual(['expr.type']);
    expect(problems(shop, "'a' in collections.hot")).toEqual(['expr.type']);
  });

  it('may have the name of one of the account', () => {
    const { shop } = given(collection('hot', ['cup']), collection('hot', ['tea'], own), campaign(7n, [ownHot]));
    expect([buys(shop, 'tea'), buys(shop, 'cup')]).toEqual([true, false]);
  });
});
