import { eventually } from '@tessera/testing';
import { succeeded, type Shape } from '../http.fixture';
import { withCsv } from './csv.fixture';
import { type Checks, entryOf, managementCaller, newName, someId, someTime, type World } from './world.fixture';

const LIST = { sort: 'id', pageSize: 1000 };
const PASSWORD = 'twelve letters';

async function newUser({ cluster }: World): Promise<{ id: number; email: string }> {
  const email = `${newName()}@example.com`;
  const body = { email, password: PASSWORD, name: 'Eve', role: 'editor' };
  return (await succeeded(cluster.manage<{ id: number; email: string }>('POST', '/v1/users', { body }))).body;
}

const newAttribute = (name: string) => ({
  ...{ entity: 'CustomerSession', name, title: 'Colour', type: 'string', description: 'of the bag' },
  ...{ suggestions: ['red'], editable: true },
});

async function madeAttribute({ cluster }: World): Promise<Shape & { id: number }> {
  const body = newAttribute(newName());
  return (await succeeded(cluster.manage<Shape & { id: number }>('POST', '/v1/attributes', { body }))).body;
}

const shownWebhook = (id: number) => ({
  ...{ id, created: someTime, modified: someTime, applicationIds: [], title: 'CRM', verb: 'POST', enabled: true },
  ...{ url: 'https://example.invalid/', headers: ['X-Key: ***'], params: [] },
});

const range = ({ began }: World) => [new Date(began), new Date(Date.now() + 60_000)];

/** Calls are written down a moment after they were answered. */
function logged(list: () => Promise<unknown>): Promise<Shape> {
  return eventually(async () => ((await list()) as { data: Shape[] }).data[0]);
}

const ACCESS = { method: 'GET', status: 200, time: someTime, requestPayload: '', responsePayload: '' };

/** Waits for the webhook's first try, which fails: its address leads nowhere. */
function tried(list: () => Promise<unknown>): Promise<Shape> {
  return eventually(async () => ((await list()) as { data: Shape[] }).data[0], 60_000);
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
    const { id, email } = await newUser(world);
    const user = { id, email, name: 'Eve', accountId: 1, state: 'active', created: someTime, modified: someTime };
    expect(entryOf(await call('getUsers', LIST), id)).toMatchObject(user);
  },
  getUser: async (call, world) => {
    const { id, email } = await newUser(world);
    expect(await call('getUser', id)).toMatchObject({ id, email, name: 'Eve', accountId: 1, state: 'active' });
  },
  getAllRoles: async (call, world) => {
    const { id } = await newUser(world);
    const { data } = (await call('getAllRoles')) as { data: Shape[] };
    expect(data.map(({ id: role, name }) => [role, name])).toEqual([
      [1, 'viewer'],
      [2, 'editor'],
      [3, 'admin'],
    ]);
    expect(data[1]?.['members']).toContain(id);
  },
  getRole: async (call) => {
    expect(await call('getRole', 3)).toMatchObject({
      id: 3,
      name: 'admin',
      description: 'Does everything.',
    });
  },
  getAccount: async (call, { cluster }) => {
    const { body } = await cluster.manage<{ totalResultSize: number }>('GET', '/v1/applications');
    expect(await call('getAccount', 1)).toMatchObject({
      ...{ id: 1, created: someTime, modified: someTime, state: 'active', applicationCount: body.totalResultSize },
    });
    await expect(call('getAccount', 2)).rejects.toThrow(/^404 /);
  },
  getAccountAnalytics: async (call, { cluster }) => {
    const { body } = await cluster.manage<{ totalResultSize: number }>('GET', '/v1/applications');
    const analytics = (await call('getAccountAnalytics', 1)) as Shape;
    const { totalResultSize: applications } = body;
    expect(analytics).toMatchObject({ applications, liveApplications: applications, sandboxApplications: 0, roles: 3 });
    for (const count of ['campaigns', 'activeCampaigns', 'coupons', 'activeRules', 'users', 'webhooks']) {
      expect([count, Number(analytics[count]) > 0]).toEqual([count, true]);
    }
  },
  createAttribute: async (call) => {
    const body = newAttribute(newName());
    const shown = { id: someId, created: someTime, accountId: 1, ...body, subscribedApplicationsIds: [] };
    expect(await call('createAttribute', body)).toMatchObject(shown);
  },
  getAttribute: async (call, world) => {
    const { id, name } = await madeAttribute(world);
    expect(await call('getAttribute', id)).toMatchObject({ id, ...newAttribute(String(name)) });
  },
  getAttributes: async (call, world) => {
    const { id, name } = await madeAttribute(world);
    expect(entryOf(await call('getAttributes', LIST), id)).toMatchObject(newAttribute(String(name)));
  },
  updateAttribute: async (call, world) => {
    const { id, ...before } = await madeAttribute(world);
    const changed = await call('updateAttribute', id, { ...before, title: 'Hue', suggestions: ['blue'] });
    expect(changed).toMatchObject({ id, name: before['name'], title: 'Hue', suggestions: ['blue'] });
  },
  importAllowedList: async (call, world) => {
    const { id } = await madeAttribute(world);
    const made = await withCsv('item\nblue\ngreen\nblue\n', (file) => call('importAllowedList', id, file));
    expect(made).toMatchObject({ created: someTime, accountId: 1, userId: someId, entity: 'AllowedList', amount: 2 });
    expect(await call('getAttribute', id)).toMatchObject({ suggestions: ['blue', 'green'] });
  },
  createAdditionalCost: async (call) => {
    const body = { name: newName(), title: 'Wrap', description: 'Paper' };
    expect(await call('createAdditionalCost', body)).toMatchObject({
      id: someId,
      created: someTime,
      accountId: 1,
      ...body,
    });
  },
  getAdditionalCost: async (call, { cost }) => {
    expect(await call('getAdditionalCost', cost.id)).toMatchObject({ ...cost, title: 'Shipping', description: '' });
  },
  getAdditionalCosts: async (call, { cost }) => {
    expect(entryOf(await call('getAdditionalCosts', LIST), cost.id)).toMatchObject({ ...cost, title: 'Shipping' });
  },
  updateAdditionalCost: async (call, { cost }) => {
    const body = { name: cost.name, title: 'Shipping', description: '' };
    const changed = await call('updateAdditionalCost', cost.id, body);
    expect(changed).toMatchObject({ ...cost, title: 'Shipping', description: '' });
    await expect(call('updateAdditionalCost', cost.id, { ...body, name: 'other' })).rejects.toThrow(
      'additional_cost.fixed',
    );
  },
  getEventTypes: async (call, { eventType, shop }) => {
    const filter = { ...LIST, applicationIds: String(shop.application), name: eventType.toUpperCase() };
    expect(await call('getEventTypes', filter)).toMatchObject({
      totalResultSize: 1,
      data: [{ id: someId, created: someTime, name: eventType, title: 'Visited' }],
    });
  },
  getWebhook: async (call, { webhook }) => {
    expect(await call('getWebhook', webhook)).toMatchObject(shownWebhook(webhook));
  },
  getWebhooks: async (call, { webhook, shop }) => {
    const listed = await call('getWebhooks', { ...LIST, applicationIds: String(shop.application) });
    expect(entryOf(listed, webhook)).toMatchObject(shownWebhook(webhook));
  },
  getWebhookActivationLogs: async (call, { webhook, shop }) => {
    const filter = { ...LIST, webhookId: webhook, applicationId: shop.application, campaignId: shop.campaign };
    expect(await tried(() => call('getWebhookActivationLogs', filter))).toEqual({
      ...{ webhookId: webhook, applicationId: shop.application, campaignId: shop.campaign, created: someTime },
      integrationRequestUuid: expect.stringMatching(/./) as string,
    });
  },
  getWebhookLogs: async (call, { webhook, shop }) => {
    const filter = { ...LIST, webhookId: webhook, applicationId: shop.application, campaignId: shop.campaign };
    expect(await tried(() => call('getWebhookLogs', filter))).toMatchObject({
      ...{ id: expect.any(String) as string, webhookId: webhook, applicationId: shop.application },
      ...{ url: 'https://example.invalid/', request: '', requestTime: someTime },
    });
  },
  getChanges: async (call, { shop }) => {
    const filter = { ...LIST, applicationId: shop.application, entityPath: `campaigns/${shop.campaign}`, sort: 'id' };
    const { data } = (await call('getChanges', filter)) as { data: Shape[] };
    expect(data[0]).toMatchObject({
      ...{ id: someId, created: someTime, userId: someId, applicationId: shop.application },
      ...{ entity: `${shop.path.slice(3)}/campaigns/${shop.campaign}`, new: { id: shop.campaign } },
    });
  },
  getAllAccessLogs: async (call, world) => {
    await call('getRole', 1);
    const filter = { ...LIST, path: '/v1/roles/1', method: 'GET', status: 'success' };
    expect(await logged(() => call('getAllAccessLogs', ...range(world), filter))).toMatchObject({
      ...{ ...ACCESS, requestUri: '/v1/roles/1', uuid: expect.any(String) as string },
    });
  },
  getAccessLogs: async (call, world) => {
    const { application, path } = world.shop;
    await call('getApplication', application);
    const filter = { ...LIST, path, method: 'GET', status: 'success' };
    const entry = await logged(() => call('getAccessLogs', application, ...range(world), filter));
    expect(entry).toMatchObject({ ...ACCESS, requestUri: expect.stringContaining(path) as string });
  },
  getAccessLogsWithoutTotalCount: async (call, world) => {
    const { application, path } = world.shop;
    await call('getApplication', application);
    const filter = { ...LIST, path, method: 'GET', status: 'success' };
    const entry = await logged(() => call('getAccessLogsWithoutTotalCount', application, ...range(world), filter));
    expect(entry).toMatchObject({ ...ACCESS, requestUri: expect.stringContaining(path) as string });
  },
};
