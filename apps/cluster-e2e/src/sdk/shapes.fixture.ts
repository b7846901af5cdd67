import type { Shape } from '../http.fixture';
import { type Shop, TENTH_OFF } from '../shop.fixture';
import { CART, sinceFive, someId, someText, someTime, type Version, type World } from './world.fixture';

// Every field that the models of a version know of what both APIs show; `own` is what the one at hand has of its own.

export const NOTHING_CREATED = { createdCoupons: [], createdReferrals: [] };

export const profileOf = (version: Version, own: Shape): Shape => ({
  ...{ created: someTime, attributes: {}, accountId: 1, closedSessions: 0, totalSales: 0 },
  ...{ loyaltyMemberships: null, audienceMemberships: [], lastActivity: someTime },
  ...sinceFive(version, { id: someId }),
  ...own,
});

/** A line of a cart, of which so many units came back. */
export const itemOf = (version: Version, item: Shape, position: number, returnedQuantity = 0): Shape => ({
  ...{ ...item, position, attributes: {} },
  ...sinceFive(version, {
    ...{ additionalCosts: {}, returnedQuantity, remainingQuantity: Number(item['quantity']) - returnedQuantity },
  }),
});

/** The cart of the world's sessions. */
export const cartOf = (version: Version, returnedQuantity = 0): Shape[] =>
  CART.map((item, position) => itemOf(version, item, position, returnedQuantity));

/** Of an open session with a cart of 20.00. */
export const sessionOf = ({ application }: Shop, version: Version, own: Shape): Shape => ({
  ...{ created: someTime, applicationId: application, state: 'open', firstSession: true, couponCodes: [] },
  ...{ referralCode: '', identifiers: [], cartItems: cartOf(version), additionalCosts: {}, attributes: {} },
  ...{ total: 20, cartItemTotal: 20, additionalCostTotal: 0 },
  ...sinceFive(version, { id: someId, updated: someTime }),
  ...own,
});

/** What was given back in one call, of the session of a profile. */
export const sessionReturnOf = (
  { application }: Shop,
  session: string,
  profile: string,
  items: readonly Shape[],
): Shape => ({
  ...{ id: someId, created: someTime, applicationId: application, accountId: 1, returnedCartItems: items },
  ...{ eventId: someId, sessionId: someId, sessionIntegrationId: session },
  ...{ profileId: someId, profileIntegrationId: profile },
});

export const couponOf = (version: Version, own: Shape): Shape => ({
  ...{ id: someId, created: someTime, usageCounter: 0, discountCounter: 0, attributes: {}, reservation: true },
  batchId: someText,
  ...sinceFive(version, { reservationCounter: 0, reservationLimit: 0, isReservationMandatory: false }),
  ...own,
});

/** One of the shop's own coupons. */
export const shopCouponOf = ({ campaign }: Shop, version: Version, own: Shape): Shape =>
  couponOf(version, { campaignId: campaign, usageLimit: 0, ...own });

export const referralOf = (version: Version, own: Shape): Shape => ({
  ...{ id: someId, created: someTime, usageCounter: 0 },
  ...sinceFive(version, { attributes: {}, batchId: someText }),
  ...own,
});

/** An effect of the shop's rule that takes its codes. */
export const couponEffect = ({ campaign }: Shop, effectType: string, props: Shape): Shape => ({
  ...{ campaignId: campaign, rulesetId: someId, ruleIndex: 0, ruleName: TENTH_OFF.title, effectType, props },
  triggeredByCoupon: someId,
});

export const acceptedCoupon = (shop: Shop, value: unknown): Shape => couponEffect(shop, 'acceptCoupon', { value });

export const discounted = (shop: Shop, value: number): Shape =>
  couponEffect(shop, 'setDiscount', { name: 'tenth', value, scope: 'sessionTotal' });

/** Of the world's rule that always holds. */
export const calledWebhook = ({ shop, webhook }: World): Shape => ({
  ...{ campaignId: shop.campaign, rulesetId: someId, ruleIndex: 1, ruleName: 'tell', effectType: 'triggerWebhook' },
  props: { webhookId: webhook, webhookName: 'CRM', params: {} },
});

export const eventOf = ({ application }: Shop, own: Shape): Shape => ({
  ...{ id: someId, created: someTime, applicationId: application, attributes: {}, effects: [], ledgerEntries: [] },
  ...own,
});

/** As the calls before /v2 show it. */
export const legacyEventOf = (shop: Shop, own: Shape): Shape =>
  eventOf(shop, { meta: { campaigns: {}, coupons: {} }, ...own });

/** As the calls before /v2 show it: open and empty. */
export const legacySessionOf = ({ application }: Shop, own: Shape): Shape => ({
  ...{ created: someTime, applicationId: application, coupon: '', referral: '', state: 'open', cartItems: [] },
  ...{ identifiers: [], total: 0, attributes: {}, firstSession: true, discounts: {} },
  ...own,
});

/** Where a model takes effects as they come, what is ours comes with them. Webhooks are called at once, and once. */
export const unmodelled = (effect: Shape, phase: string): Shape => ({
  ...{ ...effect, id: someText, ruleId: someText, rulesetVersion: 1, effectIndex: 0 },
  phase: effect['effectType'] === 'triggerWebhook' ? 'durable' : phase,
});
