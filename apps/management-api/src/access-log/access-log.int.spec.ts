import type { AccessLogEntry } from '@tessera/api-contracts';
import { Client, Management } from '../testing/management.fixture';
import { AccessLog } from './access-log';

interface Listed {
  readonly totalResultSize?: number;
  readonly hasMore: boolean;
  readonly data: readonly AccessLogEntry[];
}

describe('the log of calls', () => {
  let management: Management;
  let admin: Client;
  let application: number;
  const began = new Date(Date.now() - 1_000).toISOString();

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    const shop = { name: 'One', currency: 'EUR', timezone: 'UTC' };
    application = (await admin.post<{ id: number }>('/v1/applications', shop)).body.id;
    await admin.get(`/v1/applications/${application}/campaigns?name=a%20customer`);
    await admin.fails('GET', `/v1/applications/${application}/campaigns/999999`);
    await management.call('Bearer nobody', 'GET', `/v1/applications/${application}`);
  }, 60_000);
  afterAll(() => management.stop());

  const list = async (path: string, filter = '') => {
    await management.app.get(AccessLog).flush();
    const range = `rangeStart=${began}&rangeEnd=${new Date(Date.now() + 60_000).toISOString()}`;
    return (await admin.get<Listed>(`${path}?${range}${filter}`)).body;
  };

  it('has every call with who, what and how it ended, and nothing of what was sent', async () => {
    const { data, totalResultSize } = await list(`/v1/applications/${application}/access_logs`);
    const path = `/v1/applications/${application}`;
    expect(data.map(({ method, requestUri, status }) => [method, requestUri, status])).toEqual([
      ['GET', `${path}/campaigns`, 200],
      ['GET', `${path}/campaigns/999999`, 404],
      ['GET', path, 401],
    ]);
    expect(totalResultSize).toBe(3);
    expect(data.map(({ userId }) => userId !== undefined)).toEqual([true, true, false]);
    const all = await list('/v1/access_logs');
    expect(all.data.map(({ requestUri }) => requestUri)).toContain('/v1/sessions');
    expect(JSON.stringify(all)).not.toMatch(/customer|password|Bearer/);
  });

  it('is searched by path, method and status, and read without counting', async () => {
    const path = `/v1/applications/${application}/access_logs`;
    const statuses = async (filter: string) => (await list(path, filter)).data.map(({ status }) => status);
    expect(await statuses('&path=campaigns&status=success&method=get')).toEqual([200]);
    expect(await statuses('&path=campaigns&status=error')).toEqual([404]);
    expect(await statuses('&status=401')).toEqual([401]);
    expect(await list(`${path}/no_total`, '&pageSize=1')).toMatchObject({ hasMore: true, data: [{ status: 200 }] });
    expect(await list(`${path}/no_total`)).not.toHaveProperty('totalResultSize');
    expect(await admin.fails('GET', '/v1/access_logs')).toEqual([400, 'field.required', 'field.required']);
    expect(
      await admin.fails('GET', `/v1/applications/999999/access_logs/no_total?rangeStart=${began}&rangeEnd=${began}`),
    ).toEqual([404, 'application.not_found']);
  });

  it('is for admins', async () => {
    const key = { name: 'editor', role: 'editor', expires: '2099-01-01T00:00:00Z' };
    const { body } = await admin.post<{ key: string }>('/v1/management_keys', key);
    const editor = new Client(management, `ManagementKey-v1 ${body.key}`);
    expect(await editor.fails('GET', `/v1/access_logs?rangeStart=${began}&rangeEnd=${began}`)).toEqual([
      403,
      'role.forbidden',
    ]);
  });
});
