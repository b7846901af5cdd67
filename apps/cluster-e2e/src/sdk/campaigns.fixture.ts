import { decided, succeeded, type Shape } from '../http.fixture';
import { newShop, TENTH_OFF } from '../shop.fixture';
import { newProgram, shownProgram } from './loyalty.fixture';
import { couponOf } from './shapes.fixture';
import {
  type Caller,
  CART,
  type Check,
  type Checks,
  comesTo,
  entryOf,
  type Listed,
  LIST,
  newName,
  sinceFive,
  someId,
  someText,
  someTime,
  type Version,
  type World,
} from './world.fixture';

const LIMITS = [{ action: 'setDiscount', limit: 12.5, entities: ['Profile'] }];
const CAMPAIGN = { description: 'all', tags: ['a'], features: ['coupons'], limits: LIMITS, attributes: {} };
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

/** Without its counters. */
const shownCampaign = (id: unknown, name: string, { shop }: World) => ({
  ...{ id, name, applicationId: shop.application, state: 'disabled', created: someTime, updated: someTime },
  ...{ description: 'all', tags: ['a'], features: ['coupons'], limits: LIMITS, attributes: {}, campaignGroups: [] },
  ...{ userId: 1, createdBy: 'Admin', updatedBy: 'Admin' },
});

const zero = (names: readonly string[]): Shape => Object.fromEntries(names.map((name) => [name, 0]));

const noneCounted = (version: Version): Shape => ({
  ...zero(['couponRedemptionCount', 'couponCreationCount', 'referralRedemptionCount', 'referralCreationCount']),
  ...zero(['discountCount', 'discountEffectCount', 'createdLoyaltyPointsCount', 'createdLoyaltyPointsEffectCount']),
  ...zero(['redeemedLoyaltyPointsCount', 'redeemedLoyaltyPointsEffectCount']),
  ...sinceFive(version, {
    ...zero(['customEffectCount', 'addFreeItemEffectCount', 'awardedGiveawaysCount', 'callApiEffectCount']),
    ...zero(['reservecouponEffectCount']),
  }),
});

/** A campaign's counters are not there while their read model does not answer. */
export const withoutCounters = (campaign: object): Shape =>
  Object.fromEntries(Object.entries(campaign).filter(([name, value]) => !(name.endsWith('Count') && value === 0)));

/** Counters too are compared of what can be read again. */
const readCampaign = (id: unknown, name: string, world: World, version: Version): Shape => ({
  ...shownCampaign(id, name, world),
  ...noneCounted(version),
});

const shownRule = (rule: Shape, version: Version): Shape => ({
  ...rule,
  ...{ description: '', bindings: [] },
  ...sinceFive(version, { id: someText }),
});

const shownRuleset = (id: unknown, campaignId: unknown, version: Version, rules: readonly Shape[] = [TENTH_OFF]) => ({
  ...{ id, created: someTime, campaignId, userId: 1, bindings: [] as unknown, rbVersion: 'cel' },
  ...{ rules: rules.map((rule) => shownRule(rule, version)), activate: true, activatedAt: someTime },
});

const shownCoupon = (campaignId: number, value: unknown, version: Version): Shape =>
  couponOf(version, { campaignId, value, usageLimit: 3 });

/** What version 4 and version 5 list of a campaign's coupons. */
const couponsOf = ({ shop }: World, campaign: number, call: Caller) =>
  call('getCouponsWithoutTotalCount', shop.application, campaign, LIST);

/** Lists and searches of a campaign's coupons have the one that was made, and its code finds it alone. */
const couponList =
  (operation: string, find: (world: World, campaign: number, filter: object) => readonly unknown[]): Check =>
  async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const { value } = await newCoupon(world, campaign);
    await newCoupon(world, campaign);
    const args = find(world, campaign, { ...LIST, value, exactMatch: true });
    const size = operation.endsWith('WithoutTotalCount') ? { hasMore: false } : { totalResultSize: 1 };
    expect(await call(operation, ...args)).toEqual({ ...size, data: [shownCoupon(campaign, value, version)] });
  };

const ofCampaign = (world: World, campaign: number, filter: object) => [world.shop.application, campaign, filter];
const searchOfCampaign = (world: World, campaign: number, filter: object) => [
  world.shop.application,
  campaign,
  {},
  filter,
];
const searchOfApplication = (world: World, _campaign: number, filter: object) => [world.shop.application, {}, filter];

/** With a loyalty program that it shares with nobody. */
async function newApplication(world: World) {
  const name = newName();
  const { id } = await post(world, '/v1/applications', { name, currency: 'EUR', timezone: 'Europe/Berlin' });
  return { id, name, program: await newProgram(world, id) };
}

const shownApplication = (
  { id, name, program }: Awaited<ReturnType<typeof newApplication>>,
  version: Version,
): Shape => ({
  ...{ id, created: someTime, modified: someTime, accountId: 1, name, description: '', attributes: {}, limits: [] },
  ...{ timezone: 'Europe/Berlin', currency: 'EUR', caseSensitivity: 'insensitive-uppercase' },
  loyaltyPrograms: [shownProgram(program, id, version)],
  ...sinceFive(version, { enablePartialDiscounts: false, defaultEvaluationGroupId: id }),
});

const MEASURES = [
  ...['campaignRevenue', 'campaignRefund', 'campaignDiscountCosts', 'campaignRefundedDiscounts', 'campaignFreeItems'],
  ...['couponRedemptions', 'couponRolledbackRedemptions', 'referralRedemptions', 'couponsCreated', 'referralsCreated'],
  ...['addedLoyaltyPoints', 'deductedLoyaltyPoints'],
];

/** What a campaign gave in one span and, as there was nothing before, since it began. */
const given = (measures: Readonly<Record<string, number>>): Shape =>
  Object.fromEntries(
    MEASURES.flatMap((name) => {
      const total = `total${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [name, total].map((field) => [field, measures[name] ?? 0]);
    }),
  );

const yearOf = (now: Date): string => `${now.getUTCFullYear()}-01-01T00:00:00.000Z`;

/** Campaigns, their rules and coupons. */
export const CAMPAIGN_CHECKS: Checks = {
  getApplications: async (call, world, version) => {
    const made = await newApplication(world);
    const list = await call('getApplications', { ...LIST, sort: '-id' });
    expect(entryOf(list, made.id)).toEqual(shownApplication(made, version));
  },
  getApplication: async (call, world, version) => {
    const made = await newApplication(world);
    expect(await call('getApplication', made.id)).toEqual(shownApplication(made, version));
  },
  getApplicationApiHealth: async (call, { shop }) => {
    expect(await call('getApplicationApiHealth', shop.application)).toEqual({ summary: 'OK', lastUsed: someTime });
  },
  createCampaign: async (call, world) => {
    const name = newName();
    const created = await call('createCampaign', world.shop.application, { ...CAMPAIGN, name, state: 'disabled' });
    expect(withoutCounters(created as Shape)).toEqual(shownCampaign(someId, name, world));
  },
  getCampaign: async (call, world, version) => {
    const name = newName();
    const id = await newCampaign(world, name);
    const shown = readCampaign(id, name, world, version);
    await comesTo(() => call('getCampaign', world.shop.application, id), shown);
  },
  getCampaigns: async (call, world, version) => {
    const name = newName();
    const id = await newCampaign(world, name);
    const filter = { ...LIST, name, campaignState: 'disabled', tags: 'a', createdAfter: world.began };
    await comesTo(() => call('getCampaigns', world.shop.application, filter), {
      totalResultSize: 1,
      data: [readCampaign(id, name, world, version)],
    });
  },
  getCampaignByAttributes: async (call, world, version) => {
    const name = newName();
    const id = await newCampaign(world, name);
    const found = () => call('getCampaignByAttributes', world.shop.application, { attributes: {} }, LIST);
    await comesTo(async () => entryOf(await found(), id), readCampaign(id, name, world, version));
  },
  updateCampaign: async (call, world) => {
    const id = await newCampaign(world, newName());
    const change = { name: 'Autumn', description: 'less', tags: [], limits: [] };
    const changed = await call('updateCampaign', world.shop.application, id, { ...CAMPAIGN, ...change });
    expect(withoutCounters(changed as Shape)).toEqual({ ...shownCampaign(id, 'Autumn', world), ...change });
  },
  deleteCampaign: async (call, world) => {
    const id = await newCampaign(world, newName());
    await call('deleteCampaign', world.shop.application, id);
    expect(await statusOf(world, campaignPath(world, id))).toBe(404);
  },
  copyCampaignToApplications: async (call, world) => {
    const id = await newCampaign(world, newName());
    await newRuleset(world, id);
    const target = await newApplication(world);
    const body = { applicationIds: [target.id], name: 'Copied' };
    const copies = (await call('copyCampaignToApplications', world.shop.application, id, body)) as Listed;
    const copy = { ...shownCampaign(someId, 'Copied', world), applicationId: target.id, activeRulesetId: someId };
    expect({ ...copies, data: copies.data.map(withoutCounters) }).toEqual({ totalResultSize: 1, data: [copy] });
  },
  getCampaignTemplates: async (call, world) => {
    const { id, name } = await newTemplate(world);
    const found = await call('getCampaignTemplates', { ...LIST, name: name.toUpperCase(), state: 'enabled' });
    const { attributes: campaignAttributes, ...same } = CAMPAIGN;
    const own = [world.shop.application];
    const shown = {
      ...{ id, name, state: 'enabled', created: someTime, updated: someTime, accountId: 1, userId: 1 },
      ...{ ...same, campaignAttributes, couponAttributes: {}, applicationsIds: own, validApplicationIds: own },
      ...{ templateParams: [SHARE_PARAMETER], instructions: 'Say how much.', campaignCollections: [] },
      updatedBy: 'Admin',
    };
    expect(found).toEqual({ hasMore: false, data: [shown] });
  },
  createCampaignFromTemplate: async (call, world, version) => {
    const { id: templateId } = await newTemplate(world);
    const value = { name: 'share', type: 'templateParameter', expression: [12.5] };
    const body = { name: newName(), templateId, templateParamValues: [value] };
    const made = (await call('createCampaignFromTemplate', world.shop.application, body)) as { campaign: Shape };
    expect({ ...made, campaign: withoutCounters(made.campaign) }).toEqual({
      campaign: { ...shownCampaign(someId, body.name, world), activeRulesetId: someId, templateId },
      ruleset: {
        ...shownRuleset(made.campaign['activeRulesetId'], made.campaign['id'], version, [SHARED]),
        bindings: [{ name: 'share', expression: ['cel', 'decimal("12.5")'] }],
      },
      collections: [],
    });
    const nothing = { ...body, templateParamValues: [] };
    const refused = call('createCampaignFromTemplate', world.shop.application, nothing);
    await expect(refused).rejects.toThrow('template.parameter_missing');
  },
  /** Of one session of 20.00 with a code that gives 2.00 off. */
  getCampaignAnalytics: async (call, { cluster }) => {
    const shop = await newShop(cluster);
    const body = { customerSession: { state: 'closed', cartItems: CART, couponCodes: shop.codes } };
    await succeeded(decided(shop.integrate, 'PUT', `/v2/customer_sessions/${newName()}`, body));
    const now = new Date();
    const until = new Date(now.getTime() + 1_000);
    const measures = given({ campaignRevenue: 20, campaignDiscountCosts: 2, couponRedemptions: 1 });
    const read = () =>
      call('getCampaignAnalytics', shop.application, shop.campaign, now, until, { granularity: '1 year' });
    await comesTo(read, { totalResultSize: 1, data: [{ ...measures, date: yearOf(now) }] });
  },
  createRuleset: async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const made = await call('createRuleset', world.shop.application, campaign, RULESET);
    expect(made).toEqual(shownRuleset(someId, campaign, version));
  },
  getRuleset: async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const id = await newRuleset(world, campaign);
    const found = await call('getRuleset', world.shop.application, campaign, id);
    expect(found).toEqual(shownRuleset(id, campaign, version));
  },
  getRulesets: async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const id = await newRuleset(world, campaign);
    expect(await call('getRulesets', world.shop.application, campaign, LIST)).toEqual({
      totalResultSize: 1,
      data: [shownRuleset(id, campaign, version)],
    });
  },
  updateRuleset: async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const id = await newRuleset(world, campaign);
    const rules = [{ ...TENTH_OFF, condition: ['cel', 'session.total > 1.0'] }];
    const changed = await call('updateRuleset', world.shop.application, campaign, id, { ...RULESET, rules });
    expect(changed).toEqual(shownRuleset(id, campaign, version, rules));
  },
  deleteRuleset: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const id = await newRuleset(world, campaign);
    await call('deleteRuleset', world.shop.application, campaign, id);
    expect(await statusOf(world, `${campaignPath(world, campaign)}/rulesets/${id}`)).toBe(404);
  },
  createCoupons: async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const body = { ...COUPON, numberOfCoupons: 2, couponPattern: 'SDK-########' };
    const coupon = shownCoupon(campaign, expect.stringMatching(/^SDK-\w{8}$/), version);
    expect(await call('createCoupons', world.shop.application, campaign, body, {})).toEqual({
      totalResultSize: 2,
      data: [coupon, coupon],
    });
  },
  updateCoupon: async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const { id, value } = await newCoupon(world, campaign);
    const change = { usageLimit: 7, expiryDate: '2099-01-01T00:00:00.000Z' };
    const changed = await call('updateCoupon', world.shop.application, campaign, id, change);
    expect(changed).toEqual({ ...shownCoupon(campaign, value, version), id, ...change });
  },
  updateCouponBatch: async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const { id, value, batchId } = await newCoupon(world, campaign);
    const other = await newCoupon(world, campaign);
    await call('updateCouponBatch', world.shop.application, campaign, { usageLimit: 9, batchID: batchId });
    const data = [
      { ...shownCoupon(campaign, value, version), id, usageLimit: 9 },
      { ...shownCoupon(campaign, other.value, version), id: other.id },
    ];
    expect(await couponsOf(world, campaign, call)).toEqual({ hasMore: false, data });
  },
  deleteCoupon: async (call, world) => {
    const campaign = await newCampaign(world, newName());
    const { id } = await newCoupon(world, campaign);
    await call('deleteCoupon', world.shop.application, campaign, id);
    expect(await couponsOf(world, campaign, call)).toEqual({ hasMore: false, data: [] });
  },
  deleteCoupons: async (call, world, version) => {
    const campaign = await newCampaign(world, newName());
    const { value } = await newCoupon(world, campaign);
    const { value: stays } = await newCoupon(world, campaign);
    await call('deleteCoupons', world.shop.application, campaign, { value, exactMatch: true });
    const data = [shownCoupon(campaign, stays, version)];
    expect(await couponsOf(world, campaign, call)).toEqual({ hasMore: false, data });
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
