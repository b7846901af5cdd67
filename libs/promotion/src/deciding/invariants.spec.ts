import fc from 'fast-check';
import type { Catalog } from '../catalog';
import type { Request } from '../request';
import { locate } from '../locate';
import { rowKey } from '../rows';
import {
  attribute,
  campaign,
  cancel,
  close,
  coupons,
  deepFreeze,
  effect,
  effectsOf,
  eventsOf,
  item,
  NOON,
  rule,
  SHOP,
  Shop,
  update,
} from '../testing';
import { decide } from './decide';
import { expectLogToBeState } from './log.fixture';

// Random shoppers on one store: whatever the order of their updates, closes and cancels, limits hold and nothing is lost.

const LIMITS = { code: 2n, profile: 1n, campaign: 3n };

/** The catalog is made once: compiling its rules takes longer than most runs. */
const CATALOG = catalog();

function store(): Shop {
  const shop = new Shop();
  shop.catalog = CATALOG;
  shop.when(coupons(1n, ['ONE', 'TWO'], { usageLimit: LIMITS.code }));
  shop.when(coupons(2n, ['FREE'], { discountLimit: 150n }));
  return shop;
}

function catalog(): Catalog {
  const discount = effect('setDiscount', { name: 'ten', value: 'percent(session.remainingTotal, 10)' });
  const limits = [
    { action: 'redeemCoupon', limit: LIMITS.campaign, entities: [], period: null },
    { action: 'redeemCoupon', limit: LIMITS.profile, entities: ['Profile'], period: null },
  ];
  const loyal = effect('updateAttribute', { path: 'Profile.attributes.spent', value: 'profile.totalSales' });
  return new Shop([
    attribute('CustomerProfile', 'spent', 'number'),
    ...campaign(1n, [rule('coupon.valid', [discount])], { limits }),
    ...campaign(2n, [rule('coupon.valid && session.total > 5', [discount])]),
    ...campaign(3n, [
      rule('session.total > 20', [effect('setDiscount', { name: 'five', value: '5' }), effect('couponCreated', {})]),
    ]),
    ...campaign(4n, [rule('profile.closedSessions > 1', [loyal])]),
  ]).catalog;
}

const shopper = fc.record({
  session: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  state: fc.constantFrom('open', 'closed', 'closed', 'cancelled'),
  profileId: fc.constantFrom('', 'ann', 'bob', 'cid', 'dan'),
  codes: fc.subarray(['ONE', 'TWO', 'FREE', 'NONE']),
  cents: fc.integer({ min: 0, max: 4000 }),
});
const shoppers = fc.array(shopper, { minLength: 1, maxLength: 25 });

function requestOf(one: {
  session: string;
  state: string;
  profileId: string;
  codes: string[];
  cents: number;
}): Request {
  if (one.state === 'cancelled') return cancel(one.session);
  const { profileId, codes: couponCodes } = one;
  return update(one.session, { state: one.state, profileId, couponCodes, cartItems: [item('A', one.cents)] });
}

function run(shop: Shop, requests: readonly Request[]): Shop {
  requests.forEach((request) => shop.when(request));
  return shop;
}

describe('invariants', () => {
  it('no limit is ever exceeded, and no counter is ever negative', () => {
    fc.assert(
      fc.property(shoppers, (all) => {
        const shop = store();
        for (const request of all.map(requestOf)) {
          const { decision } = shop.when(request);
          for (const { usageCounter, discountCounter, code } of eventsOf(decision, 'CouponRedemptionChanged')) {
            expect(usageCounter).toBeGreaterThanOrEqual(0n);
            expect(discountCounter).toBeGreaterThanOrEqual(0n);
            if (code === 'FREE') expect(discountCounter).toBeLessThanOrEqual(150n);
            else expect(usageCounter).toBeLessThanOrEqual(LIMITS.code);
          }
          for (const { counter, value } of eventsOf(decision, 'CounterChanged')) {
            expect(value).toBeGreaterThanOrEqual(0n);
            const limit = counter === 'redeemCoupon|1|||' ? LIMITS.campaign : LIMITS.profile;
            expect(value).toBeLessThanOrEqual(limit);
          }
        }
      }),
      { numRuns: 80 },
    );
  });

  it('discounts never exceed the total, and their shares sum up to them', () => {
    fc.assert(
      fc.property(shoppers, (all) => {
        for (const { decision } of run(store(), all.map(requestOf)).log) {
          const discounts = effectsOf(decision, 'setDiscount');
          const values = discounts.map(({ props }) => props['value'] as bigint);
          for (const [index, { shares }] of discounts.entries()) {
            const sum = shares.reduce((total, { units, amount }) => total + BigInt(units) * amount, 0n);
            expect(sum).toBe(values[index]);
          }
          const [changed] = eventsOf(decision, 'SessionChanged');
          const given = values.reduce((total, value) => total + value, 0n);
          if (changed !== undefined) expect(given).toBeLessThanOrEqual(changed.session.total);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('the fold of the events is the state', () => {
    fc.assert(
      fc.property(shoppers, (all) => {
        expectLogToBeState(run(store(), all.map(requestOf)));
      }),
      { numRuns: 25 },
    );
  });

  it('closing everything and cancelling it again leaves all counters and activities as they were', () => {
    fc.assert(
      fc.property(shoppers, (all) => {
        const shop = store();
        for (const request of all.filter(({ state }) => state !== 'cancelled').map(requestOf)) shop.when(request);
        for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) shop.when(cancel(id));
        const lines = shop.state.text().split('\n');
        expect(lines.filter((line) => /counter\//.test(line)).every((line) => line.endsWith('"0n"'))).toBe(true);
        expect(
          lines.filter((line) => /^coupon /.test(line)).every((line) => line.includes('"usageCounter":"0n"')),
        ).toBe(true);
        expect(
          lines.filter((line) => /^coupon /.test(line)).every((line) => line.includes('"discountCounter":"0n"')),
        ).toBe(true);
        expect(
          lines.filter((line) => /activity\//.test(line)).every((line) => line.includes('"totalSales":"0n"')),
        ).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('the same log decides the same, byte for byte', () => {
    fc.assert(
      fc.property(shoppers, (all) => {
        const text = () =>
          JSON.stringify(run(store(), all.map(requestOf)).log, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v));
        expect(text()).toBe(text());
      }),
      { numRuns: 10 },
    );
  });

  it('each entity that is created has a number of its own, above its decision’s position', () => {
    const shop = run(store(), [
      close('a', { profileId: 'ann', cartItems: [item('A', 3000)] }),
      close('b', { profileId: 'bob', cartItems: [item('A', 3000)], couponCodes: ['ONE'] }),
    ]);
    const ids = shop.log.flatMap(({ decision, position }) => [
      position,
      ...decision.events.flatMap((event) => {
        if (event.kind === 'CouponsCreated') return event.coupons.map(({ id }) => id);
        if (event.kind === 'SessionChanged' && event.session.updateCount === 1) return [event.session.id];
        return event.kind === 'ProfileChanged' && event.type === 'talon_profile_created' ? [event.profile.id] : [];
      }),
    ]);
    const first = ids.reduce((least, id) => (id < least ? id : least));
    expect(new Set(ids)).toEqual(new Set(ids.map((_, index) => first + BigInt(index))));
  });
});

describe('the verdict', () => {
  const entropy = new Uint8Array(32);
  const request = close('s', { profileId: 'ann', couponCodes: ['ONE'], cartItems: [item('A', 1000)] });

  function ask(held: (key: string) => boolean, locked: (key: string) => boolean, numbers: bigint[]) {
    const { catalog, state } = store();
    const world = state.world(
      (row) => held(rowKey(row)),
      (row) => locked(rowKey(row)),
    );
    const situation = { catalog, world, application: SHOP, at: NOON, numbers, entropy, dry: false };
    return decide(deepFreezeSituation(situation), request);
  }
  const deepFreezeSituation = <T extends object>(situation: T): T => Object.freeze(situation);
  const always = () => true;

  it('asks for what is not loaded first, all that is known, in lock order', () => {
    const verdict = ask(() => false, always, [1n]);
    expect(verdict.kind === 'needs' && verdict.rows.map(rowKey)).toEqual([
      '10/session/1/s',
      '11/activity/1/ann',
      '12/profile/ann',
      '14/coupon/1/ONE',
    ]);
  });

  it('asks then for what must be held: the session, what is created, the coupon and its counters', () => {
    const verdict = ask(always, () => false, [1n]);
    expect(verdict.kind === 'needs' && verdict.rows.map(rowKey)).toEqual([
      '10/session/1/s',
      '11/activity/1/ann',
      '12/profile/ann',
      '14/coupon/1/ONE',
      '16/counter/1/redeemCoupon|1|||',
      '16/counter/1/redeemCoupon|1|||ann',
    ]);
  });

  it('asks then for numbers, and says how many', () => {
    expect(ask(always, always, [])).toEqual({ kind: 'short', numbers: 3 });
    expect(ask(always, always, [1n, 2n])).toEqual({ kind: 'short', numbers: 3 });
    expect(ask(always, always, [1n, 2n, 3n]).kind).toBe('decided');
  });

  it('a refusal takes one number and reads what explains it', () => {
    const shop = store();
    shop.when(request);
    const again = shop.when(update('s', { couponCodes: [] })).decision;
    expect(again).toMatchObject({ outcome: 'refused', events: [], effects: [] });
  });

  it('records what was read and not written, with its version, and what was not there', () => {
    const shop = store();
    shop.when(close('warm-up', { profileId: 'ann' }));
    const { position } = shop.log.at(-1)!;
    const reads = shop.when(update('s', { profileId: 'ann', couponCodes: ['NONE', 'ONE'] })).decision.reads;
    expect(reads).toEqual([
      { row: 'activity', key: '1/ann', version: position },
      { row: 'profile', key: 'ann', version: position },
      { row: 'coupon', key: '1/NONE', version: null },
      { row: 'coupon', key: '1/ONE', version: 1n },
      { row: 'counter', key: '1/redeemCoupon|1|||', version: null },
      { row: 'counter', key: '1/redeemCoupon|1|||ann', version: null },
    ]);
  });

  it('locate names what the request names, before anything is loaded', () => {
    const { catalog } = store();
    const keys = (one: Request) => locate(catalog, SHOP, one).map(rowKey);
    expect(keys(request)).toEqual(['10/session/1/s', '11/activity/1/ann', '12/profile/ann', '14/coupon/1/ONE']);
    expect(keys(cancel('s'))).toEqual(['10/session/1/s']);
    expect(keys({ kind: 'ProfileErasureReceived', profileId: 'ann' })).toEqual(['12/profile/ann']);
    expect(keys({ kind: 'CouponDeletionReceived', couponId: 5n })).toEqual(['15/couponId/1/5']);
    expect(keys(coupons(1n, [' a ', 'B', 'A']))).toEqual(['14/coupon/1/A', '14/coupon/1/B']);
  });

  it('changes nothing that it is given', () => {
    const frozen = deepFreeze({ ...request });
    expect(() => store().when(frozen)).not.toThrow();
  });
});
