import { eventually } from '@tessera/testing';
import { decided, succeeded, type Shape } from '../http.fixture';
import { withCsv } from './csv.fixture';
import { type Check, type Checks, type Listed, newName, someId, someTime, type World } from './world.fixture';

const LIST = { sort: 'id', pageSize: 1000 };

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

/** @returns the body of what the SDK answered, once a read model has come as far as that it satisfies `expected` */
async function comes(read: () => Promise<unknown>, expected: object): Promise<void> {
  await eventually(async () => {
    expect(await read()).toMatchObject(expected);
    return true;
  });
}

const referralOf = (campaignId: number, advocate: string): Shape => ({
  campaignId,
  advocateProfileIntegrationId: advocate,
  usageLimit: 2,
});

async function newReferral(world: World): Promise<{ id: number; code: string; campaign: Campaign; advocate: string }> {
  const campaign = await runningCampaign(world, 'referral.valid');
  const advocate = newName();
  const made = await eventually(async () => {
    const body = referralOf(campaign.id, advocate);
    const answer = await world.shop.integrate<{ id: number; code: string }>('POST', '/v1/referrals', { body });
    return answer.status === 201 ? answer.body : undefined;
  });
  return { ...made, campaign, advocate };
}

const shownReferral = (campaignId: number, advocate: string) => ({
  ...{ id: someId, created: someTime, campaignId, advocateProfileIntegrationId: advocate },
  ...{ usageLimit: 2, usageCounter: 0, code: expect.any(String) as string },
});

const couponSearch = (operation: string, where: (world: World, campaign: Campaign) => readonly unknown[]): Check => {
  return async (call, world) => {
    const campaign = await runningCampaign(world);
    const value = await newCode(world, campaign);
    const filter = { ...LIST, value, exactMatch: true };
    const shown = { campaignId: campaign.id, value, usageLimit: 3, usageCounter: 0, created: someTime };
    await comes(() => call(operation, ...where(world, campaign), { attributes: {} }, filter), { data: [shown] });
  };
};

const referralList = (operation: string): Check => {
  return async (call, world) => {
    const { campaign, advocate, code } = await newReferral(world);
    const read = () => call(operation, world.shop.application, campaign.id, { ...LIST, code, advocate });
    await comes(read, { data: [{ ...shownReferral(campaign.id, advocate), code }] });
  };
};

/** Codes: made for many, reserved, imported and exported, and those of advocates. */
export const CODE_CHECKS: Checks = {
  createCouponReservation: async (call, world) => {
    const campaign = await runningCampaign(world);
    const value = await newCode(world, campaign);
    const shown = { campaignId: campaign.id, value, usageLimit: 3, reservation: true };
    expect(await call('createCouponReservation', value, { integrationIDs: [newName()] })).toMatchObject(shown);
  },
  getReservedCustomers: async (call, world) => {
    const value = await newCode(world, await runningCampaign(world));
    const holder = newName();
    await call('createCouponReservation', value, { integrationIDs: [holder] });
    await comes(() => call('getReservedCustomers', value), { data: [{ integrationId: holder }] });
  },
  deleteCouponReservation: async (call, world) => {
    const value = await newCode(world, await runningCampaign(world));
    const [stays, goes] = [newName(), newName()];
    await call('createCouponReservation', value, { integrationIDs: [stays, goes] });
    await call('deleteCouponReservation', value, { integrationIDs: [goes] });
    await eventually(async () => {
      const { data } = (await call('getReservedCustomers', value)) as Listed;
      expect(data.map(({ integrationId }) => integrationId)).toEqual([stays]);
      return true;
    });
  },
  getCustomerInventory: async (call, world) => {
    const { advocate, code } = await newReferral(world);
    const value = await newCode(world, await runningCampaign(world));
    await call('createCouponReservation', value, { integrationIDs: [advocate] });
    await comes(() => call('getCustomerInventory', advocate, { profile: true, referrals: true, coupons: true }), {
      ...{ profile: { integrationId: advocate }, coupons: [{ value }], referrals: [{ code }] },
    });
  },
  createReferral: async (call, world) => {
    const { campaign } = await newReferral(world);
    const advocate = newName();
    const made = await call('createReferral', referralOf(campaign.id, advocate));
    expect(made).toMatchObject({ ...shownReferral(campaign.id, advocate), usageLimit: expect.any(Number) as number });
  },
  createReferralsForMultipleAdvocates: async (call, world) => {
    const { campaign } = await newReferral(world);
    const advocates = [newName(), newName()];
    const body = { campaignId: campaign.id, advocateProfileIntegrationIds: advocates, usageLimit: 2 };
    const { data } = (await call('createReferralsForMultipleAdvocates', body, { silent: 'no' })) as Listed;
    expect(data).toMatchObject(advocates.map((advocate) => shownReferral(campaign.id, advocate)));
  },
  getReferrals: referralList('getReferrals'),
  getReferralsWithoutTotalCount: referralList('getReferralsWithoutTotalCount'),
  updateReferral: async (call, world) => {
    const { id, campaign, advocate, code } = await newReferral(world);
    const change = { usageLimit: 7 };
    const changed = await eventually(() => call('updateReferral', world.shop.application, campaign.id, id, change));
    expect(changed).toMatchObject({ ...shownReferral(campaign.id, advocate), id, code, usageLimit: 7 });
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
    await comes(read, { totalResultSize: 1, data: [shown] });
  },
  deleteReferral: async (call, world) => {
    const { id, campaign } = await newReferral(world);
    await eventually(async () => (await call('deleteReferral', world.shop.application, campaign.id, id)) ?? true);
    const read = async () => (await world.cluster.manage('GET', `${campaign.path}/referrals`)).body;
    await comes(read, { totalResultSize: 0, data: [] });
  },
  exportReferrals: async (call, world) => {
    const { campaign, code, advocate } = await newReferral(world);
    await eventually(async () => {
      const csv = String(await call('exportReferrals', world.shop.application, { campaignId: campaign.id }));
      expect(csv).toContain(code);
      expect(csv).toContain(advocate);
      return true;
    });
  },
  createCouponsForMultipleRecipients: async (call, world) => {
    const { id } = await runningCampaign(world);
    const recipientsIntegrationIds = [newName(), newName()];
    const body = { usageLimit: 1, recipientsIntegrationIds, couponPattern: 'OWN-##########' };
    const made = await call('createCouponsForMultipleRecipients', world.shop.application, id, body, {});
    const { data } = made as Listed;
    expect(data).toMatchObject(
      recipientsIntegrationIds.map((recipientIntegrationId) => ({
        campaignId: id,
        usageLimit: 1,
        recipientIntegrationId,
      })),
    );
  },
  createCouponsAsync: async (call, world) => {
    const campaign = await runningCampaign(world);
    const body = { usageLimit: 1, numberOfCoupons: 2, couponPattern: 'LATER-##########' };
    const { batchId } = (await call('createCouponsAsync', world.shop.application, campaign.id, body)) as Shape;
    const path = `${campaign.path}/coupons?batchId=${encodeURIComponent(String(batchId))}`;
    await comes(async () => (await world.cluster.manage('GET', path)).body, { totalResultSize: 2 });
  },
  getCouponsByAttributes: couponSearch('getCouponsByAttributes', ({ shop }, { id }) => [shop.application, id]),
  getCouponsByAttributesApplicationWide: couponSearch('getCouponsByAttributesApplicationWide', ({ shop }) => [
    shop.application,
  ]),
  exportCoupons: async (call, world) => {
    const campaign = await runningCampaign(world);
    const value = await newCode(world, campaign);
    await eventually(async () => {
      const csv = String(await call('exportCoupons', world.shop.application, { campaignId: campaign.id }));
      expect(csv.split('\n')[0]).toContain('value');
      expect(csv).toContain(value);
      return true;
    });
  },
  importCoupons: async (call, world) => {
    const { id } = await runningCampaign(world);
    const lines = `value,limitval\n${newName()},5\n${newName()},1\n`;
    const made = await withCsv(lines, (file) => call('importCoupons', world.shop.application, id, file));
    expect(made).toMatchObject({ id: someId, created: someTime, userId: someId, entity: 'Coupon', amount: 2 });
  },
  importReferrals: async (call, world) => {
    const { id } = await runningCampaign(world);
    const lines = `code,advocateprofileintegrationid\n${newName()},${newName()}\n`;
    const made = await withCsv(lines, (file) => call('importReferrals', world.shop.application, id, file));
    expect(made).toMatchObject({ id: someId, created: someTime, userId: someId, entity: 'Referral', amount: 1 });
  },
};
