import { rowKey } from '../rows';
import {
  application,
  campaign,
  codesOf,
  coupons,
  eventsOf,
  given,
  NOON,
  SHOP,
  update,
  told,
  effect,
  rule,
} from '../testing';
import type { CouponChunkReceived } from '../request';
import { decide } from './decide';

const owner = campaign(1n, [rule('coupon.valid', [effect('showNotification', { title: 'ok' })])]);
const drawn = (pattern: string, count: number, characters: string[] = []) => ({
  ...coupons(1n, []),
  pattern,
  characters,
  count,
});

describe('a chunk of coupons', () => {
  it('creates given codes with one event, and skips those that exist', () => {
    const { shop } = given(owner);
    const { decision, position } = shop.when(coupons(1n, ['Summer', 'Winter', ' SUMMER ']));
    expect(decision.events).toMatchObject([
      {
        kind: 'CouponsCreated',
        batch: 'batch',
        chunk: 0,
        chunks: 1,
        coupons: [
          { id: position + 1n, code: 'Summer', canonical: 'SUMMER' },
          { id: position + 2n, code: 'Winter', canonical: 'WINTER' },
        ],
        skipped: [' SUMMER '],
      },
    ]);
    const again = shop.when(coupons(1n, ['winter', 'Spring'])).decision;
    expect(eventsOf(again, 'CouponsCreated')[0]).toMatchObject({ coupons: [{ code: 'Spring' }], skipped: ['winter'] });
  });

  it('draws as many codes as wanted, none twice and none that exists, the same from the same entropy', () => {
    const { shop } = given(owner).after(coupons(1n, ['AB-1', 'AB-2']));
    const request = drawn('AB-#', 3, ['1', '2', '3', '4', '5']);
    const codes = () => eventsOf(shop.try(request).decision, 'CouponsCreated')[0]?.coupons.map(({ code }) => code);
    expect(codes()).toEqual(codes());
    expect([...(codes() ?? [])].sort()).toEqual(['AB-3', 'AB-4', 'AB-5']);
  });

  it('asks for the rows of the codes that it creates to be held, so that no other decision creates them too', () => {
    const { shop } = given(owner).after(coupons(1n, ['OLD']));
    const world = shop.state.world(
      () => true,
      () => false,
    );
    const situation = {
      catalog: shop.catalog,
      world,
      application: SHOP,
      at: NOON,
      numbers: [1n],
      entropy: new Uint8Array(32),
      dry: false,
    };
    const verdict = decide(situation, coupons(1n, ['old', 'new']));
    expect(verdict.kind === 'needs' && verdict.rows.map(rowKey)).toEqual(['14/coupon/1/NEW']);
  });

  it('draws a thousand in one go', () => {
    const { decision } = given(owner).when(drawn('########', 1000));
    const codes = eventsOf(decision, 'CouponsCreated')[0]?.coupons.map(({ code }) => code) ?? [];
    expect(new Set(codes).size).toBe(1000);
  });

  it('gives each coupon its own recipient, whether codes are given or drawn; of a code that exists nobody gets one', () => {
    const { shop } = given(owner).after(coupons(1n, ['OLD']));
    const recipients = ['anna', '', 'ben'];
    const createdBy = (request: CouponChunkReceived) => {
      const [event] = eventsOf(shop.when(request).decision, 'CouponsCreated');
      return event?.coupons.map(({ recipient }) => recipient);
    };
    expect(createdBy({ ...coupons(1n, ['A', 'OLD', 'B']), recipients })).toEqual(['anna', 'ben']);
    expect(createdBy({ ...drawn('P-####', 3), recipients })).toEqual(['anna', null, 'ben']);
    expect(told(shop.when(update('s', { profileId: 'ben', couponCodes: ['A', 'B'] })).decision)).toEqual([
      'acceptCoupon B',
      'showNotification',
      'rejectCoupon CouponRecipientDoesNotMatch',
    ]);
    expect(codesOf(shop.when({ ...coupons(1n, ['C']), recipients }).decision)).toEqual([
      'coupon.batch_size /recipients',
    ]);
  });

  it('is refused where the pattern has no free codes left', () => {
    const { shop } = given(owner).after(coupons(1n, ['AB-1', 'AB-2']));
    const { decision } = shop.when(drawn('AB-#', 2, ['1', '2', '3']));
    expect(codesOf(decision)).toEqual(['coupon.pattern_exhausted /couponPattern']);
    expect(decision.events).toEqual([]);
  });
});

describe('one coupon', () => {
  function withOne() {
    const { shop } = given(owner).after(coupons(1n, ['CODE']));
    const [created] = eventsOf(shop.log[0]!.decision, 'CouponsCreated');
    return { shop, couponId: created?.coupons[0]?.id ?? 0n, settings: created!.settings };
  }

  it('is changed whole, but its campaign and its counters stay', () => {
    const { shop, couponId, settings } = withOne();
    const changed = { ...settings, expiryDate: NOON, recipient: '' };
    const { decision } = shop.when({ kind: 'CouponChangeReceived', couponId, settings: changed });
    expect(decision.events).toMatchObject([
      { kind: 'CouponChanged', coupon: { id: couponId, settings: { ...changed, recipient: null } } },
    ]);
    expect(told(shop.when(update('s', { couponCodes: ['CODE'] })).decision)).toEqual(['rejectCoupon CouponExpired']);
  });

  it('is deleted, and then unknown; its code is free again', () => {
    const { shop, couponId } = withOne();
    const { decision } = shop.when({ kind: 'CouponDeletionReceived', couponId });
    expect(decision.events).toEqual([{ kind: 'CouponDeleted', couponId, campaign: 1n, code: 'CODE' }]);
    expect(told(shop.when(update('s', { couponCodes: ['CODE'] })).decision)).toEqual(['rejectCoupon CouponNotFound']);
    expect(eventsOf(shop.when(coupons(1n, ['CODE'])).decision, 'CouponsCreated')[0]?.coupons).toHaveLength(1);
  });

  it('and many others are changed and deleted by one request, but those that are gone', () => {
    const { shop } = given(owner).after(coupons(1n, ['A', 'B', 'C'], { usageLimit: 1n }));
    const [created] = eventsOf(shop.log[0]!.decision, 'CouponsCreated');
    const [a, b, c] = created!.coupons.map(({ id }) => id);
    shop.when({ kind: 'CouponDeletionReceived', couponId: c! });
    const changed = { ...created!.settings, campaign: 999n, usageLimit: 5n };
    const changes = [
      { couponId: a!, settings: { ...changed, campaign: 1n } },
      { couponId: b!, settings: null },
      { couponId: c!, settings: null },
    ];
    const request = { kind: 'CouponsChangeReceived', batch: 'job', chunk: 0, changes } as const;
    expect(shop.when(request).decision.events).toMatchObject([
      { kind: 'CouponChanged', coupon: { id: a, settings: { campaign: 1n, usageLimit: 5n } } },
      { kind: 'CouponDeleted', couponId: b, code: 'B' },
    ]);
    expect(shop.when(request).decision.events).toHaveLength(1);
    const twice = { ...request, changes: [changes[1]!, changes[1]!] };
    expect(codesOf(shop.when(twice).decision)).toEqual(['coupon.batch_size /changes']);
    const elsewhere = { ...request, changes: [{ couponId: a!, settings: changed }] };
    expect(codesOf(shop.when(elsewhere).decision)).toEqual(['campaign.unknown /campaignId']);
  });

  it('that is not there, or another application’s, is not found', () => {
    const { shop, couponId, settings } = withOne();
    expect(codesOf(shop.when({ kind: 'CouponDeletionReceived', couponId: 999n }).decision)).toEqual([
      'coupon.not_found',
    ]);
    const unknown = { kind: 'CouponChangeReceived', couponId: 999n, settings } as const;
    expect(shop.when(unknown).decision.refusals[0]?.status).toBe(404);
    shop.save([{ kind: 'ApplicationSaved', entity: application({ id: 2n }) }]);
    const foreign = shop.when({ kind: 'CouponDeletionReceived', couponId }, 2n).decision;
    expect(codesOf(foreign)).toEqual(['coupon.not_found']);
  });
});
