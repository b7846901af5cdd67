import { succeeded, type Shape } from '../http.fixture';
import { TENTH_OFF } from '../shop.fixture';
import { type Checks, entryOf, newName, someId, someTime, type World } from './world.fixture';

const LIMITS = [{ action: 'setDiscount', limit: 12.5, entities: ['Profile'] }];
const CAMPAIGN = { description: 'all', tags: ['a'], features: ['coupons'], limits: LIMITS, attributes: {} };
const LIST = { sort: 'id', pageSize: 1000 };
const RULESET = { rules: [TENTH_OFF], bindings: [], activate: true };
const COUPON = { usageLimit: 3, attributes: {} };

async function post<T = { id: number }>({ cluster }: World, path: string, body: unknown): Promise<T> {
  return (await succeeded(cluster.manage<T>('POST', path, { body }))).body;
}

async function newCampaign(world: World, name: string): Promise<number> {
  const body = { ...CAMPAIGN, name, state: 'disabled' };
  return (await post(world, `${world.shop.path}/campaigns`, body)).id;
}

const campaignPath = ({ shop }: World, id: number): string => `${shop.path}/campaigns/${id}`;

const SHARE_PARAMETER = { name: 'share', type: 'percent', description: 'How much of it.' };
const SHARED = { ...TENTH_OFF, effects: [['setDiscount', { name: 'part', value: 'percent(session.total, share)' }]] };

/** From a campaign, with a rule that has a parameter in place of its own. */
async function newTemplate(world: World): Promise<{ id: number; name: string }> {
  const { application } = world.shop;
  const name = newName();
  const template = await post(world, '/v1/campaign_templates', {
    ...{ name, state: 'enabled', instructions: 'Say how much.', rules: [SHARED], templateParams: [SHARE_PARAMETER] },
    fromCampaign: { applicationId: application, campaignId: await newCampaign(world, newName()) },
  });
  return { id: template.id, name };
}

async function newRuleset(world: World, campaign: number): Promise<number> {
  return (await post(world, `${campaignPath(world, campaign)}/rulesets`, RULESET)).id;
}

/** @returns the coupon that is made */
async function newCoupon(world: World, campaign: number): Promise<{ id: number; value: string; batchId: string }> {
  const body = { ...COUPON, numberOfCoupons: 1, couponPattern: 'SDK-########' };
  const made = await post<{ data: { id: number; value: string; batchId: string }[] }>(
    world,
    `${campaignPath(world, campaign)}/coupons`,
    body,
  );
  const [coupon] = made.data;
  if (!coupon) throw new Error('no coupon was made');
  return coupon;
}

async function statusOf({ cluster }: World, path: string): Promise<number> {
  return (await cluster.manage('GET', path)).status;
}

const shownCampaign = (id: number, name: string, { shop }: World) => ({
  ...{ id, name, applicationId: shop.application, state: 'disabled', created: someTime, updated: someTime },
  ...{ description: 'all', tags: ['a'], features: ['coupons'], limits: LIMITS, attributes: {}, userId: someId },
  createdBy: 'Admin',
});

const shownCoupon = (campaignId: number, value: unknown) => ({
  ...{ id: someId, created: someTime, campaignId, value, usageLimit: 3, usageCounter: 0, attributes: {} },
});

/** Lists and searches of a campaign's coupons have the one that was made, and its code finds it alone. */
const couponList =
  (operation: string, find: (world: World, campaign: number, filter: object) => readonly unknown[]) =>
  async (call: Parameters<Checks[string]>[0], world: World): Promise<void> => {
    const campaign = await newCampaign(world, newName());
    const { value } = await newCoupon(world, campaign);
    const args = find(world, campaign, { ...LIST, value, exactMatch: true });
    expect(await call(operation, ...args)).toMatchObject({ data: [shownCoupon(campaign, value)] });
  };

const ofCampaign = (world: World, campaign: number, filter: object) => [world.shop.application, campaign, filter];
const searchOfCampaign = (world: World, campaign: number, filter: object) => [
  world.shop.application,
  campaign,
  {},
  filter,
];
const searchOfApplication = (world: World, _campaign: number, filter: object) => [world.shop.application, {}, filter];

/** Campaigns, their rules and coupons. */
export const CAMPAIGN_CHECKS: Checks = {
  getApplications: async (call, { shop }) => {
    const { data } = (await call('getApplications', { ...LIST, sort: '-id' })) as { data: Shape[] };
    const shown = { id: shop.application, currency: 'USD', timezone: 'UTC', caseSensitivity: 'insensitive-uppercase' };
    expect(data.find(({ id }) => id === shop.application)).toMatchObject({ ...shown, attributes: {}, limits: [] });
  },
  getApplication: async (call, { shop }) => {
    const shown = { id: shop.application, currency: 'USD', timezone: 'UTC', accountId: 1, created: someTime };
    expect(await call('getApplication', shop.application)).toMatchObject(shown);
  },
  getApplicationApiHealth: async (call, { shop }) => {
    expect(await call('getApplicationApiHealth', shop.application)).toEqual({ summary: 'OK', lastUsed: someTime });
  },
  createCampaign: async (call, world) => {
    const name = newName();
    const created = await call('createCampaign', world.shop.application, { ...CAMPAIGN, name, state: 'disabled' });
    expect(created).toMatchObject(shownCampaign(expect.any(Number) as number, name, world));
  },
  getCampaign: async (call, world) => {
    const name = newName();
    const id = await newCampaign(world, name);
    expect(await call('getCampaign', world.shop.application, id)).toMatchObject(shownCampaign(id, name, world));
  },
  getCampaigns: async (call, world) => {
    const name = newName();
    const id = await newCampaign(world, name);
    const filter = { ...LIST, name, campaignState: 'disabled', tags: 'a', createdAfter: world.began };
    expect(await call('getCampaigns', world.shop.application, filter)).toMatchObject({
      totalResultSize: 1,
      data: [shownCampaign(id, name, world)],
    });
  },
  getCampaignByAttributes: async (call, world) => {
    const name = newName();
    const id = await newCampaign(world, name);
    const found = await call('getCampaignByAttributes', world.shop.application, { attributes: {} }, LIST);
    expect(entryOf(found, id)).toMatchObject(shownCampaign(id, name, world));
  },
  updateCampaign: async (call, world) => {
    const id = await newCampaign(world, newName());
    const body = { ...CAMPAIGN, name: 'Autumn', description: 'less', tags: [], limits: [] };
    const changed = await call('updateCampaign', world.shop.application, id, body);
    expect(changed).toMatchObject({ id, name: 'Autumn', description: 'less', tags: [], limits: [], state: 'disabled' });
  },
  deleteCampaign: async (call, world) => {
    const id = await newCampaign(world, newName());
    await call('deleteCampaign', world.shop.application, id);
    expect(await statusOf(world, campaignPath(world, id))).toBe(404);
  },
  copyCampaignToApplications: async (call, world) => {
    const name = newName();
    const id = await newCampaign(world, name);
    await newRuleset(world, id);
    const target = await post(world, '/v1/applications', { name: newName(), currency: 'USD', timezone: 'UTC' });
    const body = { applicationIds: [target.id], name: 'Copied' };
    const { data } = (await call('copyCampaignToApplications', world.shop.application, id, body)) as { data: Shape[] };
    const { tags, features, limits, description } = CAMPAIGN;
    const copy = { applicationId: target.id, name: 'Copied', state: 'disabled', tags, features, limits, description };
    expect(data).toEqual([expect.objectContaining({ ...copy, activeRulesetId: someId })]);
  },
  getCampaignTemplates: async (call, world) => {
    const { id, name } = await newTemplate(world);
    const found = await call('getCampaignTemplates', { ...LIST, name: name.toUpperCase(), state: 'enabled' });
    const { tags, features, limits, description } = CAMPAIGN;
    expect((found as { data: Shape[] }).data).toEqual([
      expect.objectContaining({
        ...{ id, name, state: 'enabled', created: someTime, updated: someTime, accountId: 1, userId: someId },
        ...{ tags, features, limits, description, applicationsIds: [world.shop.application], updatedBy: 'Admin' },
        ...{ templateParams: [SHARE_PARAMETER], campaignAttributes: {}, instructions: 'Say how much.' },
      }),
    ]);
  },
  createCampaignFromTemplate: async (call, world) => {
    const { id } = await newTemplate(world);
    const value = { name: 'share', type: 'templateParameter', expression: [12.5] };
    const body = { name: newName(), templateId: id, templateParamValues: [value] };
    expect(await call('createCampaignFromTemplate', world.shop.application, body)).toMatchObject({
      campaign: { ...shownCampaign(expect.any(Number) as number, body.name, world), activeRulesetId: someId },
      ruleset: { id: someId, rules: [{ title: SHARED.title, effects: SHARED.effects }], bindings: [{ name: 'share' }] },
    });
    const nothing = { ...body, templateParamValues: [] };
    const refused = call('createCampaignFromTemplate', world.shop.application, nothing);
    await expect(refused).rejects.toThrow('template.parameter_missing');
  },
  getCampaignAnalytics: async (call, { shop }) => {
    const day = 86_400_000;
    const range = [new Date(Date.now() - day), new Date(Date.now() + day)];
    const options = { granularity: '1 year' };
    const answer = await call('getCampaignAnalytics', shop.application, shop.campaign, ...range, options);
    const [last] = (answer as { data: Shape[] }).data.slice(-1);
    expect(last).toMatchObject({ date: someTime, totalCampaignDiscountCosts: expect.any(Number) as number });
    expect(Number(last?.['totalCouponRedemptions'])).toBeGreaterThan(0);
  },
  createRuleset: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    expect(await call('createRuleset', world.shop.application, campaign, RULESET)).toMatchObject({
      ...{ id: someId, campaignId: campaign, rules: [TENTH_OFF], bindings: [], activate: true, rbVersion: 'cel' },
    });
  },
  getRuleset: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const id = await newRuleset(world, campaign);
    const shown = { id, campaignId: campaign, userId: someId, rules: [TENTH_OFF], bindings: [] };
    expect(await call('getRuleset', world.shop.application, campaign, id)).toMatchObject(shown);
  },
  getRulesets: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const id = await newRuleset(world, campaign);
    expect(await call('getRulesets', world.shop.application, campaign, LIST)).toMatchObject({
      totalResultSize: 1,
      data: [{ id, rules: [TENTH_OFF] }],
    });
  },
  updateRuleset: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const id = await newRuleset(world, campaign);
    const rules = [{ ...TENTH_OFF, condition: ['cel', 'session.total > 1.0'] }];
    const changed = await call('updateRuleset', world.shop.application, campaign, id, { ...RULESET, rules });
    expect(changed).toMatchObject({ id, rules });
  },
  deleteRuleset: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const id = await newRuleset(world, campaign);
    await call('deleteRuleset', world.shop.application, campaign, id);
    expect(await statusOf(world, `${campaignPath(world, campaign)}/rulesets/${id}`)).toBe(404);
  },
  createCoupons: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const body = { ...COUPON, numberOfCoupons: 2, couponPattern: 'SDK-########' };
    const code: unknown = expect.stringMatching(/^SDK-/);
    expect(await call('createCoupons', world.shop.application, campaign, body, {})).toMatchObject({
      data: [shownCoupon(campaign, code), shownCoupon(campaign, code)],
    });
  },
  updateCoupon: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const { id, value } = await newCoupon(world, campaign);
    const body = { usageLimit: 7, expiryDate: '2099-01-01T00:00:00.000Z' };
    const changed = await call('updateCoupon', world.shop.application, campaign, id, body);
    expect(changed).toMatchObject({ id, value, usageLimit: 7, expiryDate: '2099-01-01T00:00:00.000Z' });
  },
  updateCouponBatch: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const { id, batchId } = await newCoupon(world, campaign);
    await call('updateCouponBatch', world.shop.application, campaign, { usageLimit: 9, batchID: batchId });
    const { body } = await world.cluster.manage(
      'GET',
      `${campaignPath(world, campaign)}/coupons?batchId=${encodeURIComponent(batchId)}`,
    );
    expect(body).toMatchObject({ data: [{ id, usageLimit: 9 }] });
  },
  deleteCoupon: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const { id } = await newCoupon(world, campaign);
    await call('deleteCoupon', world.shop.application, campaign, id);
    const { body } = await world.cluster.manage('GET', `${campaignPath(world, campaign)}/coupons`);
    expect(body).toMatchObject({ totalResultSize: 0 });
  },
  deleteCoupons: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const { value } = await newCoupon(world, campaign);
    await newCoupon(world, campaign);
    await call('deleteCoupons', world.shop.application, campaign, { value, exactMatch: true });
    const { body } = await world.cluster.manage('GET', `${campaignPath(world, campaign)}/coupons`);
    expect(body).toMatchObject({ totalResultSize: 1 });
  },
  getCoupons: couponList('getCoupons', ofCampaign),
  getCouponsWithoutTotalCount: couponList('getCouponsWithoutTotalCount', ofCampaign),
  searchCouponsAdvanced: couponList('searchCouponsAdvanced', searchOfCampaign),
  searchCouponsAdvancedWithoutTotalCount: couponList('searchCouponsAdvancedWithoutTotalCount', searchOfCampaign),
  searchCouponsAdvancedApplicationWide: couponList('searchCouponsAdvancedApplicationWide', searchOfApplication),
  searchCouponsAdvancedApplicationWideWithoutTotalCount: couponList(
    'searchCouponsAdvancedApplicationWideWithoutTotalCount',
    searchOfApplication,
  ),
};
