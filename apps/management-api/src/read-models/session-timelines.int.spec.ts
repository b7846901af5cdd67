import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Management } from '../testing/management.fixture';

/** What the read models of sessions and profiles answer, by path; what they were asked last stands in `asked`. */
const answers = new Map<string, object>();
const asked: URL[] = [];
const NOT_FOUND = { message: '', errors: [{ code: 'session.not_found', title: 'none' }], requestId: '' };

function answering(): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://none');
    asked.push(url);
    const answer = answers.get(url.pathname);
    const headers = { 'content-type': 'application/json' };
    response.writeHead(answer ? 200 : 404, headers).end(JSON.stringify(answer ?? NOT_FOUND));
  });
}

const effect = {
  ...{ id: 'e', campaignId: 1, rulesetId: 1, rulesetVersion: 1, ruleId: 'r', ruleIndex: 0, ruleName: 'all' },
  ...{ effectIndex: 0, effectType: 'setDiscount', phase: 'committed', props: { name: 'd', value: 1 } },
};
const entry = {
  ...{ position: 5, created: '2026-07-15T12:00:00.000Z', type: 'talon_session_closed', outcome: 'accepted' },
  ...{ requestId: 'r-1', effects: [effect], errors: [], ruleFailureReasons: [] },
};
const none = { totalResultSize: 0, hasMore: false, data: [] };

const stored = {
  ...{ id: 77, integrationId: 'order/1', applicationId: 1, profileId: '', state: 'closed', updateCount: 1 },
  ...{ created: entry.created, updated: entry.created, firstSession: true, couponCodes: [], referralCode: '' },
  ...{ identifiers: [], cartItems: [], additionalCosts: {}, attributes: {}, total: 0, cartItemTotal: 0 },
  ...{ additionalCostTotal: 0, cartItemAdditionalCostTotal: 0, effects: [] },
};

describe('the timeline of a session', () => {
  const server = answering();
  let management: Management;
  let admin: Client;
  let application: number;
  let path: string;
  let sessions: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    management = await Management.start({ SESSION_PROJECTION_URL: url, PROFILE_PROJECTION_URL: url });
    admin = new Client(management, await management.signIn());
    const shop = { name: 'Shop', currency: 'EUR', timezone: 'UTC' };
    application = (await admin.post<{ id: number }>('/v1/applications', shop)).body.id;
    path = `/v1/applications/${application}/sessions`;
    sessions = `/internal/applications/${application}/customer_sessions`;
    answers.set('/internal/customer_profiles', none);
  }, 60_000);
  afterAll(async () => {
    await management.stop();
    server.close();
  });

  it('is that of the read model, a page of it, with the names of campaigns', async () => {
    const wish = { name: 'Spring', tags: [], features: [], limits: [] };
    const { body: campaign } = await admin.post<{ id: number }>(`/v1/applications/${application}/campaigns`, wish);
    const failure = { campaignID: campaign.id, campaignName: '', rulesetID: 1, ruleIndex: 0, ruleName: 'all' };
    const reasons = [{ ...failure, details: 'it does not hold' }, failure];
    const data = [{ ...entry, ruleFailureReasons: reasons }];
    answers.set(`${sessions}/cart/timeline`, { totalResultSize: 2, hasMore: true, cursor: 'c', data });
    const { body } = await admin.get(`${path}/cart/timeline?pageSize=1&sort=-id&cursor=b`);
    expect(Object.fromEntries(asked.at(-1)?.searchParams ?? [])).toEqual({ pageSize: '1', sort: '-id', cursor: 'b' });
    const named = reasons.map((reason) => ({ ...reason, campaignName: 'Spring' }));
    expect(body).toEqual({
      ...{ totalResultSize: 2, hasMore: true, cursor: 'c' },
      data: [{ ...entry, ruleFailureReasons: named }],
    });
  });

  it('is found by the number that Tessera gave, and by any id of an integration', async () => {
    answers.set(sessions, { ...none, data: [stored] });
    answers.set(`${sessions}/order%2F1/timeline`, { totalResultSize: 1, hasMore: false, data: [entry] });
    expect((await admin.get<{ data: object[] }>(`${path}/77/timeline`)).body.data).toEqual([entry]);
    expect((await admin.get<{ data: object[] }>(`${path}/order%2F1/timeline`)).body.data).toEqual([entry]);
    answers.set(sessions, none);
    answers.set(`${sessions}/78/timeline`, { totalResultSize: 1, hasMore: false, data: [entry] });
    expect((await admin.get<{ data: object[] }>(`${path}/78/timeline`)).body.data).toEqual([entry]);
  });

  it('is not there of a session or an application that is not there', async () => {
    expect(await admin.fails('GET', `${path}/unknown/timeline`)).toEqual([404, 'session.not_found']);
    const elsewhere = `/v1/applications/${application + 1}/sessions/cart/timeline`;
    expect(await admin.fails('GET', elsewhere)).toEqual([404, 'application.not_found']);
  });

  it('is shown to whoever may read, and to nobody else', async () => {
    const expires = new Date(Date.now() + 86_400_000).toISOString();
    const wish = { name: 'looks', role: 'viewer', expires };
    const { body } = await admin.post<{ key: string }>('/v1/management_keys', wish);
    const viewer = new Client(management, `ManagementKey-v1 ${body.key}`);
    expect((await viewer.get(`${path}/cart/timeline`)).status).toBe(200);
    expect((await management.call(undefined, 'GET', `${path}/cart/timeline`)).status).toBe(401);
  });

  it('has pages as every list has', async () => {
    expect(await admin.fails('GET', `${path}/cart/timeline?pageSize=0`)).toEqual([400, 'page.size']);
    expect(await admin.fails('GET', `${path}/cart/timeline?skip=10001`)).toEqual([400, 'page.skip']);
  });
});
