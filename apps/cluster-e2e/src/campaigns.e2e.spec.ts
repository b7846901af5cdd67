import { eventually } from '@tessera/testing';
import { clusterOfAllFiles } from './cluster.fixture';
import { decided, type Shape } from './http.fixture';
import { managementSdk, plain } from './sdk.fixture';
import { newShop, TENTH_OFF, type Shop } from './shop.fixture';

const TIMEOUT_MS = 180_000;
const cluster = clusterOfAllFiles();

let shop: Shop;
let other: Shop;

const someId: unknown = expect.any(Number);
const someTime: unknown = expect.stringMatching(/^2\d{3}-.*Z$/);
const sdk = () => managementSdk(cluster());

// Three customers redeem the code at 20.00 each, and one of them brings everything back; a fourth only fills a cart. One
// customer has an id that a spreadsheet would take for a formula.
const CUSTOMERS = ['ann', '=ben', 'cleo'];
const CART = [{ sku: 'tea', name: 'Tea', quantity: 4, price: 5 }];

function put(session: string, customerSession: Shape) {
  const body = { customerSession: { cartItems: CART, couponCodes: shop.codes, ...customerSession } };
  return decided(shop.integrate, 'PUT', `/v2/customer_sessions/${session}`, body);
}

/** Four sessions were created and one of them revoked; each has a profile of its own. */
const EVENTS = 9;

/** Events and counters are written together: once all events are there, nothing is missing. */
const folded = () =>
  eventually(async () => {
    const listed = (await plain(sdk().getApplicationEvents(shop.application, { sort: 'id' }))) as Shape;
    return listed['totalResultSize'] === EVENTS ? true : undefined;
  }, 60_000);

beforeAll(async () => {
  shop = await newShop(cluster());
  other = await newShop(cluster());
  for (const profileId of CUSTOMERS) await put(`order-${profileId}`, { profileId, state: 'closed' });
  await decided(shop.integrate, 'PUT', '/v2/customer_sessions/order-cleo', { customerSession: { state: 'cancelled' } });
  await put('cart', { profileId: 'dora' });
  await folded();
}, 2 * TIMEOUT_MS);

/** The SDK's types want all of a list's choices. */
const RUNNING = { sort: 'id', campaignState: 'running' };
const COUNTERS = { couponRedemptionCount: 2, discountCount: 4, discountEffectCount: 2, couponCreationCount: 0 };

it(
  'a campaign shows its counters: alone, in lists and in searches',
  async () => {
    const shown = { id: shop.campaign, ...COUNTERS };
    const [campaign, campaigns, found] = await Promise.all([
      plain(sdk().getCampaign(shop.application, shop.campaign)),
      plain(sdk().getCampaigns(shop.application, RUNNING)),
      plain(sdk().getCampaignByAttributes(shop.application, { attributes: {} }, RUNNING)),
    ]);
    expect(campaign).toMatchObject({ ...shown, lastActivity: expect.stringMatching(/^2\d{3}-/) as unknown });
    expect(campaigns).toMatchObject({ data: [shown] });
    expect(found).toMatchObject({ data: [shown] });
    expect(await plain(sdk().getCampaigns(other.application, RUNNING))).toMatchObject({
      data: [{ id: other.campaign, couponRedemptionCount: 0, discountCount: 0 }],
    });
  },
  TIMEOUT_MS,
);

it(
  'the analytics of a campaign sum up to the same at every granularity',
  async () => {
    const DAY = 86_400_000;
    const [from, to] = [new Date(Date.now() - DAY), new Date(Date.now() + DAY)];
    for (const granularity of ['1 hour', '1 day', '1 week', '1 month', '1 year']) {
      const analytics = await plain(
        sdk().getCampaignAnalytics(shop.application, shop.campaign, from, to, { granularity }),
      );
      const { data } = analytics as { data: Record<string, number>[] };
      const sum = (name: string) => data.reduce((total, bucket) => total + (bucket[name] ?? NaN), 0);
      expect([granularity, sum('campaignRevenue'), sum('campaignRefund')]).toEqual([granularity, 60, 20]);
      expect([sum('campaignDiscountCosts'), sum('campaignRefundedDiscounts')]).toEqual([6, 2]);
      expect([sum('couponRedemptions'), sum('couponRolledbackRedemptions')]).toEqual([3, 1]);
      expect(data.at(-1)).toMatchObject({ totalCampaignRevenue: 60, totalCouponRedemptions: 3 });
    }
  },
  TIMEOUT_MS,
);

it(
  'the events of an application are listed with their effects, filtered, and page by page',
  async () => {
    const events = sdk().getApplicationEvents.bind(sdk());
    const types = async (filter: Shape) => {
      const { data } = (await plain(events(shop.application, { sort: 'id', ...filter }))) as { data: Shape[] };
      return data.map(({ type }) => type);
    };
    expect(await types({ session: 'order-cleo' })).toEqual(['talon_session_created', 'talon_session_revoked']);
    expect(await types({ profile: '=ben' })).toEqual(['talon_session_created', 'talon_profile_created']);
    expect(await types({ couponCode: shop.codes[0], type: 'talon_session_revoked' })).toHaveLength(1);
    expect(await types({ ruleQuery: TENTH_OFF.title, session: 'cart' })).toEqual(['talon_session_created']);
    expect(await types({ campaignQuery: 'no campaign is named so' })).toEqual([]);
    expect(await plain(events(other.application, { sort: 'id' }))).toMatchObject({ totalResultSize: 0, data: [] });

    const listed = await plain(events(shop.application, { sort: 'id', session: 'order-ann' }));
    expect(listed).toMatchObject({
      data: [
        {
          ...{ applicationId: shop.application, profileId: someId, sessionId: someId, ruleFailureReasons: [] },
          effects: [
            { effectType: 'acceptCoupon', campaignId: shop.campaign },
            { effectType: 'setDiscount', props: { name: 'tenth', value: 2 } },
          ],
        },
      ],
    });
    const page = { sort: '-id', pageSize: 3 };
    const first = await plain(sdk().getApplicationEventsWithoutTotalCount(shop.application, page));
    expect(first).toMatchObject({ hasMore: true });
    await expect(plain(events(shop.application, { sort: 'id', customerName: 'Ann' }))).rejects.toThrow(
      'filter.personal',
    );
  },
  TIMEOUT_MS,
);

it(
  'every event is explained by what its rules saw then, when it is asked for later, and a dry run as it would be now',
  async () => {
    const { manage } = cluster();
    const listed = (await plain(sdk().getApplicationEvents(shop.application, { sort: 'id' }))) as { data: Shape[] };
    expect(listed.data.map(({ type }) => type)).toContain('talon_profile_created');
    for (const { id } of listed.data) {
      const { body, status } = await manage('GET', `${shop.path}/events/${String(id)}/explanation`);
      expect([id, status, body['exact']]).toEqual([id, 200, true]);
    }
    const ofAnn = { sort: 'id', session: 'order-ann' };
    const { data: anns } = (await plain(sdk().getApplicationEvents(shop.application, ofAnn))) as { data: Shape[] };
    const [first] = anns;
    const rule = {
      ...{ ruleName: TENTH_OFF.title, couponValue: shop.codes[0], outcome: 'given', details: '' },
      condition: { start: 0, end: 12, text: 'coupon.valid', value: true, parts: [] },
      effects: [{ effectType: 'acceptCoupon' }, { effectType: 'setDiscount', given: [{ name: 'tenth', value: 2 }] }],
    };
    const campaigns = [{ campaignId: shop.campaign, rules: [rule] }];
    const explained = await manage('GET', `${shop.path}/events/${String(first?.['id'])}/explanation`);
    expect(explained.body).toMatchObject({ exact: true, outcome: 'accepted', truncated: false, campaigns });
    const customerSession = { cartItems: CART, couponCodes: shop.codes };
    const dry = await shop.integrate('PUT', '/v2/customer_sessions/never?dry=true', {
      body: { customerSession, responseContent: ['explanation'] },
    });
    expect(dry.body).toMatchObject({ explanation: { campaigns } });
    const elsewhere = await manage('GET', `${other.path}/events/${String(first?.['id'])}/explanation`);
    expect(elsewhere.status).toBe(404);
  },
  TIMEOUT_MS,
);

it(
  'effects and sessions leave as CSV that no spreadsheet takes for formulas',
  async () => {
    const effects = String(
      await sdk().exportEffects(shop.application, {
        campaignId: shop.campaign,
        dateFormat: 'excel',
      }),
    );
    const [header, ...lines] = effects.trim().split('\n');
    expect(header).toMatch(/^applicationid,campaignid,couponid,created,event_type,eventid,name,profileintegrationid,/);
    // Three closes and a cancellation with two effects each; nothing of the open cart.
    expect(lines).toHaveLength(8);
    expect(lines.filter((line) => line.includes(",'=ben,"))).toHaveLength(2);
    expect(effects).not.toContain('dora');

    const closed = { customerSessionState: 'closed', dateFormat: 'ISO8601' };
    const sessions = String(await sdk().exportCustomerSessions(shop.application, closed));
    expect(sessions).toMatch(/^id,firstsession,integrationid,/);
    expect(sessions.trim().split('\n')).toHaveLength(3);
    expect(sessions).toContain('"{""tenth"":2}"');

    const cancelled = { customerSessionState: 'cancelled', dateFormat: 'ISO8601' };
    const revoked = String(await sdk().exportCustomerSessions(shop.application, cancelled)).trim();
    const [names, values] = revoked.split('\n').map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
    const cell = (name: string) => values?.[names?.indexOf(name) ?? -1];
    expect(cell('profileintegrationid')).toBe('cleo');
    expect(Number(cell('profileid'))).toBeGreaterThan(0);
    expect([cell('closedat'), cell('cancelledat')]).toEqual([someTime, someTime]);
  },
  TIMEOUT_MS,
);
