import { CelObject, Timestamp, type Activation, type CelValue, type Result } from '@tessera/expression';
import { Rational } from '@tessera/money';
import type { CatalogChange } from '../catalog-event';
import { attribute, campaign, NOON, rule, SHOP, Shop } from '../testing';

const MANY = 200;

const declared: readonly CatalogChange[] = [
  ...['country', 'region'].map((name) => attribute('CustomerProfile', name, 'string')),
  attribute('CustomerProfile', 'audiences', '(list string)'),
];

/** Counts what is asked of it. */
class Counted extends CelObject {
  readonly asked = new Map<string, number>();

  constructor(private readonly fields: Readonly<Record<string, CelValue>>) {
    super();
  }

  get(field: string): Result | undefined {
    this.asked.set(field, (this.asked.get(field) ?? 0) + 1);
    return this.fields[field];
  }
}

const items = ['k1', 'k1', 'k2'].map((category) => new Counted({ category, quantity: 1n }));
const profile = new Counted({
  attributes: new Counted({ country: 'c1', region: 'r1', audiences: ['a1', 'a2', 'a3'] }),
  closedSessions: 5n,
  totalSales: Rational.of(195n),
});

/** How many rules are tried: each asks for the total in an operand of its own, which no index can know. */
function tried(shop: Shop, campaignsOfCodes: readonly bigint[] = []): number {
  const session = new Counted({ total: Rational.of(1n) });
  const values: Readonly<Record<string, Result>> = {
    ...{ session, profile, cartItems: items, event: new Counted({ type: 'e1' }) },
    now: Timestamp.fromMillis(NOON),
  };
  const activation: Activation = { resolve: (name) => values[name] };
  shop.catalog.candidates(SHOP, { activation, at: NOON, campaignsOfCodes });
  return session.asked.get('total') ?? 0;
}

function shopOf(condition: (index: number) => string, changes: Parameters<typeof campaign>[2] = {}): Shop {
  const campaigns = Array.from({ length: MANY }, (_, index) =>
    campaign(BigInt(index + 1), [rule(`session.total * ${index + 1} > 0 && ${condition(index)}`, [])], changes),
  );
  return new Shop([...declared, ...campaigns.flat()]);
}

describe('json-rules-engine 324, vendure 3075: among many rules are tried', () => {
  it.each<[string, (index: number) => string, number]>([
    ['an equality', (index) => `profile.attributes.country == "c${index}"`, 1],
    ['one of several', (index) => `profile.attributes.country in ["c${index}", "d${index}"]`, 1],
    ['alternatives', (index) => `(profile.attributes.country == "c${index}" || profile.attributes.country == "d")`, 1],
    ['a membership', (index) => `"a${index}" in profile.attributes.audiences`, 3],
    ['an item', (index) => `cartItems.exists(i, i.category == "k${index}" && i.quantity > 0)`, 2],
    ['a sum', (index) => `cartItems.filter(i, i.category == "k${index}").sum(i, i.quantity) >= 1`, 2],
    ['an event', (index) => `event.type == "e${index}"`, 1],
    ['at least', (index) => `profile.closedSessions >= ${index}`, 6],
    ['more than', (index) => `profile.closedSessions > ${index}`, 6],
    ['at most', (index) => `profile.totalSales <= ${index}`, 5],
    ['less than', (index) => `profile.totalSales < ${index}`, 5],
    ['two keys, one of which is shared by many', (index) => pair(index % 3, Math.trunc(index / 3)), 3],
    ['two keys that are shared by many', (index) => pair(index % 10, Math.trunc(index / 10) % 10), 2],
    [
      'a bound behind a key that all have',
      (index) => `profile.attributes.country == "c1" && profile.closedSessions > ${index}`,
      6,
    ],
  ])('those that may match, by %s', (_, condition, most) => {
    const count = tried(shopOf(condition));
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(most);
  });

  function pair(country: number, region: number): string {
    return `profile.attributes.country == "c${country}" && profile.attributes.region == "r${region}"`;
  }

  it('none of campaigns that are over, or have not begun', () => {
    expect(tried(shopOf(() => 'true', { endTime: NOON }))).toBe(0);
    expect(tried(shopOf(() => 'true', { startTime: NOON + 1n }))).toBe(0);
    expect(tried(shopOf(() => 'true', { endTime: NOON + 1n }))).toBe(MANY);
  });

  it('none for codes, unless there is one', () => {
    const shop = shopOf(() => 'coupon.valid');
    const found = (codes: readonly bigint[]) =>
      shop.catalog
        .candidates(SHOP, { activation: { resolve: () => undefined }, at: NOON, campaignsOfCodes: codes })
        .map(({ campaign: { id } }) => id);
    expect(found([])).toEqual([]);
    expect(found([7n, 3n, 7n])).toEqual([3n, 7n]);
  });

  it('as many after changes as before: a campaign is put in and taken out without the others', () => {
    const shop = shopOf((index) => `profile.attributes.country == "c${index}"`);
    const moved = (country: string) =>
      shop.save(campaign(150n, [rule(`session.total > 0 && profile.attributes.country == "${country}"`, [])]));
    expect(tried(shop)).toBe(1);
    moved('c1');
    expect(tried(shop)).toBe(2);
    moved('c2');
    expect(tried(shop)).toBe(1);
    moved('c1');
    shop.save([{ kind: 'CampaignDeleted', application: SHOP, id: 150n }]);
    expect(tried(shop)).toBe(1);
  });

  it('by a version of the catalog that is older, as it was', () => {
    const shop = shopOf((index) => `profile.attributes.country == "c${index}"`);
    const before = shop.catalog;
    tried(shop);
    shop.save([{ kind: 'CampaignDeleted', application: SHOP, id: 2n }]);
    expect(tried(shop)).toBe(0);
    shop.catalog = before;
    expect(tried(shop)).toBe(1);
  });
});
