import fc from 'fast-check';
import {
  additionalCost,
  application,
  attribute,
  campaign,
  effect,
  evaluationTree,
  eventType,
  given,
  rule,
  SHOP,
  Shop,
  told,
  update,
  webhook,
} from '../testing';
import { applyChange, emptyCatalog } from './apply-change';
import { PersistentMap } from './persistent-map';
import { isRunning } from './running';

const note = (title: string) => rule('true', [effect('showNotification', { title })]);

describe('applyChange', () => {
  it('leaves the catalog before as it is', () => {
    const before = given(campaign(1n, [note('a')])).shop.catalog;
    const after = applyChange(before, 9n, { kind: 'CampaignDeleted', application: SHOP, id: 1n });
    expect(after.version).toBe(9n);
    expect(before.campaign(SHOP, 1n)).toBeDefined();
    expect(before.campaigns(SHOP)).toHaveLength(1);
    expect(after.campaign(SHOP, 1n)).toBeUndefined();
    expect(after.campaigns(SHOP)).toEqual([]);
  });

  it('holds every kind of entity', () => {
    const shop = new Shop([...campaign(1n, [note('a')]), webhook(7n), eventType('visited')]);
    const key = {
      id: 'k',
      application: SHOP,
      title: '',
      scopes: [],
      hash: new Uint8Array(),
      created: 0n,
      expires: 1n,
      revoked: false,
    };
    shop.save([{ kind: 'ApiKeySaved', entity: key }]);
    expect(shop.catalog.apiKey('k')).toBe(key);
    expect(shop.catalog.applications()).toHaveLength(1);
    expect(shop.catalog.ruleset(SHOP, 101n)?.rules).toHaveLength(1);
    expect(shop.catalog.webhook(7n)?.title).toBe('webhook 7');
    expect(shop.catalog.eventType(SHOP, 'visited')).toBeDefined();
    shop.save([
      { kind: 'WebhookDeleted', id: 7n },
      { kind: 'RulesetDeleted', application: SHOP, campaign: 1n, id: 101n },
    ]);
    expect(shop.catalog.webhook(7n)).toBeUndefined();
    expect(told(shop.when(update('s')).decision)).toEqual([]);
  });

  it('knows the additional costs that an application is subscribed to, by name', () => {
    const { catalog } = given(
      additionalCost('shipping'),
      additionalCost('wrap', { subscribedApplications: [2n] }),
      additionalCost('fee', { id: 7n }),
      additionalCost('fee', { id: 7n, title: 'new' }),
    ).shop;
    expect(catalog.additionalCost(SHOP, 'shipping')?.type).toBe('session');
    expect(catalog.additionalCost(SHOP, 'wrap')).toBeUndefined();
    expect(catalog.additionalCost(2n, 'wrap')?.name).toBe('wrap');
    expect(catalog.additionalCost(SHOP, 'fee')?.title).toBe('new');
  });

  it('does not show an application what belongs to another', () => {
    const other = application({ id: 2n });
    const { catalog } = new Shop([
      { kind: 'ApplicationSaved', entity: other },
      ...campaign(1n, [note('a')], { application: 2n }),
    ]);
    expect(catalog.campaign(SHOP, 1n)).toBeUndefined();
    expect(catalog.ruleset(SHOP, 101n)).toBeUndefined();
    expect(catalog.campaigns(2n)).toHaveLength(1);
  });

  it('gives attributes by application, entity and event type; a later save replaces', () => {
    const { catalog } = given(
      attribute('Event', 'store', 'string', { eventType: 'visited' }),
      attribute('CustomerProfile', 'x', 'string', { id: 5n }),
      attribute('CustomerProfile', 'x', 'string', { id: 5n, title: 'new' }),
      attribute('CustomerProfile', 'there', 'string', { subscribedApplications: [2n] }),
    ).shop;
    expect([...catalog.attributes(SHOP, 'Event', 'visited').keys()]).toEqual(['store']);
    expect(catalog.attributes(SHOP, 'Event', 'left').size).toBe(0);
    expect(catalog.attributes(SHOP, 'CustomerProfile').get('x')?.title).toBe('new');
    expect([...catalog.attributes(2n, 'CustomerProfile').keys()]).toEqual(['x', 'there']);
  });

  it('has the newest evaluation tree of each application', () => {
    const tree = evaluationTree([1n]);
    const shop = new Shop([tree]);
    expect(shop.catalog.evaluationTree(SHOP)).toBe(tree.entity);
    const before = shop.catalog;
    const next = { ...tree, entity: { ...tree.entity, version: 2 } };
    shop.save([next, { ...tree, entity: { ...tree.entity, application: 2n } }]);
    expect(shop.catalog.evaluationTree(SHOP)).toBe(next.entity);
    expect(shop.catalog.evaluationTree(2n)?.version).toBe(1);
    expect(before.evaluationTree(SHOP)).toBe(tree.entity);
    expect(emptyCatalog().evaluationTree(SHOP)).toBeUndefined();
  });

  it('takes only catalogs of its own', () => {
    expect(() => applyChange({ ...emptyCatalog() }, 1n, webhook(1n))).toThrow(TypeError);
  });
});

describe('compiled rulesets', () => {
  const compiledOf = (shop: Shop) => shop.catalog.compiled(shop.catalog.campaign(SHOP, 1n)!);

  it('are compiled once, whatever else changes', () => {
    const shop = new Shop([...campaign(1n, [note('a')]), attribute('CartItem', 'x', 'string', { id: 5n })]);
    const before = compiledOf(shop);
    shop.save([...campaign(2n, []), attribute('CartItem', 'x', 'string', { id: 5n, title: 'renamed' })]);
    expect(compiledOf(shop)).toBe(before);
    shop.save([attribute('CartItem', 'y', 'string')]);
    expect(compiledOf(shop)).not.toBe(before);
  });

  it('follow the version of the ruleset', () => {
    const shop = new Shop(campaign(1n, [note('a')]));
    shop.when(update('s'));
    shop.save(campaign(1n, [note('b')]));
    expect(shop.when(update('s')).decision.effects[0]?.props['title']).toBe('b');
  });
});

describe('isRunning', () => {
  it('is enabled within a half-open schedule', () => {
    const { catalog } = given(campaign(1n, [], { startTime: 10n, endTime: 20n })).shop;
    const saved = catalog.campaign(SHOP, 1n)!;
    expect([9n, 10n, 19n, 20n].map((at) => isRunning(saved, at))).toEqual([false, true, true, false]);
    expect(isRunning({ ...saved, state: 'archived' }, 10n)).toBe(false);
  });
});

describe('PersistentMap', () => {
  it('is a map whose earlier versions stay', () => {
    const steps = fc.array(fc.tuple(fc.bigInt({ min: -5n, max: 600n }), fc.option(fc.integer())), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        let map = PersistentMap.empty<number>();
        const model = new Map<bigint, number>();
        for (const [key, value] of all) {
          const before = [...map.values()].sort();
          const next = value === null ? map.without(key) : map.with(key, value);
          expect([...map.values()].sort()).toEqual(before);
          map = next;
          if (value === null) model.delete(key);
          else model.set(key, value);
        }
        expect(map.size).toBe(model.size);
        expect([...map.values()].sort()).toEqual([...model.values()].sort());
        for (const [key] of all) expect(map.get(key)).toBe(model.get(key));
      }),
    );
  });
});
