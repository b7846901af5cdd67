import { budgetCourse, campaignBudget, type LimitConfig } from '@tessera/api-contracts';
import type { CampaignPlace } from '../campaigns/find-campaign';
import type { KnownCodes } from '../imports/known-codes';
import type { Projections, Question } from '../read-models/projections';
import { CampaignBudgets } from './campaign-budgets';

const LIMITS: LimitConfig[] = [
  { action: 'setDiscount', limit: 5_000, entities: [], period: 'monthly' },
  { action: 'setDiscount', limit: 20, entities: ['Profile'] },
  { action: 'redeemCoupon', limit: 3, entities: ['Coupon', 'Profile'], period: 'weekly' },
  { action: 'redeemReferral', limit: 1, entities: ['Referral'] },
];
const DEFAULTS: LimitConfig[] = [
  { action: 'setDiscount', limit: 1, entities: [] },
  { action: 'createLoyaltyPoints', limit: 1_000, entities: [] },
];
const place = {
  application: { id: 1n, currency: 'EUR', timezone: 'Europe/Berlin', limits: DEFAULTS },
  campaign: { id: 7n, limits: LIMITS },
} as unknown as CampaignPlace;

/** A Saturday; in Berlin it is August already. */
const NOW = Date.parse('2026-07-31T22:30:00Z');

const codes = {
  coupons: (_application: bigint, [code]: readonly string[]) =>
    Promise.resolve(new Map(code === 'TEN' ? [[code, 31n]] : [])),
  referrals: (_application: bigint, [code]: readonly string[]) =>
    Promise.resolve(new Map(code === 'FRIEND' ? [[code, 32n]] : [])),
} as unknown as KnownCodes;

/** What is asked of a read model that answers this. */
function answered(data: readonly unknown[]) {
  const asked: Question[] = [];
  const projections = {
    ask: (question: Question) => {
      asked.push(question);
      return Promise.resolve({ data });
    },
  } as unknown as Projections;
  const clock = { now: () => BigInt(NOW) };
  return { asked, budgets: new CampaignBudgets(projections, codes, clock) };
}

const COUNTERS = [
  { counter: 'setDiscount|7|2026-08||', value: '123456' },
  { counter: 'setDiscount|7|||ann', value: '450' },
  { counter: 'redeemCoupon|7|week of 2026-07-27|31|ann', value: '2' },
  { counter: 'redeemReferral|7||32|', value: '1' },
  { counter: 'createLoyaltyPoints|7|||', value: '2550' },
];

describe('the budgets of a campaign', () => {
  it('are its limits, and the application’s where it has none, with what is used up of those as a whole', async () => {
    const { asked, budgets } = answered(COUNTERS);
    const shown = await budgets.read(place, {});
    expect(shown.map(({ action, counter }) => [action, counter])).toEqual([
      ['redeemCoupon', undefined],
      ['redeemReferral', undefined],
      ['setDiscount', 1234.56],
      ['setDiscount', undefined],
      ['createLoyaltyPoints', 25.5],
    ]);
    expect(shown[2]).toEqual({
      ...{ action: 'setDiscount', limit: 5_000, entities: [], period: 'monthly' },
      ...{ periodStart: '2026-08-01', counter: 1234.56 },
    });
    expect(shown[4]).toMatchObject({ limit: 1_000 });
    for (const one of shown) expect(campaignBudget.strict().parse(one)).toEqual(one);
    expect(asked).toEqual([
      {
        ...{ projection: 'campaign', application: 1n, path: '/applications/1/campaigns/7/budgets' },
        query: { zone: 'Europe/Berlin', at: '2026-07-31T22:30:00.000Z' },
      },
    ]);
  });

  it.each([
    [{ profileId: 'ann' }, { setDiscount: 4.5 }],
    [{ profileId: 'ben' }, { setDiscount: 0 }],
    [{ coupon: 'ten' }, {}],
    [
      { coupon: 'ten', profileId: 'ann' },
      { redeemCoupon: 2, setDiscount: 4.5 },
    ],
    [{ coupon: 'friend' }, { redeemReferral: 1 }],
  ])('are, for %j, %j of those that count apart', async (query, expected) => {
    const { asked, budgets } = answered(COUNTERS);
    const apart = (await budgets.read(place, query)).filter(({ entities }) => entities.length > 0);
    const counters = apart.flatMap(({ action, counter }) => (counter === undefined ? [] : [[action, counter]]));
    expect(Object.fromEntries(counters)).toEqual(expected);
    const couponId = 'coupon' in query ? { ten: '31', friend: '32' }[query.coupon] : undefined;
    expect(asked[0]?.query).toMatchObject(couponId === undefined ? {} : { couponId });
  });

  it('are not there for a code that the campaign does not have', async () => {
    await expect(answered([]).budgets.read(place, { coupon: 'none' })).rejects.toMatchObject({
      ...{ status: 404, errors: [{ code: 'coupon.not_found' }] },
    });
  });

  it('have a course where they are of the campaign as a whole', async () => {
    const date = '2026-07-31T22:00:00.000Z';
    const monthly = { action: 'setDiscount', period: 'monthly', given: '1000', undone: '250', counter: '123456' };
    const { asked, budgets } = answered([{ date, budgets: [monthly, { ...monthly, period: null, counter: '9' }] }]);
    const range = { rangeStart: '2026-08-01T00:00:00+02:00', rangeEnd: '2026-08-02T00:00:00+02:00' };
    const courses = await budgets.course(place, { ...range, granularity: '1 day' });
    expect(courses).toEqual([
      {
        ...{ action: 'setDiscount', limit: 5_000, entities: [], period: 'monthly' },
        course: [{ date, used: 10, returned: 2.5, counter: 1234.56 }],
      },
      {
        ...{ action: 'createLoyaltyPoints', limit: 1_000, entities: [] },
        course: [{ date, used: 0, returned: 0, counter: 0 }],
      },
    ]);
    for (const one of courses) expect(budgetCourse.strict().parse(one)).toEqual(one);
    expect(asked[0]).toMatchObject({
      path: '/applications/1/campaigns/7/budgets/course',
      query: { ...range, granularity: '1 day', zone: 'Europe/Berlin' },
    });
  });
});
