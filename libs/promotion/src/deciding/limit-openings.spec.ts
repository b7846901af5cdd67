import fc from 'fast-check';
import type { LimitConfig } from '../catalog-event';
import type { LimitOpening, LimitOpeningsReceived } from '../request';
import {
  application,
  campaign,
  cancel,
  close,
  codesOf,
  coupons,
  effect,
  eventsOf,
  item,
  limit,
  moved,
  NOON,
  rule,
  Shop,
  told,
} from '../testing';

// Goal: what limits counted before Tessera, in their periods and for their combinations, counts on; said again it changes
// nothing, said otherwise it moves by the difference.

const DAY = 86_400_000n;

const off = rule('session.total > 0', [effect('setDiscount', { name: 'off', value: '10' })]);
const OFF = ['setDiscount 1000'];
const redeem = rule('coupon.valid', [effect('showNotification', { title: 'thanks' })]);

const opening = (amount: bigint, more: Partial<LimitOpening> = {}): LimitOpening => ({
  ...{ campaign: 7n, action: 'setDiscount', period: null, day: null },
  ...{ couponId: null, sessionId: null, identifier: null, profileId: null, amount },
  ...more,
});
const received = (...openings: readonly LimitOpening[]): LimitOpeningsReceived => ({
  ...{ kind: 'LimitOpeningsReceived', batch: 'before', chunk: 0, openings },
});

const shopOf = (...limits: readonly LimitConfig[]) => new Shop(campaign(7n, [off, redeem], { limits }));
const cart = { profileId: 'ann', cartItems: [item('tea', 5000)] };
const gives = (shop: Shop, id: string, more: Partial<Parameters<typeof close>[1]> = {}) =>
  told(shop.when(close(id, { ...cart, ...more })).decision);

describe('what limits counted before', () => {
  it('uses a budget up, to the minor unit', () => {
    const shop = shopOf(limit('setDiscount', 100_000n));
    const { decision } = shop.when(received(opening(99_000n)));
    expect(eventsOf(decision, 'LimitOpeningChanged')).toEqual([
      {
        ...{ kind: 'LimitOpeningChanged', campaign: 7n, action: 'setDiscount', counter: 'setDiscount|7|||' },
        ...{ amount: 99_000n, delta: 99_000n, value: 99_000n },
      },
    ]);
    expect([gives(shop, 'a'), gives(shop, 'b')]).toEqual([OFF, []]);
    shop.when(cancel('a'));
    expect(gives(shop, 'c')).toEqual(OFF);
  });

  // 2026-07-15 is a Wednesday.
  it.each([
    ['daily', '2026-07-15', 1n],
    ['weekly', '2026-07-19', 7n],
    ['monthly', '2026-07-01', 31n],
    ['yearly', '2026-02-28', 366n],
  ])('counts in its period alone: %s, of %s', (period, day, days) => {
    const shop = shopOf(limit('setDiscountEffect', 3n, [], period));
    shop.when(received(opening(2n, { action: 'setDiscountEffect', period, day })));
    expect([gives(shop, 'a'), gives(shop, 'b')]).toEqual([OFF, []]);
    shop.at(NOON + days * DAY);
    expect([1, 2, 3, 4].map((number) => gives(shop, `later ${number}`))).toEqual([OFF, OFF, OFF, []]);
  });

  it('counts in the day of the application, where UTC has another one', () => {
    const shop = shopOf(limit('setDiscountEffect', 1n, [], 'daily'));
    shop.save([{ kind: 'ApplicationSaved', entity: application({ timezone: 'Pacific/Auckland' }) }]);
    const day = { action: 'setDiscountEffect', period: 'daily', day: '2026-07-16' };
    shop.when(received(opening(1n, day)));
    expect(gives(shop, 'a')).toEqual([]);
    expect(gives(shop.at(NOON - DAY), 'b')).toEqual(OFF);
  });

  it.each<[string, readonly string[], Partial<LimitOpening>, Parameters<typeof gives>[2]]>([
    ['a profile', ['Profile'], { profileId: 'ann' }, { profileId: 'ben' }],
    ['a session', ['Session'], { sessionId: 'a/1' }, {}],
    ['an identifier', ['Identifier'], { identifier: '10.0.0.1' }, { identifiers: ['10.0.0.2'] }],
    [
      'an identifier of a profile in a month',
      ['Identifier', 'Profile'],
      { identifier: '10.0.0.1', profileId: 'ann', period: 'monthly', day: '2026-07-31' },
      { identifiers: ['10.0.0.1'], profileId: 'ben' },
    ],
  ])('counts for %s, and for no other', (_case, entities, named, others) => {
    const shop = shopOf(limit('setDiscountEffect', 1n, entities, named.period ?? null));
    shop.when(received(opening(1n, { action: 'setDiscountEffect', ...named })));
    expect(gives(shop, 'a/1', { identifiers: ['10.0.0.1'] })).toEqual([]);
    expect(gives(shop, 'b', { identifiers: ['10.0.0.1'], ...others })).toEqual(OFF);
  });

  it('counts for a code in a period', () => {
    const shop = shopOf(limit('redeemCoupon', 1n, ['Coupon'], 'monthly'));
    shop.when(coupons(7n, ['ONE', 'TWO'], { usageLimit: 9n }));
    shop.when(received(opening(1n, { action: 'redeemCoupon', couponId: 2n, period: 'monthly', day: '2026-07-02' })));
    expect(gives(shop, 'a', { couponCodes: ['ONE'] })).toContain('rejectCoupon CouponLimitReached');
    expect(gives(shop, 'b', { couponCodes: ['TWO'] })).toContain('acceptCoupon TWO');
  });

  it('counts for the default limits of the application', () => {
    const shop = new Shop([
      { kind: 'ApplicationSaved', entity: application({ limits: [limit('setDiscountEffect', 2n)] }) },
      ...campaign(7n, [off]),
    ]);
    shop.when(received(opening(2n, { action: 'setDiscountEffect' })));
    expect(gives(shop, 'a')).toEqual([]);
  });

  it('said twice counts once; said otherwise it moves by the difference', () => {
    const shop = shopOf(limit('setDiscount', 100_000n));
    shop.when(received(opening(5_000n)));
    gives(shop, 'a');
    expect(shop.when(received(opening(5_000n))).decision).toMatchObject({ outcome: 'accepted', events: [] });
    const { decision } = shop.when(received(opening(2_000n)));
    expect(eventsOf(decision, 'LimitOpeningChanged')).toMatchObject([
      { amount: 2_000n, delta: -3_000n, value: 3_000n },
    ]);
    expect(moved(decision)).toEqual(['opening:setDiscount|7||| -3000 -> 2000']);
  });

  const monthly = { period: 'monthly', day: '2026-07-01' };
  it.each<[string, LimitOpeningsReceived, string]>([
    ['none', received(), 'coupon.batch_size /openings'],
    [
      'the same twice, by another day',
      received(opening(1n, monthly), opening(2n, { ...monthly, day: '2026-07-31' })),
      'opening.twice /openings/1',
    ],
    ['less than nothing', received(opening(-1n, monthly)), 'number.range /openings/0/amount'],
    ['no day of a period', received(opening(1n, { ...monthly, day: null })), 'opening.day /openings/0/day'],
    ['a day that is none', received(opening(1n, { ...monthly, day: '2026-02-30' })), 'opening.day /openings/0/day'],
    ['no such period', received(opening(1n, { ...monthly, period: 'weekly' })), 'opening.limit /openings/0'],
    ['no such combination', received(opening(1n, { ...monthly, profileId: 'ann' })), 'opening.limit /openings/0'],
    ['no such campaign', received(opening(1n, { ...monthly, campaign: 8n })), 'opening.limit /openings/0'],
    ['a profile without a name', received(opening(1n, { profileId: '' })), 'id.length /openings/0/profileId'],
    [
      'what is said of codes',
      received(opening(1n, { action: 'redeemCoupon', couponId: 2n })),
      'opening.codes /openings/0',
    ],
  ])('is refused where it cannot be: %s', (_case, request, code) => {
    const shop = shopOf(limit('setDiscount', 1n, [], 'monthly'), limit('redeemCoupon', 1n, ['Coupon']));
    expect(codesOf(shop.when(request).decision)).toContain(code);
  });

  it('is refused in an application that does not have the campaign', () => {
    const shop = shopOf(limit('setDiscount', 1n));
    shop.save([{ kind: 'ApplicationSaved', entity: application({ id: 2n }) }]);
    expect(codesOf(shop.when(received(opening(1n)), 2n).decision)).toEqual(['opening.limit /openings/0']);
  });

  it('and what it counts since are one sum, whatever comes between', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('open' as const), amount: fc.bigInt(0n, 6n) }),
      fc.record({ kind: fc.constant('close' as const) }),
      fc.record({ kind: fc.constant('cancel' as const), index: fc.nat(9) }),
      fc.record({ kind: fc.constant('wait' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 16 }), (steps) => {
        const shop = shopOf(limit('setDiscountEffect', 5n, ['Profile'], 'daily'));
        const said = new Map<bigint, bigint>();
        let uses: { readonly id: string; readonly day: bigint }[] = [];
        let day = 0n;
        for (const [index, one] of steps.entries()) {
          if (one.kind === 'wait') shop.at(NOON + (day += 1n) * DAY);
          else if (one.kind === 'open') {
            const named = new Date(Number(NOON + day * DAY)).toISOString().slice(0, 10);
            const of = { action: 'setDiscountEffect', period: 'daily', day: named, profileId: 'ann' };
            shop.when(received(opening(one.amount, of)));
            said.set(day, one.amount);
          } else if (one.kind === 'close') {
            const used = BigInt(uses.filter((use) => use.day === day).length);
            const left = 5n - (said.get(day) ?? 0n) - used;
            expect(gives(shop, `s${index}`)).toEqual(left > 0n ? OFF : []);
            if (left > 0n) uses.push({ id: `s${index}`, day });
          } else {
            const use = uses[one.index % Math.max(1, uses.length)];
            if (use === undefined) continue;
            shop.when(cancel(use.id));
            uses = uses.filter(({ id }) => id !== use.id);
          }
        }
      }),
    );
  });
});
