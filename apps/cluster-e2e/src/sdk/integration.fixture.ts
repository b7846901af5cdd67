import type { Shop } from '../shop.fixture';
import {
  acceptedCoupon,
  calledWebhook,
  cartOf,
  couponEffect,
  discounted,
  eventOf,
  legacyEventOf,
  legacySessionOf,
  NOTHING_CREATED,
  profileOf,
  sessionOf,
  sessionReturnOf,
  shopCouponOf,
  unmodelled,
} from './shapes.fixture';
import {
  CART,
  type Checks,
  comesTo,
  managementCaller,
  newName,
  sinceFive,
  someId,
  someText,
  someTime,
  type World,
} from './world.fixture';

const session = { profileId: '', cartItems: CART };

const CONTENT_OF_FOUR = [
  ...['customerSession', 'customerProfile', 'coupons', 'triggeredCampaigns', 'referral', 'loyalty', 'event'],
  'ruleFailureReasons',
];

/** All that the version knows to ask for. */
const CONTENT = { 4: CONTENT_OF_FOUR, 5: [...CONTENT_OF_FOUR, 'awardedGiveaways', 'previousReturns'] };

/** A closed session of a new customer with one of the shop's codes. */
const closedSession = (shop: Shop) => ({
  ...{ ...session, profileId: newName(), state: 'closed', couponCodes: [shop.codes[1]] },
});

const legacyProfile = (integrationId: string, own: object = {}) => profileOf(4, { integrationId, ...own });

/** The shop's campaign, as an answer names it. */
const triggeredCampaign = ({ shop }: World) => ({
  ...{ id: shop.campaign, created: someTime, updated: someTime, applicationId: shop.application, userId: someId },
  ...{ name: someText, description: '', attributes: {}, state: 'enabled', activeRulesetId: someId, tags: [] },
  ...{ features: ['coupons'], limits: [], campaignGroups: [] },
});

/** `[campaignId, rulesetId, ruleIndex, [effectType, …arguments]]` */
const tuple = ({ campaign }: Shop, ruleIndex: number, ...effect: unknown[]) => [campaign, someId, ruleIndex, effect];

const calledTuple = ({ shop, webhook }: World) => tuple(shop, 1, 'triggerWebhook', webhook, 'CRM');

/** What a shop calls. */
export const INTEGRATION_CHECKS: Checks = {
  updateCustomerSessionV2: async (call, world, version) => {
    const { shop } = world;
    const [integrationId, profileId] = [newName(), newName()];
    const [code] = shop.codes.slice(1);
    const own = { profileId, couponCodes: [code], identifiers: ['till 1'] };
    const body = { customerSession: { ...session, ...own }, responseContent: CONTENT[version] };
    const effects = [acceptedCoupon(shop, code), discounted(shop, 2), calledWebhook(world)];
    const type = 'talon_session_created';
    expect(await call('updateCustomerSessionV2', integrationId, body, {})).toEqual({
      customerSession: sessionOf(shop, version, { integrationId, ...own }),
      customerProfile: profileOf(version, { integrationId: profileId }),
      coupons: [shopCouponOf(shop, version, { value: code, ...sinceFive(version, { profileRedemptionCount: 0 }) })],
      event: eventOf(shop, {
        type,
        sessionId: integrationId,
        profileId,
        effects: effects.map((one) => unmodelled(one, 'transient')),
      }),
      triggeredCampaigns: [triggeredCampaign(world)],
      // The account has the programs of other checks.
      loyalty: { programs: expect.any(Object) as unknown, ...sinceFive(version, { cards: [] }) },
      ...{ ruleFailureReasons: [], ...sinceFive(version, { awardedGiveaways: [], previousReturns: [] }) },
      ...{ effects, ...NOTHING_CREATED },
    });
    const dry = await call('updateCustomerSessionV2', newName(), { ...body, responseContent: [] }, { dry: true });
    expect(dry).toEqual({ effects, ...NOTHING_CREATED });
  },
  getCustomerSession: async (call, world, version) => {
    const { shop, sessions, customer } = world;
    const [integrationId] = sessions;
    const [code] = shop.codes;
    const own = { integrationId, profileId: customer, state: 'closed', couponCodes: [code] };
    expect(await call('getCustomerSession', integrationId)).toEqual({
      customerSession: sessionOf(shop, version, own),
      effects: [acceptedCoupon(shop, code), discounted(shop, 2), calledWebhook(world)],
    });
  },
  reopenCustomerSession: async (call, { shop }) => {
    const id = newName();
    await call('updateCustomerSessionV2', id, { customerSession: closedSession(shop) }, {});
    expect(await call('reopenCustomerSession', id)).toEqual({
      effects: [
        couponEffect(shop, 'rollbackCoupon', { value: shop.codes[1] }),
        couponEffect(shop, 'rollbackDiscount', { name: 'tenth', value: 2, scope: 'sessionTotal' }),
      ],
    });
  },
  returnCartItems: async (call, { shop }, version) => {
    const integrationId = newName();
    const closed = closedSession(shop);
    const { profileId, couponCodes } = closed;
    await call('updateCustomerSessionV2', integrationId, { customerSession: closed }, {});
    const body = {
      return: { returnedCartItems: [{ position: 0, quantity: 1 }] },
      responseContent: ['customerSession', 'customerProfile', 'previousReturns'],
    };
    const returned = { state: 'partially_returned', cartItems: cartOf(version, 1) };
    expect(await call('returnCartItems', integrationId, body, {})).toEqual({
      customerSession: sessionOf(shop, version, { integrationId, profileId, couponCodes, ...returned }),
      customerProfile: profileOf(version, { integrationId: profileId, closedSessions: 1, totalSales: 15 }),
      return: sessionReturnOf(shop, integrationId, profileId, [{ position: 0, quantity: 1 }]),
      previousReturns: [],
      effects: [
        couponEffect(shop, 'rollbackDiscount', {
          ...{
            name: 'tenth',
            value: 0.5,
            scope: 'sessionTotal',
            cartItemPosition: 0,
            cartItemSubPosition: 3,
            units: 1,
          },
        }),
      ],
      ...NOTHING_CREATED,
    });
  },
  updateCustomerProfileV2: async (call, world, version) => {
    const id = newName();
    const attributes = { [world.attribute]: true };
    const body = { attributes, responseContent: ['customerProfile'] };
    expect(await call('updateCustomerProfileV2', id, body, { runRuleEngine: true })).toEqual({
      customerProfile: profileOf(version, { integrationId: id, attributes }),
      ...{ effects: [calledWebhook(world)], ...NOTHING_CREATED },
    });
  },
  updateCustomerProfilesV2: async (call, { attribute }, version) => {
    const customerProfiles = [newName(), newName()].map((integrationId) => ({
      ...{ integrationId, attributes: { [attribute]: false } },
    }));
    expect(await call('updateCustomerProfilesV2', { customerProfiles }, { silent: 'no' })).toEqual({
      integrationStates: customerProfiles.map((profile) => ({
        customerProfile: profileOf(version, profile),
        ...(version === 4 && { effects: [], ...NOTHING_CREATED }),
      })),
    });
  },
  trackEventV2: async (call, world, version) => {
    const { shop, eventType: type } = world;
    const profileId = newName();
    const body = { type, profileId, attributes: {}, responseContent: ['event', 'customerProfile'] };
    const effect = calledWebhook(world);
    expect(await call('trackEventV2', body, { silent: 'no' })).toEqual({
      event: eventOf(shop, { type, profileId, effects: [unmodelled(effect, 'durable')] }),
      customerProfile: profileOf(version, { integrationId: profileId }),
      ...{ effects: [effect], ...NOTHING_CREATED },
    });
  },
  deleteCustomerData: async (call, world, version) => {
    const integrationId = newName();
    await call('updateCustomerProfileV2', integrationId, { attributes: { [world.attribute]: true } }, {});
    await call('deleteCustomerData', integrationId);
    const manage = managementCaller(world, version);
    await comesTo(() => manage('getApplicationCustomers', world.shop.application, { integrationId }), {
      ...{ totalResultSize: 1, hasMore: false, data: [profileOf(version, { id: someId, integrationId })] },
    });
  },
  updateCustomerSession: async (call, world) => {
    const { shop } = world;
    const [integrationId, profileId] = [newName(), newName()];
    const coupon = shop.codes[1];
    const body = { profileId, coupon, state: 'open', cartItems: CART, total: 1 };
    expect(await call('updateCustomerSession', integrationId, body, {})).toEqual({
      session: legacySessionOf(shop, {
        ...{ integrationId, profileId, coupon, cartItems: cartOf(4), total: 20, discounts: { tenth: 2 } },
      }),
      profile: legacyProfile(profileId),
      coupon: shopCouponOf(shop, 4, { value: coupon }),
      event: legacyEventOf(shop, {
        ...{ type: 'talon_session_created', sessionId: integrationId, profileId },
        meta: { campaigns: {}, coupons: { [String(coupon)]: {} } },
        effects: [
          tuple(shop, 0, 'acceptCoupon', coupon),
          tuple(shop, 0, 'setDiscount', 'tenth', 2),
          calledTuple(world),
        ],
      }),
    });
  },
  updateCustomerProfile: async (call, world) => {
    const id = newName();
    const attributes = { [world.attribute]: true };
    expect(await call('updateCustomerProfile', id, { attributes }, {})).toEqual({
      profile: legacyProfile(id, { attributes }),
      event: legacyEventOf(world.shop, {
        ...{ type: 'talon_profile_created', profileId: id },
        effects: [calledTuple(world)],
      }),
    });
  },
  trackEvent: async (call, world) => {
    const { shop, eventType: type } = world;
    const [sessionId, profileId] = [newName(), newName()];
    expect(await call('trackEvent', { type, sessionId, profileId, attributes: {} }, {})).toEqual({
      session: legacySessionOf(shop, { integrationId: sessionId, profileId }),
      profile: legacyProfile(profileId),
      event: legacyEventOf(shop, {
        ...{ type, sessionId, profileId },
        effects: [calledTuple(world)],
      }),
    });
  },
};
