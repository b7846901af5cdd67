import type { Shape } from '../http.fixture';
import {
  CART,
  type Check,
  type Checks,
  type Listed,
  signedCaller,
  someId,
  someTime,
  type World,
} from './world.fixture';

const LIST = { sort: 'id', pageSize: 1000 };

const shownCustomer = ({ customer, attribute }: World) => ({
  ...{ integrationId: customer, accountId: 1, attributes: { [attribute]: true }, created: someTime },
  ...{ closedSessions: 2, totalSales: 40, lastActivity: someTime },
});

/** The customer's number, as lists have it. */
async function numberOf({ cluster, shop, customer }: World): Promise<number> {
  const { body } = await cluster.manage<Listed>('GET', `${shop.path}/customers?integrationId=${customer}`);
  return Number(body.data[0]?.['id']);
}

const ORDERS = { acceptedCoupons: 1, createdCoupons: 0, freeItems: 0, totalOrders: 2, totalDiscountedOrders: 1 };

const shownReport = ({ customer }: World, customerId: unknown) => ({
  ...{ integrationId: customer, customerId, name: '', created: someTime, lastActivity: someTime, campaignName: '' },
  ...{ couponRedemptions: 1, couponUseAttempts: 1, couponFailedAttempts: 0, totalOrders: 2, totalOrdersNoCoupon: 1 },
  ...{ accruedDiscounts: 2, accruedRevenue: 40 },
});

const rangeOf = ({ began }: World) => [new Date(began), new Date(Date.now() + 60_000)] as const;

/** A search by the customer's attribute and id finds the customer alone. */
const search = (operation: string, where: (world: World) => readonly unknown[]): Check => {
  return async (call, world) => {
    const body = { attributes: { [world.attribute]: true }, integrationIDs: [world.customer] };
    expect(await call(operation, ...where(world), body, LIST)).toMatchObject({ data: [shownCustomer(world)] });
    const none = { attributes: { [world.attribute]: false }, integrationIDs: [world.customer] };
    expect(await call(operation, ...where(world), none, LIST)).toMatchObject({ data: [] });
  };
};

const reports = (operation: string): Check => {
  return async (call, world) => {
    const id = await numberOf(world);
    const filter = { ...LIST, integrationId: world.customer };
    const listed = await call(operation, ...rangeOf(world), world.shop.application, filter);
    expect(listed).toMatchObject({ data: [shownReport(world, id)] });
    await expect(call(operation, ...rangeOf(world), world.shop.application, { name: 'Ann' })).rejects.toThrow(
      'personal',
    );
  };
};

const events = (operation: string): Check => {
  return async (call, { shop, sessions, customer }) => {
    const filter = { ...LIST, session: sessions[0], type: 'talon_session_created', couponCode: shop.codes[0] };
    expect(await call(operation, shop.application, filter)).toMatchObject({
      data: [
        {
          ...{ id: someId, created: someTime, applicationId: shop.application, type: 'talon_session_created' },
          ...{ attributes: {}, profileId: someId, sessionId: someId, ruleFailureReasons: [] },
          effects: [
            { effectType: 'acceptCoupon', campaignId: shop.campaign },
            { effectType: 'setDiscount', props: { name: 'tenth', value: 2 } },
            { effectType: 'triggerWebhook' },
          ],
        },
      ],
    });
    expect(await call(operation, shop.application, { ...LIST, profile: customer, type: 'none' })).toMatchObject({
      data: [],
    });
  };
};

const sessionOf = ({ customer, sessions, shop }: World, profileId: number) => ({
  ...{ id: someId, integrationId: sessions[0], applicationId: shop.application, state: 'closed', created: someTime },
  ...{ cartItems: [{ ...CART[0], position: 0 }], attributes: {}, profileId, profileintegrationid: customer },
  ...{ coupon: shop.codes[0], referral: '', discounts: { tenth: 2 }, total: 20 },
});

/** Customers, what they did and what they got. */
export const CUSTOMER_CHECKS: Checks = {
  getApplicationCustomers: async (call, world) => {
    const found = await call('getApplicationCustomers', world.shop.application, { integrationId: world.customer });
    expect(found).toMatchObject({ totalResultSize: 1, data: [{ id: someId, ...shownCustomer(world) }] });
  },
  getApplicationCustomer: async (call, world) => {
    const id = await numberOf(world);
    const shown = await call('getApplicationCustomer', world.shop.application, id);
    expect(shown).toMatchObject({ id, ...shownCustomer(world) });
    await expect(call('getApplicationCustomer', world.shop.application, 999_999_999)).rejects.toThrow(/^404 /);
  },
  getCustomerProfile: async (call, world) => {
    expect(await call('getCustomerProfile', await numberOf(world))).toMatchObject(shownCustomer(world));
  },
  getCustomerProfiles: async (call, world) => {
    const { data, hasMore } = (await call('getCustomerProfiles', { pageSize: 1000 })) as Listed;
    expect(hasMore).toBe(false);
    expect(data.find(({ integrationId }) => integrationId === world.customer)).toMatchObject(shownCustomer(world));
  },
  getCustomersByAttributes: search('getCustomersByAttributes', () => []),
  getCustomerAnalytics: async (call, world) => {
    const id = await numberOf(world);
    const analytics = await call('getCustomerAnalytics', world.shop.application, id, {});
    expect(analytics).toEqual({ ...ORDERS, totalRevenue: 40, totalDiscounts: 2 });
  },
  getCustomerActivityReports: reports('getCustomerActivityReports'),
  getCustomerActivityReportsWithoutTotalCount: reports('getCustomerActivityReportsWithoutTotalCount'),
  getCustomerActivityReport: async (call, world) => {
    const id = await numberOf(world);
    const report = await call('getCustomerActivityReport', ...rangeOf(world), world.shop.application, id, {});
    expect(report).toEqual(shownReport(world, id));
  },
  getApplicationSessions: async (call, world) => {
    const filter = { ...LIST, profile: world.customer, coupon: world.shop.codes[0], state: 'closed' };
    const listed = await call('getApplicationSessions', world.shop.application, filter);
    expect(listed).toMatchObject({ data: [sessionOf(world, await numberOf(world))] });
  },
  getApplicationSession: async (call, world) => {
    const { application } = world.shop;
    const shown = sessionOf(world, await numberOf(world));
    const named = (await call('getApplicationSession', application, world.sessions[0])) as Shape;
    expect(named).toMatchObject(shown);
    expect(await call('getApplicationSession', application, named['id'])).toEqual(named);
  },
  getApplicationEvents: events('getApplicationEvents'),
  getApplicationEventsWithoutTotalCount: events('getApplicationEventsWithoutTotalCount'),
  getApplicationEventTypes: async (call, { shop, eventType }) => {
    const { data } = (await call('getApplicationEventTypes', shop.application, LIST)) as { data: string[] };
    expect(data).toContain(eventType);
  },
  exportEffects: async (call, { shop, customer }) => {
    const csv = String(await call('exportEffects', shop.application, { campaignId: shop.campaign }));
    expect(csv).toMatch(/^applicationid,campaignid,couponid,/);
    expect(csv.split('\n').filter((line) => line.includes(customer)).length).toBeGreaterThanOrEqual(3);
  },
  exportCustomerSessions: async (call, { shop, customer, sessions }) => {
    const filter = { profileIntegrationId: customer, customerSessionState: 'closed', dateFormat: 'ISO8601' };
    const csv = String(await call('exportCustomerSessions', shop.application, filter));
    expect(csv.trim().split('\n')).toHaveLength(3);
    for (const session of sessions) expect(csv).toContain(session);
  },
  getExports: async (call, { shop, customer }) => {
    await call('exportCustomerSessions', shop.application, { profileIntegrationId: customer });
    const filter = { applicationId: shop.application, entity: 'CustomerSession', pageSize: 1000 };
    const { data } = (await call('getExports', filter)) as { data: Shape[] };
    expect(data.at(-1)).toMatchObject({
      ...{ id: someId, created: someTime, accountId: 1, userId: someId, entity: 'CustomerSession' },
      filter: { profileIntegrationId: customer },
    });
  },
};

/** Version 4 asks the account for it and sends no management key; version 5 asks an application. */
export const SEARCH_CHECKS: Readonly<Record<4 | 5, Check>> = {
  4: (_call, world, version) =>
    search('getApplicationCustomersByAttributes', () => [])(signedCaller(world), world, version),
  5: search('getApplicationCustomersByAttributes', ({ shop }) => [shop.application]),
};
