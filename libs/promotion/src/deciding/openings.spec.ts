import fc from 'fast-check';
import type {
  CouponOpening,
  CouponOpeningsReceived,
  CouponSettings,
  ProfileOpeningReceived,
  Request,
} from '../request';
import {
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
  profileUpdate,
  reopen,
  rule,
  SHOP,
  Shop,
  told,
} from '../testing';
import { expectLogToBeState } from './log.fixture';

const HOUR = 3_600_000n;
const DAY = 24n * HOUR;

const off = rule('coupon.valid', [effect('setDiscount', { name: 'off', value: 'percent(session.total, 10)' })]);
const friend = rule('referral.valid', [effect('showNotification', { title: 'hello' })]);
const redeem = (session: string, profileId: string, code = 'ONE') =>
  close(session, { profileId, couponCodes: [code], cartItems: [item('tea', 1000)] });

/** The first coupon of a shop has the number after its decision's. */
const ONE = 2n;

const opening = (redemptions: bigint, more: Partial<CouponOpening> = {}): CouponOpeningsReceived => ({
  ...{ kind: 'CouponOpeningsReceived', batch: 'before', chunk: 0 },
  openings: [{ couponId: ONE, profileId: '', redemptions, discount: null, ...more }],
});
const past = (more: Partial<ProfileOpeningReceived> = {}): ProfileOpeningReceived => ({
  ...{ kind: 'ProfileOpeningReceived', profileId: 'ann', closedSessions: 5n, totalSales: 12_345n },
  ...{ firstActivity: NOON - 900n * DAY, lastActivity: NOON - 3n * DAY },
  ...more,
});

const HELD = (): boolean => true;
const usedIn = (shop: Shop) => shop.state.world(HELD, HELD).couponById(SHOP, ONE)?.value?.usageCounter;

function shopOf(settings: Partial<CouponSettings> = {}, limits = [limit('redeemCoupon', 1_000n)]): Shop {
  const shop = new Shop(campaign(7n, [off, friend], { limits }));
  shop.when(coupons(7n, ['ONE', 'TWO'], settings));
  return shop;
}

const rejected = (reason: string) => [`rejectCoupon ${reason}`];
const TAKEN = ['acceptCoupon ONE', 'setDiscount 100'];

describe('redemptions from before', () => {
  it('count: a coupon of 100 uses with 99 of them is redeemed once more', () => {
    const shop = shopOf({ usageLimit: 100n });
    const { decision } = shop.when(opening(99n));
    expect(eventsOf(decision, 'CouponOpeningChanged')).toEqual([
      {
        ...{ kind: 'CouponOpeningChanged', couponId: ONE, campaign: 7n, code: 'ONE', profileId: '', referral: false },
        ...{ redemptions: 99n, delta: 99n, usageCounter: 99n, discountDelta: 0n, discountCounter: 0n },
      },
    ]);
    expect(told(shop.when(redeem('a', 'ann')).decision)).toEqual(TAKEN);
    expect(told(shop.when(redeem('b', 'ben')).decision)).toEqual(rejected('CouponLimitReached'));
    shop.when(cancel('a'));
    expect(told(shop.when(redeem('c', 'ben')).decision)).toEqual(TAKEN);
  });

  it('of a profile count for its limits, and are among those of all', () => {
    const shop = shopOf({ usageLimit: 100n, profileLimit: 2n });
    shop.when(opening(40n));
    const { decision } = shop.when(opening(2n, { profileId: 'ann' }));
    expect(eventsOf(decision, 'CouponOpeningChanged')).toMatchObject([
      { profileId: 'ann', delta: 2n, usageCounter: 40n },
    ]);
    expect(told(shop.when(redeem('a', 'ann')).decision)).toEqual(rejected('ProfileLimitReached'));
    expect(told(shop.when(redeem('b', 'ben')).decision)).toEqual(TAKEN);
  });

  it.each([
    [limit('redeemCoupon', 3n), '', 'CampaignLimitReached'],
    [limit('redeemCoupon', 3n, ['Coupon']), '', 'CouponLimitReached'],
    [limit('redeemCoupon', 3n, ['Profile']), 'ann', 'ProfileLimitReached'],
    [limit('redeemCoupon', 3n, ['Coupon', 'Profile']), 'ann', 'ProfileLimitReached'],
  ])('count for the limit %j of the campaign, which may be set later', (most, profileId, reason) => {
    const shop = shopOf({}, []);
    shop.when(opening(2n, { profileId }));
    shop.save(campaign(7n, [off], { limits: [most] }));
    expect(told(shop.when(redeem('a', 'ann')).decision)).toEqual(TAKEN);
    expect(told(shop.when(redeem('b', 'ann')).decision)).toEqual(rejected(reason));
  });

  it('count for no limit of a period: when they were is not known', () => {
    const shop = shopOf({}, [limit('redeemCoupon', 1n, [], 'yearly')]);
    shop.when(opening(50n));
    expect(told(shop.when(redeem('a', 'ann')).decision)).toEqual(TAKEN);
  });

  it('of a referral count as being referred', () => {
    const shop = new Shop(campaign(7n, [friend]));
    shop.when(coupons(7n, ['ONE'], { advocate: 'olga' }));
    shop.when(profileUpdate('olga'));
    shop.when(opening(1n, { profileId: 'ann' }));
    const come = (id: string, profileId: string) => close(id, { profileId, referralCode: 'ONE' });
    expect(told(shop.when(come('a', 'ann')).decision)).toEqual(['rejectReferral ReferralCustomerAlreadyReferred']);
    expect(told(shop.when(come('b', 'ben')).decision)[0]).toBe('acceptReferral ONE');
  });

  it('said twice count once; said otherwise they move by the difference', () => {
    const shop = shopOf();
    shop.when(opening(10n, { discount: 500n }));
    shop.when(redeem('a', 'ann'));
    expect(shop.when(opening(10n, { discount: 500n })).decision).toMatchObject({ outcome: 'accepted', events: [] });
    const { decision } = shop.when(opening(7n, { discount: null }));
    expect(eventsOf(decision, 'CouponOpeningChanged')).toMatchObject([
      { delta: -3n, usageCounter: 8n, discountDelta: 0n, discountCounter: 600n },
    ]);
    expect(moved(decision)).toEqual([
      'openingRedemptions|7||2| -3 -> 7',
      'redeemCoupon|7||| -3 -> 8',
      'redeemCoupon|7||2| -3 -> 7',
    ]);
  });

  it('of many are said at once, and those of coupons that are not there are left out', () => {
    const shop = shopOf();
    const of = (couponId: bigint, redemptions: bigint, profileId = '') =>
      opening(redemptions, { couponId, profileId }).openings;
    const openings = [of(ONE, 2n, 'ann'), of(ONE, 5n), of(ONE, 1n, 'ben'), of(99n, 7n), of(3n, 4n)].flat();
    const { decision } = shop.when({ ...opening(0n), openings });
    const uses = eventsOf(decision, 'CouponOpeningChanged').map(({ code, usageCounter }) => `${code} ${usageCounter}`);
    expect(uses).toEqual(['ONE 0', 'ONE 5', 'ONE 5', 'TWO 4']);
    expect(moved(decision)).toContain('redeemCoupon|7||| 9 -> 9');
    expect(usedIn(shop)).toBe(5n);
  });

  it('use up the value of a coupon', () => {
    const shop = shopOf({ discountLimit: 1_000n });
    shop.when(opening(3n, { discount: 1_000n }));
    expect(told(shop.when(redeem('a', 'ann')).decision)).not.toContain('setDiscount 100');
  });

  it.each<[Request, string]>([
    [{ ...opening(1n), openings: [] }, 'coupon.batch_size /openings'],
    [{ ...opening(1n), openings: [...opening(1n).openings, ...opening(2n).openings] }, 'opening.twice /openings/1'],
    [opening(-1n), 'number.range /openings/0/redemptions'],
    [opening(1n, { discount: -1n }), 'number.range /openings/0/discount'],
    [opening(1n, { profileId: 'ann', discount: 1n }), 'opening.discount /openings/0/discount'],
    [past({ profileId: '' }), 'id.length /profileId'],
    [past({ closedSessions: -1n }), 'number.range /closedSessions'],
    [past({ totalSales: 2n ** 53n }), 'number.range /totalSales'],
    [past({ lastActivity: NOON - 1_000n * DAY }), 'opening.dates /lastActivity'],
  ])('are refused where they cannot be: %j', (request, code) => {
    expect(codesOf(shopOf().when(request).decision)).toEqual([code]);
  });

  it('leave counters that are always those from before and those since, whatever comes between', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('open' as const), count: fc.bigInt(0n, 6n), profile: fc.constantFrom('', 'ann') }),
      fc.record({ kind: fc.constant('redeem' as const), profile: fc.constantFrom('ann', 'ben') }),
      fc.record({ kind: fc.constantFrom('cancel' as const, 'reopen' as const), index: fc.nat(9) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const shop = shopOf({ usageLimit: 6n, profileLimit: 3n });
        const said = new Map([['', 0n], ['ann', 0n]]); // prettier-ignore
        const uses: { readonly id: string; readonly profile: string; holds: boolean }[] = [];
        for (const [index, one] of steps.entries()) {
          if (one.kind === 'open') {
            shop.when(opening(one.count, { profileId: one.profile }));
            said.set(one.profile, one.count);
          } else if (one.kind === 'redeem') {
            const holds = told(shop.when(redeem(`s${index}`, one.profile)).decision).includes('acceptCoupon ONE');
            const own = (profile: string) => BigInt(uses.filter((use) => use.holds && use.profile === profile).length);
            const all = (said.get('') ?? 0n) + own('ann') + own('ben');
            const byProfile = (said.get(one.profile) ?? 0n) + own(one.profile);
            expect(holds).toBe(all < 6n && byProfile < 3n);
            uses.push({ id: `s${index}`, profile: one.profile, holds });
          } else {
            const use = uses[one.index % Math.max(1, uses.length)];
            if (use === undefined) continue;
            const back = shop.when(one.kind === 'cancel' ? cancel(use.id) : reopen(use.id)).decision;
            if (back.outcome === 'accepted') use.holds = false;
          }
          const held = BigInt(uses.filter(({ holds }) => holds).length);
          expect(usedIn(shop)).toBe((said.get('') ?? 0n) + held);
        }
        expectLogToBeState(shop);
      }),
    );
  });
});

describe('what a profile did before', () => {
  const loyal = rule('profile.closedSessions >= 6 && profile.totalSales > 123 && !session.firstSession', [
    effect('showNotification', { title: 'loyal' }),
  ]);

  it('is what rules see of it, with what it does since', () => {
    const shop = new Shop(campaign(7n, [loyal]));
    const { decision, position } = shop.when(past());
    const activity = { application: SHOP, profileId: 'ann', closedSessions: 5n, totalSales: 12_345n };
    expect(decision.events).toMatchObject([
      {
        ...{ kind: 'ProfileChanged', type: 'talon_profile_created' },
        profile: { id: position + 1n, integrationId: 'ann', created: NOON - 900n * DAY, updated: NOON },
      },
      {
        ...{ kind: 'ProfileOpeningChanged', closedSessionsDelta: 5n, totalSalesDelta: 12_345n },
        activity: { ...activity, lastActivity: NOON - 3n * DAY },
      },
      { kind: 'CounterChanged', counter: 'openingClosedSessions|0|||ann', value: 5n },
      { kind: 'CounterChanged', counter: 'openingTotalSales|0|||ann', value: 12_345n },
    ]);
    const cart = { profileId: 'ann', cartItems: [item('tea', 1000)] };
    expect(told(shop.when(close('a', cart)).decision)).toEqual([]);
    expect(told(shop.when(close('b', cart)).decision)).toEqual(['showNotification']);
    expect(told(shop.when(close('c', { ...cart, profileId: 'ben' })).decision)).toEqual([]);
  });

  it('said twice changes nothing; said otherwise it moves by the difference', () => {
    const shop = shopOf();
    shop.when(past());
    shop.when(redeem('a', 'ann'));
    expect(shop.when(past()).decision).toMatchObject({ outcome: 'accepted', events: [] });
    const changed = past({ closedSessions: 2n, totalSales: 0n, firstActivity: NOON - DAY, lastActivity: NOON - HOUR });
    const { events } = shop.when(changed).decision;
    expect(events.map(({ kind }) => kind)).toEqual(['ProfileOpeningChanged', 'CounterChanged', 'CounterChanged']);
    expect(events[0]).toMatchObject({
      ...{ closedSessionsDelta: -3n, totalSalesDelta: -12_345n },
      activity: { closedSessions: 3n, totalSales: 1_000n, lastActivity: NOON },
    });
  });

  it('leaves a profile that is there with its number, known since the earlier day', () => {
    const shop = shopOf();
    shop.when(redeem('a', 'ann'));
    const before = shop.state.world(HELD, HELD).profile('ann')?.value;
    const { decision } = shop.when(past());
    const created = NOON - 900n * DAY;
    expect(eventsOf(decision, 'ProfileChanged')).toEqual([
      { kind: 'ProfileChanged', type: 'talon_profile_updated', profile: { ...before, created } },
    ]);
    expect(eventsOf(shop.when(past({ firstActivity: null })).decision, 'ProfileChanged')).toEqual([]);
  });
});
