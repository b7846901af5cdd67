import { eventually } from '@tessera/testing';
import { decided, type Shape, succeeded } from '../http.fixture';
import { rowsOf, someDigits } from './csv.fixture';
import { acceptedCoupon, calledWebhook, cartOf, discounted, profileOf, unmodelled } from './shapes.fixture';
import {
  type Caller,
  type Check,
  type Checks,
  type Listed,
  LIST,
  newName,
  signedCaller,
  sinceFive,
  someId,
  someTime,
  type Version,
  type World,
} from './world.fixture';

/** The world's customer with its number, which lists have in both versions. */
const shownCustomer = ({ customer, attribute }: World, version: Version) =>
  profileOf(version, {
    ...{ id: someId, integrationId: customer, attributes: { [attribute]: true } },
    ...{ closedSessions: 2, totalSales: 40 },
  });

/** The customer's number, as lists have it. */
async function numberOf({ cluster, shop, customer }: World): Promise<number> {
  const { body } = await cluster.manage<Listed>('GET', `${shop.path}/customers?integrationId=${customer}`);
  return Number(body.data[0]?.['id']);
}

/** The customer among all of the account, who are those of other specs as well. */
async function inAccount(call: Caller, { customer }: World): Promise<Shape | undefined> {
  for (let skip = 0; ; skip += LIST.pageSize) {
    const page = { pageSize: LIST.pageSize, skip };
    const { data, ...counted } = (await call('getCustomerProfiles', page)) as Listed;
    const found = data.find(({ integrationId }) => integrationId === customer);
    expect(counted).toEqual({ hasMore: expect.any(Boolean) as unknown });
    if (found !== undefined || counted.hasMore !== true) return found;
  }
}

const ORDERS = { acceptedCoupons: 1, createdCoupons: 0, freeItems: 0, totalOrders: 2, totalDiscountedOrders: 1 };

const shownReport = ({ customer }: World, customerId: unknown) => ({
  ...{ integrationId: customer, customerId, name: '', created: someTime, lastActivity: someTime, campaignName: '' },
  ...{ couponRedemptions: 1, couponUseAttempts: 1, couponFailedAttempts: 0, totalOrders: 2, totalOrdersNoCoupon: 1 },
  ...{ accruedDiscounts: 2, accruedRevenue: 40 },
});

const rangeOf = ({ began }: World) => [new Date(began), new Date(Date.now() + 60_000)] as const;

/**
 * A search by the customer's attribute and id finds the customer alone.
 * @param counts whether the model of the list knows its size
 */
const search = (operation: string, where: (world: World) => readonly unknown[], counts = false): Check => {
  return async (call, world, version) => {
    const listed = (...data: Shape[]) => ({ hasMore: false, data, ...(counts && { totalResultSize: data.length }) });
    const body = { attributes: { [world.attribute]: true }, integrationIDs: [world.customer] };
    expect(await call(operation, ...where(world), body, LIST)).toEqual(listed(shownCustomer(world, version)));
    const none = { attributes: { [world.attribute]: false }, integrationIDs: [world.customer] };
    expect(await call(operation, ...where(world), none, LIST)).toEqual(listed());
  };
};

const reports = (operation: string, counted: Shape): Check => {
  return async (call, world) => {
    const id = await numberOf(world);
    const filter = { ...LIST, integrationId: world.customer };
    const listed = await call(operation, ...rangeOf(world), world.shop.application, filter);
    expect(listed).toEqual({ ...counted, data: [shownReport(world, id)] });
    await expect(call(operation, ...rangeOf(world), world.shop.application, { name: 'Ann' })).rejects.toThrow(
      'personal',
    );
  };
};

/** What the customer's first session gave. */
const effectsOf = (world: World): Shape[] => [
  acceptedCoupon(world.shop, world.shop.codes[0]),
  discounted(world.shop, 2),
  calledWebhook(world),
];

/** Version 4 takes effects of events as they come. */
const eventEffects = (world: World, version: Version): Shape[] =>
  version === 5 ? effectsOf(world) : effectsOf(world).map((effect) => unmodelled(effect, 'committed'));

const events = (operation: string, counted: (size: number) => Shape): Check => {
  return async (call, world, version) => {
    const { shop, sessions, customer } = world;
    const filter = { ...LIST, session: sessions[0], type: 'talon_session_created', couponCode: shop.codes[0] };
    expect(await call(operation, shop.application, filter)).toEqual({
      ...counted(1),
      data: [
        {
          ...{ id: someId, created: someTime, applicationId: shop.application, type: 'talon_session_created' },
          ...{ attributes: {}, profileId: someId, sessionId: someId, ruleFailureReasons: [] },
          effects: eventEffects(world, version),
        },
      ],
    });
    const none = { ...LIST, profile: customer, type: 'none' };
    expect(await call(operation, shop.application, none)).toEqual({ ...counted(0), data: [] });
  };
};

const applicationSession = (world: World, version: Version, profileId: number): Shape => ({
  ...{ id: someId, integrationId: world.sessions[0], applicationId: world.shop.application, created: someTime },
  ...{ state: 'closed', cartItems: cartOf(version), attributes: {}, profileId, profileintegrationid: world.customer },
  ...{ coupon: world.shop.codes[0], referral: '', discounts: { tenth: 2 }, total: 20 },
  ...sinceFive(version, { totalDiscounts: 2 }),
});

const effectRow = ({ shop, sessions, customer }: World, { effectType, props, ...effect }: Shape): Shape => ({
  ...{ applicationid: String(shop.application), campaignid: String(shop.campaign), rulesetid: someDigits },
  ...{ couponid: effect['triggeredByCoupon'] === undefined ? '' : someDigits, ruleindex: String(effect['ruleIndex']) },
  ...{ created: someTime, event_type: 'talon_session_created', eventid: someDigits, name: effectType, props },
  ...{ profileid: someDigits, profileintegrationid: customer, sessionid: someDigits },
  ...{ sessionintegrationid: sessions[0], total_revenue: '20' },
});

const sessionRow = ({ shop, customer }: World, own: Shape): Shape => ({
  ...{ id: someDigits, firstsession: 'true', applicationid: String(shop.application), profileid: someDigits },
  ...{ profileintegrationid: customer, created: someTime, updated: someTime, closedat: someTime, cancelledat: '' },
  ...{ state: 'closed', cartitems: cartOf(5), discounts: {}, total: '20', attributes: {}, coupons: [], referral: '' },
  ...{ identifiers: [], ...own },
});

/** Customers, what they did and what they got. */
export const CUSTOMER_CHECKS: Checks = {
  getApplicationCustomers: async (call, world, version) => {
    const found = await call('getApplicationCustomers', world.shop.application, { integrationId: world.customer });
    expect(found).toEqual({ totalResultSize: 1, hasMore: false, data: [shownCustomer(world, version)] });
  },
  getApplicationCustomer: async (call, world, version) => {
    const id = await numberOf(world);
    const shown = await call('getApplicationCustomer', world.shop.application, id);
    expect(shown).toEqual({ ...shownCustomer(world, version), id });
    await expect(call('getApplicationCustomer', world.shop.application, 999_999_999)).rejects.toThrow(/^404 /);
  },
  getCustomerProfile: async (call, world, version) => {
    const id = await numberOf(world);
    expect(await call('getCustomerProfile', id)).toEqual({ ...shownCustomer(world, version), id });
  },
  getCustomerProfiles: async (call, world, version) => {
    expect(await inAccount(call, world)).toEqual(shownCustomer(world, version));
  },
  getCustomersByAttributes: search('getCustomersByAttributes', () => []),
  getCustomerAnalytics: async (call, world) => {
    const id = await numberOf(world);
    const analytics = await call('getCustomerAnalytics', world.shop.application, id, {});
    expect(analytics).toEqual({ ...ORDERS, totalRevenue: 40, totalDiscounts: 2 });
  },
  getCustomerActivityReports: reports('getCustomerActivityReports', { totalResultSize: 1 }),
  getCustomerActivityReportsWithoutTotalCount: reports('getCustomerActivityReportsWithoutTotalCount', {
    hasMore: false,
  }),
  getCustomerActivityReport: async (call, world) => {
    const id = await numberOf(world);
    const report = await call('getCustomerActivityReport', ...rangeOf(world), world.shop.application, id, {});
    expect(report).toEqual(shownReport(world, id));
  },
  getApplicationSessions: async (call, world, version) => {
    const filter = { ...LIST, profile: world.customer, coupon: world.shop.codes[0], state: 'closed' };
    const listed = await call('getApplicationSessions', world.shop.application, filter);
    expect(listed).toEqual({ hasMore: false, data: [applicationSession(world, version, await numberOf(world))] });
  },
  getApplicationSession: async (call, world, version) => {
    const { application } = world.shop;
    const named = (await call('getApplicationSession', application, world.sessions[0])) as Shape;
    expect(named).toEqual(applicationSession(world, version, await numberOf(world)));
    expect(await call('getApplicationSession', application, named['id'])).toEqual(named);
  },
  getApplicationEvents: events('getApplicationEvents', (totalResultSize) => ({ totalResultSize })),
  getApplicationEventsWithoutTotalCount: events('getApplicationEventsWithoutTotalCount', () => ({ hasMore: false })),
  getApplicationEventTypes: async (call, { shop, eventType: type }) => {
    await succeeded(decided(shop.integrate, 'POST', '/v2/events', { type, profileId: newName(), attributes: {} }));
    const seen = ['talon_profile_created', 'talon_session_created', type];
    await eventually(async () => {
      const listed = (await call('getApplicationEventTypes', shop.application, LIST)) as { data: string[] };
      // Other checks do other things in the application.
      const others = listed.data.filter((one) => !seen.includes(one) && one.startsWith('talon_'));
      expect(listed).toEqual({ totalResultSize: seen.length + others.length, data: expect.any(Array) as unknown });
      expect(listed.data.toSorted()).toEqual([...seen, ...others].toSorted());
      return true;
    });
  },
  exportEffects: async (call, world) => {
    const { shop, sessions } = world;
    const rows = rowsOf(
      await call('exportEffects', shop.application, { campaignId: shop.campaign, dateFormat: 'ISO8601' }),
    );
    const own = (row: Shape) => row['sessionintegrationid'] === sessions[0];
    expect(rows.filter(own)).toEqual(effectsOf(world).map((effect) => effectRow(world, effect)));
  },
  exportCustomerSessions: async (call, world) => {
    const filter = { profileIntegrationId: world.customer, customerSessionState: 'closed', dateFormat: 'ISO8601' };
    expect(rowsOf(await call('exportCustomerSessions', world.shop.application, filter))).toEqual([
      sessionRow(world, { integrationid: world.sessions[0], discounts: { tenth: 2 }, coupons: [world.shop.codes[0]] }),
      sessionRow(world, { integrationid: world.sessions[1], firstsession: 'false' }),
    ]);
  },
  getExports: async (call, { shop, customer }) => {
    await call('exportCustomerSessions', shop.application, { profileIntegrationId: customer });
    const filter = { applicationId: shop.application, entity: 'CustomerSession', pageSize: 1000 };
    const { data } = (await call('getExports', filter)) as Listed;
    expect(data.at(-1)).toEqual({
      ...{ id: someId, created: someTime, accountId: 1, userId: someId, entity: 'CustomerSession' },
      filter: { profileIntegrationId: customer, dateFormat: 'ISO8601' },
    });
  },
};

/** Version 4 asks the account for it and sends no management key; version 5 asks an application. */
export const SEARCH_CHECKS: Readonly<Record<4 | 5, Check>> = {
  4: (_call, world, version) =>
    search('getApplicationCustomersByAttributes', () => [])(signedCaller(world), world, version),
  5: search('getApplicationCustomersByAttributes', ({ shop }) => [shop.application], true),
};
