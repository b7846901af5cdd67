import { eventually } from '@tessera/testing';
import { decided, succeeded, type Shape } from '../http.fixture';
import { rowsOf, someDigits, withCsv } from './csv.fixture';
import { couponOf, profileOf, referralOf } from './shapes.fixture';
import {
  type Check,
  type Checks,
  comesTo,
  LIST,
  newName,
  sinceFive,
  someId,
  someText,
  someTime,
  type Version,
  type World,
} from './world.fixture';

interface Campaign {
  readonly id: number;
  readonly path: string;
}

/** A campaign that runs, so that its codes can be reserved and referred with. */
async function runningCampaign({ cluster, shop }: World, condition = 'false'): Promise<Campaign> {
  const { manage } = cluster;
  const campaign = { name: newName(), state: 'disabled', tags: [], features: ['coupons', 'referrals'], limits: [] };
  const created = await succeeded(manage<{ id: number }>('POST', `${shop.path}/campaigns`, { body: campaign }));
  const { id } = created.body;
  const path = `${shop.path}/campaigns/${id}`;
  const rules = [{ title: 'rule', condition: ['cel', condition], effects: [] }];
  await succeeded(manage('POST', `${path}/rulesets`, { body: { rules, bindings: [], activate: true } }));
  await succeeded(manage('PUT', path, { body: { ...campaign, state: 'enabled' } }));
  return { id, path };
}

async function newCode({ cluster }: World, { path }: Campaign, more: Shape = {}): Promise<string> {
  const body = { usageLimit: 3, numberOfCoupons: 1, couponPattern: 'CODE-##########', ...more };
  const made = await succeeded(cluster.manage<{ data: { value: string }[] }>('POST', `${path}/coupons`, { body }));
  return made.body.data[0]?.value ?? '';
}

const newReferralOf = (campaignId: number, advocate: string): Shape => ({
  campaignId,
  advocateProfileIntegrationId: advocate,
  usageLimit: 2,
});

async function newReferral(world: World): Promise<{ id: number; code: string; campaign: Campaign; advocate: string }> {
  const campaign = await runningCampaign(world, 'referral.valid');
  const advocate = newName();
  const made = await eventually(async () => {
    const body = newReferralOf(campaign.id, advocate);
    const answer = await world.shop.integrate<{ id: number; code: string }>('POST', '/v1/referrals', { body });
    return answer.status === 201 ? answer.body : undefined;
  });
  return { ...made, campaign, advocate };
}

const shownReferral = (version: Version, campaignId: number, advocate: string, own: Shape = {}) =>
  referralOf(version, {
    ...{ campaignId, advocateProfileIntegrationId: advocate, usageLimit: 2, code: someText },
    ...own,
  });

/** A coupon that `newCode` made. */
const shownCoupon = (version: Version, { id }: Campaign, value: string, own: Shape = {}) =>
  couponOf(version, { campaignId: id, value, usageLimit: 3, ...own });

const couponSearch = (operation: string, where: (world: World, campaign: Campaign) => readonly unknown[]): Check => {
  return async (call, world, version) => {
    const campaign = await runningCampaign(world);
    const value = await newCode(world, campaign);
    const filter = { ...LIST, value, exactMatch: true };
    const expected = { totalResultSize: 1, data: [shownCoupon(version, campaign, value)] };
    await comesTo(() => call(operation, ...where(world, campaign), { attributes: {} }, filter), expected);
  };
};

const referralList = (operation: string, counted: Shape): Check => {
  return async (call, world, version) => {
    const { id, campaign, advocate, code } = await newReferral(world);
    const read = () => call(operation, world.shop.application, campaign.id, { ...LIST, code, advocate });
    await comesTo(read, { ...counted, data: [shownReferral(version, campaign.id, advocate, { id, code })] });
  };
};

const IMPORT = { id: someId, created: someTime, accountId: 1, userId: someId };

/** Codes: made for many, reserved, imported and exported, and those of advocates. */
export const CODE_CHECKS: Checks = {
  createCouponReservation: async (call, world, version) => {
    const campaign = await runningCampaign(world);
    const value = await newCode(world, campaign);
    const shown = shownCoupon(version, campaign, value, sinceFive(version, { reservationCounter: 1 }));
    expect(await call('createCouponReservation', value, { integrationIDs: [newName()] })).toEqual(shown);
  },
  getReservedCustomers: async (call, world, version) => {
    const value = await newCode(world, await runningCampaign(world));
    const integrationId = newName();
    await call('createCouponReservation', value, { integrationIDs: [integrationId] });
    const expected = { totalResultSize: 1, data: [profileOf(version, { integrationId })] };
    await comesTo(() => call('getReservedCustomers', value), expected);
  },
  deleteCouponReservation: async (call, world, version) => {
    const value = await newCode(world, await runningCampaign(world));
    const [stays, goes] = [newName(), newName()];
    await call('createCouponReservation', value, { integrationIDs: [stays, goes] });
    await call('deleteCouponReservation', value, { integrationIDs: [goes] });
    const expected = { totalResultSize: 1, data: [profileOf(version, { integrationId: stays })] };
    await comesTo(() => call('getReservedCustomers', value), expected);
  },
  getCustomerInventory: async (call, world, version) => {
    const { id, advocate, code, campaign: referring } = await newReferral(world);
    const campaign = await runningCampaign(world);
    const value = await newCode(world, campaign);
    await call('createCouponReservation', value, { integrationIDs: [advocate] });
    const reserved = { reservationCounter: 1, profileRedemptionCount: 0, state: 'active' };
    const referral = { id, code, ...sinceFive(version, { referredCustomers: [] }) };
    await comesTo(() => call('getCustomerInventory', advocate, { profile: true, referrals: true, coupons: true }), {
      profile: profileOf(version, { integrationId: advocate }),
      coupons: [shownCoupon(version, campaign, value, sinceFive(version, reserved))],
      referrals: [shownReferral(version, referring.id, advocate, referral)],
    });
  },
  createReferral: async (call, world, version) => {
    const { campaign } = await newReferral(world);
    const advocate = newName();
    const made = await call('createReferral', newReferralOf(campaign.id, advocate));
    expect(made).toEqual(shownReferral(version, campaign.id, advocate));
  },
  createReferralsForMultipleAdvocates: async (call, world, version) => {
    const { campaign } = await newReferral(world);
    const advocates = [newName(), newName()];
    const body = { campaignId: campaign.id, advocateProfileIntegrationIds: advocates, usageLimit: 2 };
    expect(await call('createReferralsForMultipleAdvocates', body, { silent: 'no' })).toEqual({
      totalResultSize: 2,
      data: advocates.map((advocate) => shownReferral(version, campaign.id, advocate)),
    });
  },
  getReferrals: referralList('getReferrals', { totalResultSize: 1 }),
  getReferralsWithoutTotalCount: referralList('getReferralsWithoutTotalCount', { hasMore: false }),
  updateReferral: async (call, world, version) => {
    const { id, campaign, advocate, code } = await newReferral(world);
    const change = { usageLimit: 7 };
    const changed = await eventually(() => call('updateReferral', world.shop.application, campaign.id, id, change));
    expect(changed).toEqual(shownReferral(version, campaign.id, advocate, { id, code, usageLimit: 7 }));
  },
  getApplicationCustomerFriends: async (call, world) => {
    const { advocate, code } = await newReferral(world);
    const [friend, session] = [newName(), newName()];
    await succeeded(decided(world.shop.integrate, 'PUT', `/v2/customer_profiles/${advocate}`, { attributes: {} }));
    const body = { customerSession: { profileId: friend, state: 'closed', referralCode: code } };
    await succeeded(decided(world.shop.integrate, 'PUT', `/v2/customer_sessions/${session}`, body));
    const shown = {
      ...{ applicationId: world.shop.application, sessionId: session, code, created: someTime },
      ...{ advocateIntegrationId: advocate, friendIntegrationId: friend },
    };
    const read = () => call('getApplicationCustomerFriends', world.shop.application, advocate, LIST);
    await comesTo(read, { totalResultSize: 1, hasMore: false, data: [shown] });
  },
  deleteReferral: async (call, world) => {
    const { id, campaign } = await newReferral(world);
    await eventually(async () => (await call('deleteReferral', world.shop.application, campaign.id, id)) ?? true);
    const read = () => call('getReferralsWithoutTotalCount', world.shop.application, campaign.id, LIST);
    await comesTo(read, { hasMore: false, data: [] });
  },
  exportReferrals: async (call, world) => {
    const { id, campaign, code, advocate } = await newReferral(world);
    const filter = { campaignId: campaign.id, dateFormat: 'ISO8601' };
    await comesTo(
      async () => rowsOf(await call('exportReferrals', world.shop.application, filter)),
      [
        {
          ...{ id: String(id), code, advocateprofileintegrationid: advocate, friendprofileintegrationid: '' },
          ...{ startdate: '', expirydate: '', limitval: '2', counter: '0', attributes: {}, batchid: someText },
          ...{ applicationid: String(world.shop.application), campaignid: String(campaign.id), created: someTime },
        },
      ],
    );
  },
  createCouponsForMultipleRecipients: async (call, world, version) => {
    const { id } = await runningCampaign(world);
    const recipientsIntegrationIds = [newName(), newName()];
    const body = { usageLimit: 1, recipientsIntegrationIds, couponPattern: 'OWN-##########' };
    const own = { campaignId: id, value: expect.stringMatching(/^OWN-\w{10}$/) as unknown, usageLimit: 1 };
    expect(await call('createCouponsForMultipleRecipients', world.shop.application, id, body, {})).toEqual({
      totalResultSize: 2,
      data: recipientsIntegrationIds.map((one) => couponOf(version, { ...own, recipientIntegrationId: one })),
    });
  },
  createCouponsAsync: async (call, world, version) => {
    const campaign = await runningCampaign(world);
    const body = { usageLimit: 1, numberOfCoupons: 2, couponPattern: 'LATER-##########' };
    const made = (await call('createCouponsAsync', world.shop.application, campaign.id, body)) as Shape;
    expect(made).toEqual({ batchId: someText });
    const value: unknown = expect.stringMatching(/^LATER-\w{10}$/);
    const coupon = couponOf(version, { campaignId: campaign.id, value, usageLimit: 1, ...made });
    const filter = { ...LIST, batchId: made['batchId'] };
    const read = () => call('getCouponsWithoutTotalCount', world.shop.application, campaign.id, filter);
    await comesTo(read, { hasMore: false, data: [coupon, coupon] });
  },
  getCouponsByAttributes: couponSearch('getCouponsByAttributes', ({ shop }, { id }) => [shop.application, id]),
  getCouponsByAttributesApplicationWide: couponSearch('getCouponsByAttributesApplicationWide', ({ shop }) => [
    shop.application,
  ]),
  exportCoupons: async (call, world) => {
    const campaign = await runningCampaign(world);
    const value = await newCode(world, campaign);
    const filter = { campaignId: campaign.id, dateFormat: 'ISO8601' };
    await comesTo(
      async () => rowsOf(await call('exportCoupons', world.shop.application, filter)),
      [
        {
          ...{ value, expirydate: '', startdate: '', recipientintegrationid: '', limitval: '3', discountlimit: '' },
          ...{ attributes: {}, accountid: '1', applicationid: String(world.shop.application), batchid: someText },
          ...{ campaignid: String(campaign.id), counter: '0', created: someTime, deleted: 'false', id: someDigits },
          ...{ discount_counter: '0', discount_limitval: '', importid: '', is_reservation_mandatory: 'false' },
          ...{ limits: [], referralid: '', reservation: 'true' },
        },
      ],
    );
  },
  importCoupons: async (call, world) => {
    const { id } = await runningCampaign(world);
    const lines = `value,limitval\n${newName()},5\n${newName()},1\n`;
    const made = await withCsv(lines, (file) => call('importCoupons', world.shop.application, id, file));
    expect(made).toEqual({ ...IMPORT, entity: 'Coupon', amount: 2 });
  },
  importReferrals: async (call, world) => {
    const { id } = await runningCampaign(world);
    const lines = `code,advocateprofileintegrationid\n${newName()},${newName()}\n`;
    const made = await withCsv(lines, (file) => call('importReferrals', world.shop.application, id, file));
    expect(made).toEqual({ ...IMPORT, entity: 'Referral', amount: 1 });
  },
};
