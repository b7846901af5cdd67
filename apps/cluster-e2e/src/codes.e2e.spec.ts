import { eventually } from '@tessera/testing';
import { clusterOfThisFile, START_MS } from './cluster.fixture';
import { decided, succeeded, type Shape } from './http.fixture';
import { catalogKnown, newShop, type Shop, TENTH_OFF } from './shop.fixture';
import { upload } from './upload.fixture';

const COUPONS = 6_500;

const ONCE_EACH = [{ action: 'redeemCoupon', limit: 1, entities: ['Profile'] }];

const cluster = clusterOfThisFile();

interface Job {
  readonly state: string;
  readonly done: number;
  readonly error?: string;
}

interface State {
  readonly effects: readonly { readonly effectType: string; readonly props: Shape }[];
}

async function killed(service: string): Promise<void> {
  const process = cluster().handle.process(service);
  await process?.kill();
  await process?.restart();
}

/** What was told of a session, in short. */
async function told(shop: Shop, session: string, customerSession: Shape): Promise<string[]> {
  const path = `/v2/customer_sessions/${session}`;
  const { body } = await succeeded(decided<State>(shop.integrate, 'PUT', path, { customerSession }));
  return body.effects.map(({ effectType, props }) => [effectType, props['rejectionReason']].filter(Boolean).join(' '));
}

describe('codes', () => {
  let shop: Shop;
  let campaign: string;
  const cartItems = [{ sku: 'tea', quantity: 1, price: 50 }];

  beforeAll(async () => {
    const referring = { title: 'friend', condition: ['cel', 'referral.valid'], effects: TENTH_OFF.effects };
    shop = await newShop(cluster(), { rules: [TENTH_OFF, referring] });
    campaign = `${shop.path}/campaigns/${shop.campaign}`;
  }, START_MS);

  it('of a job are created once, although the Management API and an evaluator are killed meanwhile', async () => {
    const { manage } = cluster();
    const body = { usageLimit: 1, numberOfCoupons: COUPONS };
    const begun = await succeeded(
      manage<{ jobId: number; batchId: string }>('POST', `${campaign}/coupons_async`, { body }),
    );
    await killed('management-api');
    await killed('rule-evaluator');
    const { jobId, batchId } = begun.body;
    const ended = await eventually(async () => {
      const { body: job } = await succeeded(manage<Job>('GET', `${campaign}/coupon_jobs/${jobId}`));
      return job.state === 'running' ? undefined : job;
    }, 240_000);
    expect(ended).toMatchObject({ state: 'done', done: COUPONS });
    const values = new Set<string>();
    for (let cursor = ''; ;) {
      const query = new URLSearchParams({ batchId, ...(cursor && { cursor }) }).toString();
      const path = `${campaign}/coupons/no_total?${query}`;
      const { body: page } = await succeeded(manage<{ data: { value: string }[]; cursor?: string }>('GET', path));
      page.data.forEach(({ value }) => values.add(value));
      if (page.cursor === undefined) break;
      cursor = page.cursor;
    }
    expect(values.size).toBe(COUPONS);
    const [one = ''] = values;
    const session = { profileId: 'dora', couponCodes: [one], cartItems, state: 'closed' };
    expect(await told(shop, 'from-the-job', session)).toEqual(['acceptCoupon', 'setDiscount']);
  }, 300_000);

  it('that must be reserved are redeemed by who has them in the inventory', async () => {
    const { manage } = cluster();
    const coupon = { usageLimit: 0, numberOfCoupons: 1, couponPattern: 'HELD-FOR-ANNA', isReservationMandatory: true };
    await succeeded(manage('POST', `${campaign}/coupons`, { body: coupon }));
    const session = (profileId: string) => ({ profileId, couponCodes: ['held-for-anna'], cartItems });
    expect(await told(shop, 'before', session('anna'))).toEqual(['rejectCoupon CouponReservationRequired']);
    const ids = { integrationIDs: ['anna'] };
    const reserved = await decided(shop.integrate, 'POST', '/v1/coupon_reservations/HELD-FOR-ANNA', ids);
    expect([reserved.status, reserved.body]).toMatchObject([201, { reservationCounter: 1 }]);
    expect(await told(shop, 'after', session('anna'))).toEqual(['acceptCoupon', 'setDiscount']);
    expect(await told(shop, 'other', session('ben'))).toEqual(['rejectCoupon CouponReservationRequired']);
    const inventory = await succeeded(shop.integrate('GET', '/v1/customer_profiles/anna/inventory?coupons=true'));
    expect(inventory.body).toMatchObject({ coupons: [{ value: 'HELD-FOR-ANNA', state: 'active' }] });
    const holders = await succeeded(shop.integrate('GET', '/v1/coupon_reservations/customerprofiles/HELD-FOR-ANNA'));
    expect(holders.body).toMatchObject({ totalResultSize: 1, data: [{ integrationId: 'anna' }] });
  });

  it('of advocates bring friends, and are given back', async () => {
    const body = { campaignId: shop.campaign, advocateProfileIntegrationId: 'anna', usageLimit: 1 };
    const created = await succeeded(decided<{ code: string }>(shop.integrate, 'POST', '/v1/referrals', body));
    const referralCode = created.body.code;
    const friend = (state: string) => ({ profileId: 'cleo', referralCode, cartItems, state });
    const self = { profileId: 'anna', referralCode, cartItems };
    expect(await told(shop, 'self', self)).toEqual(['rejectReferral ReferralRecipientIdSameAsAdvocate']);
    expect(await told(shop, 'friend', friend('closed'))).toEqual(['acceptReferral', 'setDiscount']);
    const inventory = async () => {
      const path = '/v1/customer_profiles/anna/inventory?referrals=true';
      const { body: shown } = await succeeded(shop.integrate<{ referrals: { usageCounter: number }[] }>('GET', path));
      return shown.referrals.map(({ usageCounter }) => usageCounter);
    };
    const reads = (count: number) => async () => ((await inventory())[0] === count ? true : undefined);
    await eventually(reads(1), 30_000);
    expect(await told(shop, 'late', { ...friend('open'), profileId: 'dora' })).toEqual([
      'rejectReferral ReferralLimitReached',
    ]);
    expect(await told(shop, 'friend', { state: 'cancelled' })).toEqual(['rollbackReferral', 'rollbackDiscount']);
    await eventually(reads(0), 30_000);
  });

  it('redeemed before, and profiles known before, go on where they were, however often that is imported', async () => {
    const { manage } = cluster();
    const coupon = { usageLimit: 100, numberOfCoupons: 1, couponPattern: 'MOVED-IN', limits: ONCE_EACH };
    await succeeded(manage('POST', `${campaign}/coupons`, { body: coupon }));
    const codes = 'value,counter,profileintegrationid\nmoved-in,99,\nmoved-in,1,olga\n';
    const profiles = 'integrationid,closedsessions,totalsales,lastactivity\nolga,7,310.5,2026-01-02T03:04:05Z\n';
    const importAll = async () => [
      await upload(cluster(), `${shop.path}/import_coupon_openings`, codes),
      await upload(cluster(), `${shop.path}/import_profile_openings`, profiles),
    ];
    expect(await importAll()).toMatchObject([
      { amount: 2, changed: 2 },
      { amount: 1, changed: 1 },
    ]);
    const session = (profileId: string) => ({ profileId, couponCodes: ['MOVED-IN'], cartItems, state: 'closed' });
    expect(await told(shop, 'moved-olga', session('olga'))).toEqual(['rejectCoupon ProfileLimitReached']);
    expect(await told(shop, 'moved-paul', session('paul'))).toEqual(['acceptCoupon', 'setDiscount']);
    expect(await importAll()).toMatchObject([{ changed: 0 }, { changed: 0 }]);
    expect(await told(shop, 'moved-quin', session('quin'))).toEqual(['rejectCoupon CouponLimitReached']);
    await eventually(async () => {
      const { body: found } = await manage('GET', `${campaign}/coupons?value=MOVED-IN&exactMatch=true`);
      const { body: known } = await manage('GET', `${shop.path}/customers?integrationId=olga`);
      expect([found, known]).toMatchObject([
        { data: [{ usageCounter: 100 }] },
        { data: [{ closedSessions: 8, totalSales: 360.5 }] },
      ]);
      return true;
    }, 30_000);
  });

  it('are not needed for what limits counted before: that goes on too', async () => {
    const { manage } = cluster();
    const { body: before } = await succeeded(manage<Shape>('GET', campaign));
    const limits = [{ action: 'setDiscountEffect', limit: 5, entities: ['Profile'], period: 'yearly' }];
    const { headers } = await succeeded(manage('PUT', campaign, { body: { ...before, limits } }));
    await catalogKnown(shop.integrate, headers.get('x-tessera-catalog') ?? '0');
    const day = `${new Date().getUTCFullYear()}-06-30`;
    const csv = `campaignid,action,counter,period,date,profileintegrationid\n${shop.campaign},setDiscountEffect,4,yearly,${day},rita\n`;
    const load = () => upload(cluster(), `${shop.path}/import_limit_openings`, csv);
    expect(await load()).toMatchObject({ amount: 1, changed: 1 });
    const coupon = { usageLimit: 0, numberOfCoupons: 1, couponPattern: 'TWICE' };
    await succeeded(manage('POST', `${campaign}/coupons`, { body: coupon }));
    const session = { profileId: 'rita', couponCodes: ['TWICE'], cartItems, state: 'closed' };
    expect(await told(shop, 'rita-5', session)).toEqual(['acceptCoupon', 'setDiscount']);
    expect(await load()).toMatchObject({ amount: 1, changed: 0 });
    expect(await told(shop, 'rita-6', session)).toEqual(['rejectCoupon ProfileLimitReached']);
  });
});
