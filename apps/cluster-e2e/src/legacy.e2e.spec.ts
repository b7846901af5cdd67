import { clusterOfAllFiles } from './cluster.fixture';
import { decided, succeeded, type Shape } from './http.fixture';
import { integrationSdk, plain } from './sdk.fixture';
import { itemOf, legacyEventOf, legacySessionOf, profileOf, shopCouponOf } from './sdk/shapes.fixture';
import { someId } from './sdk/world.fixture';
import { newShop, TENTH_OFF, type Shop } from './shop.fixture';

const TIMEOUT_MS = 180_000;
const cluster = clusterOfAllFiles();

let shop: Shop;
let code: string;

const EVENT = 'sofa_delivered';
const GREETING = {
  title: 'a greeting',
  condition: ['cel', `event.type == "${EVENT}"`],
  effects: [['showNotification', { notificationType: 'Info', title: 'Hello', body: 'for {{ event.type }}' }]],
};

beforeAll(async () => {
  await succeeded(cluster().manage('POST', '/v1/event_types', { body: { name: EVENT, title: 'Delivered' } }));
  const seat = { entity: 'CustomerProfile', name: 'sofa', type: 'string', title: 'Sofa' };
  await succeeded(cluster().manage('POST', '/v1/attributes', { body: seat }));
  shop = await newShop(cluster(), { rules: [TENTH_OFF, GREETING] });
  code = shop.codes[0] ?? '';
}, TIMEOUT_MS);

const CART = [
  { sku: 'tea', name: 'Tea', quantity: 2, price: 5.25 },
  { sku: 'cup', name: 'Cup', quantity: 1, price: 9.5 },
];

test(
  'the SDK’s legacy calls answer in their own shape, and every field is as it should be',
  async () => {
    const sdk = integrationSdk(cluster(), shop.key);
    const session = 'legacy-session';
    const profileId = `${session}-buyer`;
    const { campaign } = shop;
    const profile = (own: Shape) => profileOf(4, { integrationId: profileId, ...own });
    const event = (own: Shape) => legacyEventOf(shop, { profileId, ...own });
    const shownSession = (own: Shape) => legacySessionOf(shop, { integrationId: session, profileId, ...own });

    // An event belongs to a session, which is created with it.
    const tracked = await plain(sdk.trackEvent({ type: EVENT, sessionId: session, profileId, attributes: {} }));
    expect(tracked).toEqual({
      session: shownSession({}),
      profile: profile({}),
      event: event({
        type: EVENT,
        sessionId: session,
        effects: [[campaign, someId, 1, ['showNotification', 'Info', 'Hello', `for ${EVENT}`]]],
      }),
    });

    const body = {
      profileId,
      coupon: code,
      referral: '',
      state: 'closed',
      cartItems: CART,
      total: 1,
      identifiers: ['x'],
    };
    const closed = await plain(sdk.updateCustomerSession(session, body));
    expect(closed).toEqual({
      session: shownSession({
        coupon: code,
        state: 'closed',
        cartItems: CART.map((item, position) => itemOf(4, item, position)),
        identifiers: ['x'],
        total: 20,
        discounts: { tenth: 2 },
      }),
      profile: profile({ closedSessions: 1, totalSales: 20 }),
      coupon: shopCouponOf(shop, 4, { value: code, usageCounter: 1, discountCounter: 2 }),
      event: event({
        type: 'talon_session_closed',
        sessionId: session,
        effects: [
          [campaign, someId, 0, ['acceptCoupon', code]],
          [campaign, someId, 0, ['setDiscount', 'tenth', 2]],
        ],
        meta: { campaigns: {}, coupons: { [code]: {} } },
      }),
    });

    const change = { attributes: { sofa: 'blue' } };
    const updated = await plain(sdk.updateCustomerProfile(profileId, change), ['/session']);
    expect(updated).toEqual({
      profile: profile({ attributes: { sofa: 'blue' }, closedSessions: 1, totalSales: 20 }),
      event: event({ type: 'talon_profile_updated' }),
    });

    const other = { type: EVENT, sessionId: session, profileId: 'somebody-else', attributes: {} };
    await expect(plain(sdk.trackEvent(other))).rejects.toThrow('session.profile');
  },
  TIMEOUT_MS,
);

test(
  'a code that is refused is told in the legacy answer’s own words',
  async () => {
    const answer = await succeeded(
      decided(shop.integrate, 'PUT', '/v1/customer_sessions/legacy-refused', {
        coupon: 'NO-SUCH-CODE',
        cartItems: CART,
      }),
    );
    expect(answer.body).toMatchObject({
      session: { coupon: 'NO-SUCH-CODE', discounts: {} },
      event: {
        effects: [[0, 0, 0, ['rejectCoupon', 'NO-SUCH-CODE', 'CouponNotFound']]],
        meta: { couponRejectionReason: { campaignId: 0, reason: 'CouponNotFound' } },
      },
    });
  },
  TIMEOUT_MS,
);
