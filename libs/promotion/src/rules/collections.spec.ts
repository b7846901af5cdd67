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

describe('a collection of 100,000 items', () => {
  const sold = { cartItems: ['tea', 'mug', 'pot'].map((sku) => item(sku, 100)) };
  const rules = [hot, shows("'tea' in collections.hot && size(collections.hot) > 1")];

  /** What trying `rules` asks of the collection, each time that it is decided; it fails where somebody goes through the items. */
  function asking(items: readonly string[]) {
    const { shop } = given(collection('hot', items), campaign(7n, rules));
    let lookUps = 0;
    const held = shop.catalog.collectionItems(SHOP, 'hot') ?? new Set<string>();
    const counted = new Proxy(held, {
      get(of, name) {
        if (name === 'size') return of.size;
        if (name !== 'has') throw new Error(`nobody needs to see all of it: ${String(name)}`);
        return (text: string) => (lookUps++, of.has(text));
      },
    });
    jest.spyOn(shop.catalog, 'collectionItems').mockReturnValue(counted);
    const { decision, rounds } = shop.when(update('s', sold));
    return { lookUps: lookUps / rounds, gave: decision.effects.length, held: held.size };
  }

  it('costs a decision what one of ten does: one look-up for each item that a rule asks about', () => {
    const codes = (count: number) => Array.from({ length: count }, (_, index) => `sku ${index}`);
    const [few, many] = [10, 100_000].map((count) => asking([...codes(count - 1), 'pot']));
    expect(few).toEqual({ lookUps: 4, gave: 1, held: 10 });
    expect(many).toEqual({ ...few, held: 100_000 });
  });

  it('is taken in without its rules being compiled anew, in the chunks of an import', () => {
    const saved = collection('hot', ['tea']);
    const { shop } = given(saved, campaign(7n, [hot]));
    const before = shop.catalog.scope(SHOP);
    const chunks = Array.from({ length: 100 }, (_, chunk): CatalogChange => {
      const items = Array.from({ length: 1000 }, (_each, index) => `sku ${1000 * chunk + index}`);
      return { kind: 'CollectionItemsImported', collection: idOf(saved), chunk, chunks: 100, items };
    });
    shop.save(chunks);
    expect(shop.catalog.collectionItems(SHOP, 'hot')?.size).toBe(100_000);
    expect(['tea', 'sku 0', 'sku 99999', 'sku 100000'].map((sku) => buys(shop, sku))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(shop.catalog.scope(SHOP)).toBe(before);
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
