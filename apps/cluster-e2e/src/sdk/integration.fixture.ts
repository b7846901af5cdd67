import { eventually } from '@tessera/testing';
import { CART, type Checks, newName, someId, someTime } from './world.fixture';

const session = { profileId: '', cartItems: CART };
const TOTALS = { total: 20, cartItemTotal: 20, additionalCostTotal: 0, state: 'open' };

const profileOf = (integrationId: string, attributes: object) => ({
  ...{ integrationId, attributes, accountId: 1, closedSessions: 0, totalSales: 0, created: someTime },
  lastActivity: someTime,
});

/** What a shop calls. */
export const INTEGRATION_CHECKS: Checks = {
  updateCustomerSessionV2: async (call, { shop }) => {
    const [id, profileId] = [newName(), newName()];
    const [code] = shop.codes.slice(1);
    const customerSession = { ...session, profileId, couponCodes: [code], identifiers: ['till 1'] };
    const body = { customerSession, responseContent: ['customerSession', 'customerProfile', 'coupons'] };
    expect(await call('updateCustomerSessionV2', id, body, {})).toMatchObject({
      customerSession: {
        ...{ ...TOTALS, integrationId: id, profileId, applicationId: shop.application, firstSession: true },
        ...{
          couponCodes: [code],
          identifiers: ['till 1'],
          cartItems: [{ ...CART[0], position: 0 }],
          created: someTime,
        },
      },
      customerProfile: profileOf(profileId, {}),
      coupons: [{ value: code, campaignId: shop.campaign, usageLimit: 0, usageCounter: 0 }],
      effects: [
        { campaignId: shop.campaign, ruleIndex: 0, effectType: 'acceptCoupon', props: { value: code } },
        { campaignId: shop.campaign, effectType: 'setDiscount', props: { name: 'tenth', value: 2 } },
        { effectType: 'triggerWebhook' },
      ],
      ...{ createdCoupons: [], createdReferrals: [] },
    });
    const dry = await call('updateCustomerSessionV2', newName(), { ...body, responseContent: [] }, { dry: true });
    expect(dry).toMatchObject({ effects: [{ effectType: 'acceptCoupon' }, {}, {}] });
  },
  getCustomerSession: async (call, { sessions, customer, shop }) => {
    expect(await call('getCustomerSession', sessions[0])).toMatchObject({
      customerSession: { ...TOTALS, integrationId: sessions[0], profileId: customer, state: 'closed' },
      effects: [{ effectType: 'acceptCoupon', props: { value: shop.codes[0] } }, { effectType: 'setDiscount' }, {}],
    });
  },
  reopenCustomerSession: async (call, { shop }) => {
    const id = newName();
    const closed = { ...session, profileId: newName(), state: 'closed', couponCodes: [shop.codes[1]] };
    await call('updateCustomerSessionV2', id, { customerSession: closed }, {});
    expect(await call('reopenCustomerSession', id)).toMatchObject({
      effects: [
        { effectType: 'rollbackCoupon', props: { value: shop.codes[1] } },
        { effectType: 'rollbackDiscount', props: { name: 'tenth', value: 2 } },
      ],
    });
  },
  returnCartItems: async (call, { shop }) => {
    const id = newName();
    const closed = { ...session, profileId: newName(), state: 'closed', couponCodes: [shop.codes[1]] };
    await call('updateCustomerSessionV2', id, { customerSession: closed }, {});
    const body = {
      return: { returnedCartItems: [{ position: 0, quantity: 1 }] },
      responseContent: ['customerSession'],
    };
    expect(await call('returnCartItems', id, body, {})).toMatchObject({
      customerSession: { integrationId: id, state: 'partially_returned', cartItems: [{ returnedQuantity: 1 }] },
      effects: [{ effectType: 'rollbackDiscount', props: { name: 'tenth', value: 0.5, cartItemPosition: 0 } }],
    });
  },
  updateCustomerProfileV2: async (call, { attribute }) => {
    const id = newName();
    const body = { attributes: { [attribute]: true }, responseContent: ['customerProfile'] };
    const answer = await call('updateCustomerProfileV2', id, body, { runRuleEngine: true });
    expect(answer).toMatchObject({
      customerProfile: profileOf(id, { [attribute]: true }),
      ...{ effects: [{ effectType: 'triggerWebhook' }], createdCoupons: [], createdReferrals: [] },
    });
  },
  updateCustomerProfilesV2: async (call, { attribute }) => {
    const ids = [newName(), newName()];
    const customerProfiles = ids.map((integrationId) => ({ integrationId, attributes: { [attribute]: false } }));
    const states = { integrationStates: ids.map((id) => ({ customerProfile: profileOf(id, { [attribute]: false }) })) };
    expect(await call('updateCustomerProfilesV2', { customerProfiles }, { silent: 'no' })).toMatchObject(states);
  },
  trackEventV2: async (call, { eventType }) => {
    const profileId = newName();
    const body = { type: eventType, profileId, attributes: {}, responseContent: ['event', 'customerProfile'] };
    expect(await call('trackEventV2', body, { silent: 'no' })).toMatchObject({
      event: { id: someId, type: eventType, attributes: {} },
      customerProfile: profileOf(profileId, {}),
    });
  },
  deleteCustomerData: async (call, { attribute, cluster, shop }) => {
    const id = newName();
    await shop.integrate('PUT', `/v2/customer_profiles/${id}`, { body: { attributes: { [attribute]: true } } });
    await call('deleteCustomerData', id);
    const path = `${shop.path}/customers?integrationId=${id}`;
    await eventually(async () => {
      const { body } = await cluster.manage('GET', path);
      expect(body).toMatchObject({ data: [{ integrationId: id, attributes: {} }] });
      return true;
    });
  },
  updateCustomerSession: async (call, { shop }) => {
    const [id, profileId] = [newName(), newName()];
    const body = { profileId, coupon: shop.codes[1], state: 'open', cartItems: CART, total: 1 };
    expect(await call('updateCustomerSession', id, body, {})).toMatchObject({
      session: { integrationId: id, profileId, coupon: shop.codes[1], total: 20, discounts: { tenth: 2 } },
      profile: { integrationId: profileId },
      event: { type: 'talon_session_created', sessionId: id },
    });
  },
  updateCustomerProfile: async (call, { attribute }) => {
    const id = newName();
    expect(await call('updateCustomerProfile', id, { attributes: { [attribute]: true } }, {})).toMatchObject({
      profile: { integrationId: id, attributes: { [attribute]: true } },
      event: { type: 'talon_profile_created' },
    });
  },
  trackEvent: async (call, { eventType }) => {
    const [sessionId, profileId] = [newName(), newName()];
    expect(await call('trackEvent', { type: eventType, sessionId, profileId, attributes: {} }, {})).toMatchObject({
      event: { type: eventType, sessionId, profileId, attributes: {} },
      session: { integrationId: sessionId, state: 'open' },
      profile: { integrationId: profileId },
    });
  },
};
