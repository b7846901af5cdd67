import { eventually } from '@tessera/testing';
import { succeeded, type Shape } from '../http.fixture';
import { newShop } from '../shop.fixture';
import { withCsv } from './csv.fixture';
import {
  type Checks,
  entryOf,
  type Listed,
  managementCaller,
  LIST,
  newName,
  sinceFive,
  someId,
  someText,
  someTime,
  type Version,
  type World,
} from './world.fixture';

const PASSWORD = 'twelve letters';

interface NewUser {
  readonly id: number;
  readonly email: string;
}

async function newUser({ cluster }: World): Promise<NewUser> {
  const email = `${newName()}@example.com`;
  const body = { email, password: PASSWORD, name: 'Eve', role: 'editor' };
  return (await succeeded(cluster.manage<NewUser>('POST', '/v1/users', { body }))).body;
}

const shownUser = ({ id, email }: NewUser) => ({
  ...{ id, email, name: 'Eve', accountId: 1, state: 'active', created: someTime, modified: someTime },
  ...{ inviteToken: '', policy: {} },
});

const ROLES = {
  viewer: { id: 1, description: 'Reads everything.' },
  editor: { id: 2, description: 'Also writes campaigns, rulesets and coupons.' },
  admin: { id: 3, description: 'Does everything.' },
} as const;

/** With all users that have it. */
async function shownRole(name: keyof typeof ROLES, { cluster }: World, version: Version): Promise<Shape> {
  const { body } = await succeeded(cluster.manage<Listed>('GET', '/v1/users?sort=id&pageSize=1000'));
  const members = body.data.filter(({ role }) => role === name).map(({ id }) => id);
  const account = version === 4 ? { accountID: 1 } : { accountId: 1, created: someTime, modified: someTime };
  return { ...ROLES[name], ...account, name, members, acl: {} };
}

/**
 * Compares all that the account is shown with, and then what it counts more of when more is there. Other specs change the account
 * as well: it is tried again until none of them came between.
 */
async function countsMore(
  show: () => Promise<unknown>,
  world: World,
  { shown, more }: { readonly shown: Shape; readonly more: Readonly<Record<string, number>> },
): Promise<void> {
  await eventually(async () => {
    const before = (await show()) as Shape;
    expect(before).toEqual(shown);
    await newShop(world.cluster);
    await newUser(world);
    await madeAttribute(world);
    const counts = Object.entries(before).flatMap(([name, count]) => {
      return typeof count === 'number' ? [[name, count + (more[name] ?? 0)] as const] : [];
    });
    expect(await show()).toEqual({ ...shown, ...Object.fromEntries(counts) });
    return true;
  });
}

const counted = (names: readonly string[]): Shape => Object.fromEntries(names.map((name) => [name, someId]));

const newAttribute = (name: string) => ({
  ...{ entity: 'CustomerSession', name, title: 'Colour', type: 'string', description: 'of the bag' },
  ...{ suggestions: ['red'], editable: true },
});

async function madeAttribute({ cluster }: World): Promise<{ id: number; name: string }> {
  const body = newAttribute(newName());
  return (await succeeded(cluster.manage<{ id: number; name: string }>('POST', '/v1/attributes', { body }))).body;
}

const shownAttribute = (id: unknown, name: string, version: Version) => ({
  ...newAttribute(name),
  ...{ id, created: someTime, accountId: 1, subscribedApplicationsIds: [] },
  ...sinceFive(version, { restrictedBySuggestions: false }),
});

const shownCost = (cost: Shape, version: Version) => ({
  ...{ id: someId, created: someTime, accountId: 1, subscribedApplicationsIds: [] },
  ...cost,
  ...sinceFive(version, { type: 'session' }),
});

/** As the world has it. */
const shownShipping = ({ cost }: World, version: Version) =>
  shownCost({ ...cost, title: 'Shipping', description: '' }, version);

const shownWebhook = (id: number) => ({
  ...{ id, created: someTime, modified: someTime, applicationIds: [], title: 'CRM', verb: 'POST', enabled: true },
  ...{ url: 'https://example.invalid/', headers: ['X-Key: ***'], params: [] },
});

const range = ({ began }: World) => [new Date(began), new Date(Date.now() + 60_000)];

/** Calls are written down a moment after they were answered. */
async function isLogged(requestUri: string, list: (filter: Shape) => Promise<unknown>): Promise<void> {
  const filter = { ...LIST, path: requestUri, method: 'GET', status: 'success' };
  const entry = await eventually(async () => {
    return ((await list(filter)) as Listed).data.find((one) => one['requestUri'] === requestUri);
  });
  expect(entry).toEqual({
    ...{ uuid: someText, method: 'GET', status: 200, requestUri, time: someTime },
    ...{ requestPayload: '', responsePayload: '' },
  });
}

/** Waits for the webhook's first try, which fails: its address leads nowhere. */
function tried(list: () => Promise<unknown>, isTried: (entry: Shape) => boolean): Promise<Shape> {
  return eventually(async () => ((await list()) as Listed).data.find(isTried), 60_000);
}

/** The account with what is the same in all its applications. */
export const ACCOUNT_CHECKS: Checks = {
  createSession: async (call, world) => {
    const { id, email } = await newUser(world);
    const session = (await call('createSession', { email, password: PASSWORD })) as Shape;
    expect(session).toEqual({ userId: id, token: expect.any(String) as string, created: someTime });
    await expect(call('createSession', { email, password: 'another one' })).rejects.toThrow(/^401 /);
  },
  destroySession: async (call, world) => {
    const { email } = await newUser(world);
    const { token } = (await call('createSession', { email, password: PASSWORD })) as { token: string };
    for (const version of [4, 5] as const) await managementCaller(world, version, token)('getAllRoles');
    await managementCaller(world, 4, token)('destroySession');
    await expect(managementCaller(world, 4, token)('getAllRoles')).rejects.toThrow(/^401 /);
  },
  getUsers: async (call, world) => {
    const user = await newUser(world);
    expect(entryOf(await call('getUsers', LIST), user.id)).toEqual(shownUser(user));
  },
  getUser: async (call, world) => {
    const user = await newUser(world);
    expect(await call('getUser', user.id)).toEqual(shownUser(user));
  },
  getAllRoles: async (call, world, version) => {
    await newUser(world);
    const data = await Promise.all(
      (['viewer', 'editor', 'admin'] as const).map((name) => shownRole(name, world, version)),
    );
    expect(await call('getAllRoles')).toEqual({ totalResultSize: 3, data });
  },
  getRole: async (call, world, version) => {
    expect(await call('getRole', 3)).toEqual(await shownRole('admin', world, version));
  },
  getAccount: async (call, world) => {
    await countsMore(() => call('getAccount', 1), world, {
      shown: {
        ...{ id: 1, created: someTime, modified: someTime, state: 'active' },
        ...{ companyName: '', domainName: '', billingEmail: '' },
        ...counted(['applicationCount', 'userCount', 'campaignsActiveCount', 'campaignsInactiveCount']),
      },
      more: { applicationCount: 1, userCount: 1, campaignsActiveCount: 1 },
    });
    await expect(call('getAccount', 2)).rejects.toThrow(/^404 /);
  },
  getAccountAnalytics: async (call, world, version) => {
    await countsMore(() => call('getAccountAnalytics', 1), world, {
      shown: {
        ...counted(['applications', 'liveApplications', 'campaigns', 'activeCampaigns', 'liveActiveCampaigns']),
        ...counted(['activeRules', 'coupons', 'activeCoupons', 'referralCodes', 'activeReferralCodes', 'users']),
        ...counted(['customAttributes', 'webhooks', 'loyaltyPrograms', 'expiredCoupons', 'expiredReferralCodes']),
        ...sinceFive(version, counted(['liveLoyaltyPrograms'])),
        ...{ roles: 3, sandboxApplications: 0 },
      },
      more: {
        ...{ applications: 1, liveApplications: 1, campaigns: 1, activeCampaigns: 1, liveActiveCampaigns: 1 },
        ...{ activeRules: 1, coupons: 1, activeCoupons: 1, users: 1, customAttributes: 1 },
      },
    });
  },
  createAttribute: async (call, _world, version) => {
    const name = newName();
    expect(await call('createAttribute', newAttribute(name))).toEqual(shownAttribute(someId, name, version));
  },
  getAttribute: async (call, world, version) => {
    const { id, name } = await madeAttribute(world);
    expect(await call('getAttribute', id)).toEqual(shownAttribute(id, name, version));
  },
  getAttributes: async (call, world, version) => {
    const { id, name } = await madeAttribute(world);
    expect(entryOf(await call('getAttributes', LIST), id)).toEqual(shownAttribute(id, name, version));
  },
  updateAttribute: async (call, world, version) => {
    const { id, name } = await madeAttribute(world);
    const change = { title: 'Hue', suggestions: ['blue'] };
    const changed = await call('updateAttribute', id, { ...newAttribute(name), ...change });
    expect(changed).toEqual({ ...shownAttribute(id, name, version), ...change });
  },
  importAllowedList: async (call, world, version) => {
    const { id, name } = await madeAttribute(world);
    const made = await withCsv('item\nblue\ngreen\nblue\n', (file) => call('importAllowedList', id, file));
    const shown = { created: someTime, accountId: 1, userId: someId, entity: 'AllowedList', amount: 2 };
    expect(made).toEqual({ id, ...shown });
    const suggestions = ['blue', 'green'];
    expect(await call('getAttribute', id)).toEqual({ ...shownAttribute(id, name, version), suggestions });
  },
  createAdditionalCost: async (call, _world, version) => {
    const body = { name: newName(), title: 'Wrap', description: 'Paper' };
    expect(await call('createAdditionalCost', body)).toEqual(shownCost(body, version));
  },
  getAdditionalCost: async (call, world, version) => {
    expect(await call('getAdditionalCost', world.cost.id)).toEqual(shownShipping(world, version));
  },
  getAdditionalCosts: async (call, world, version) => {
    const listed = await call('getAdditionalCosts', LIST);
    expect(entryOf(listed, world.cost.id)).toEqual(shownShipping(world, version));
  },
  updateAdditionalCost: async (call, _world, version) => {
    const before = { name: newName(), title: 'Wrap', description: 'Paper' };
    const { id } = (await call('createAdditionalCost', before)) as { id: number };
    const body = { ...before, title: 'Box', description: 'Wood' };
    expect(await call('updateAdditionalCost', id, body)).toEqual(shownCost({ id, ...body }, version));
    const renamed = call('updateAdditionalCost', id, { ...body, name: 'other' });
    await expect(renamed).rejects.toThrow('additional_cost.fixed');
  },
  getEventTypes: async (call, { eventType, shop }, version) => {
    const filter = { ...LIST, applicationIds: String(shop.application), name: eventType.toUpperCase() };
    const shown = { id: someId, created: someTime, name: eventType, title: 'Visited', description: '' };
    const onlyFour = { applicationIds: [], mimeType: 'application/json', handler: '', version: 1 };
    expect(await call('getEventTypes', filter)).toEqual({
      totalResultSize: 1,
      data: [{ ...shown, ...(version === 4 ? onlyFour : {}) }],
    });
  },
  getWebhook: async (call, { webhook }) => {
    expect(await call('getWebhook', webhook)).toEqual(shownWebhook(webhook));
  },
  getWebhooks: async (call, { webhook, shop }) => {
    const listed = await call('getWebhooks', { ...LIST, applicationIds: String(shop.application) });
    expect(entryOf(listed, webhook)).toEqual(shownWebhook(webhook));
  },
  getWebhookActivationLogs: async (call, { webhook, shop }) => {
    const filter = { ...LIST, webhookId: webhook, applicationId: shop.application, campaignId: shop.campaign };
    expect(
      await tried(
        () => call('getWebhookActivationLogs', filter),
        () => true,
      ),
    ).toEqual({
      ...{ webhookId: webhook, applicationId: shop.application, campaignId: shop.campaign, created: someTime },
      integrationRequestUuid: someText,
    });
  },
  getWebhookLogs: async (call, { webhook, shop }) => {
    const filter = { ...LIST, webhookId: webhook, applicationId: shop.application, campaignId: shop.campaign };
    expect(
      await tried(
        () => call('getWebhookLogs', filter),
        (entry) => 'responseTime' in entry,
      ),
    ).toEqual({
      ...{ id: someText, integrationRequestUuid: someText, webhookId: webhook, applicationId: shop.application },
      ...{ url: 'https://example.invalid/', request: '', requestTime: someTime, response: '', responseTime: someTime },
    });
  },
  getChanges: async (call, { shop }) => {
    const filter = { ...LIST, applicationId: shop.application, entityPath: `campaigns/${shop.campaign}`, sort: 'id' };
    const { data } = (await call('getChanges', filter)) as Listed;
    expect(data[0]).toEqual({
      ...{ id: someId, created: someTime, userId: 1, applicationId: shop.application },
      entity: `${shop.path.slice(3)}/campaigns/${shop.campaign}`,
      new: {
        ...{ id: shop.campaign, created: someTime, updated: someTime, applicationId: shop.application, userId: 1 },
        ...{ name: someText, description: '', state: 'disabled', attributes: {}, tags: [], features: ['coupons'] },
        ...{ limits: [], campaignGroups: [], rollbackCouponsOnCancel: true, reevaluateOnReturn: false },
      },
    });
  },
  getAllAccessLogs: async (call, world) => {
    await call('getRole', 1);
    await isLogged('/v1/roles/1', (filter) => call('getAllAccessLogs', ...range(world), filter));
  },
  getAccessLogs: async (call, world) => {
    const { application, path } = world.shop;
    await call('getApplication', application);
    await isLogged(path, (filter) => call('getAccessLogs', application, ...range(world), filter));
  },
  getAccessLogsWithoutTotalCount: async (call, world) => {
    const { application, path } = world.shop;
    await call('getApplication', application);
    await isLogged(path, (filter) => call('getAccessLogsWithoutTotalCount', application, ...range(world), filter));
  },
};
