import { ADMIN, Client, type ErrorAnswer, Management } from '../testing/management.fixture';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

describe('signing in', () => {
  let management: Management;
  let admin: Client;
  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
  });
  afterAll(() => management.stop());

  it('answers as the SDK expects, and the token works until it signs out', async () => {
    const answer = await management.call<{ userId: number; token: string; created: string }>(
      undefined,
      'POST',
      '/v1/sessions',
      {
        email: 'Admin@LocalHost',
        password: ADMIN.password,
      },
    );
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body).sort()).toEqual(['created', 'token', 'userId']);
    const client = new Client(management, `Bearer ${answer.body.token}`);
    expect((await client.get<{ data: { email: string }[] }>('/v1/users')).body.data[0]?.email).toBe('admin@localhost');
    expect((await client.delete('/v1/sessions')).status).toBe(204);
    expect(await client.fails('GET', '/v1/users')).toEqual([401, 'key.invalid']);
  });

  it.each([
    ['no header', undefined],
    ['an empty token', 'Bearer '],
    ['an unknown token', 'Bearer 00'],
    ['another scheme', 'Basic YWRtaW46YWRtaW4='],
    ['a key that is none', 'ManagementKey-v1 mk_1_00'],
    ['an API key', 'ApiKey-v1 pk_1_00'],
  ])('is asked for with %s', async (_case, authorization) => {
    const answer = await management.call<ErrorAnswer>(authorization, 'GET', '/v1/applications');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBeDefined();
    expect(answer.body.errors[0]?.code).toBe('key.invalid');
  });

  it('tells a wrong password and an unknown email alike, and stops guessing', async () => {
    const tryWith = (email: string, password: string) =>
      management.call<ErrorAnswer & { requestId: string }>(undefined, 'POST', '/v1/sessions', { email, password });
    const unknown = await tryWith('nobody@shop.example', 'wrong');
    const wrong = await tryWith('someone@shop.example', 'wrong');
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    for (let tries = 1; tries < 5; tries += 1) await tryWith('nobody@shop.example', 'wrong');
    const refused = await tryWith('nobody@shop.example', 'wrong');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await tryWith(ADMIN.email, ADMIN.password)).status).toBe(201);
  });

  it('keeps no password, token or key in its tables or answers', async () => {
    const { body: user } = await admin.post<Record<string, unknown>>('/v1/users', {
      email: 'Vera@Shop.example',
      password: 'veras own password',
      role: 'viewer',
    });
    expect(user).toMatchObject({ email: 'vera@shop.example', role: 'viewer', state: 'active', accountId: 1 });
    expect(JSON.stringify(user)).not.toContain('password');
    expect(
      await admin.fails('POST', '/v1/users', { email: 'vera@shop.example', password: 'another password' }),
    ).toEqual([409, 'user.exists']);
  });

  describe('roles', () => {
    const keys = new Map<string, string>();
    let application: string;
    beforeAll(async () => {
      for (const role of ['viewer', 'editor', 'admin']) {
        const { body } = await admin.post<{ key: string }>('/v1/management_keys', {
          name: role,
          role,
          expires: inDays(1),
        });
        keys.set(role, `ManagementKey-v1 ${body.key}`);
      }
      const { body } = await admin.post<{ id: number }>('/v1/applications', {
        name: 'Roles',
        currency: 'EUR',
        timezone: 'UTC',
      });
      application = `/v1/applications/${body.id}`;
    });

    const READ = [200, 200, 200];
    const EDIT = [403, 400, 400];
    const ADMINISTER = [403, 403, 400];
    it.each<[number[], 'GET' | 'POST' | 'PUT' | 'DELETE', string]>([
      [READ, 'GET', '/v1/applications'],
      [READ, 'GET', '/v1/attributes'],
      [READ, 'GET', '/v1/event_types'],
      [READ, 'GET', '/v1/webhooks'],
      [READ, 'GET', '/v1/users'],
      [READ, 'GET', 'A/campaigns'],
      [READ, 'POST', 'A/campaigns_search'],
      [EDIT, 'POST', 'A/campaigns'],
      [EDIT, 'PUT', 'A/campaigns/1'],
      [[403, 404, 404], 'DELETE', 'A/campaigns/1'],
      [EDIT, 'POST', 'A/campaigns/1/rulesets'],
      [EDIT, 'PUT', 'A/campaigns/1/rulesets/1'],
      [[403, 404, 404], 'DELETE', 'A/campaigns/1/rulesets/1'],
      [EDIT, 'POST', 'A/campaigns/1/coupons'],
      [EDIT, 'PUT', 'A/campaigns/1/coupons'],
      [[403, 404, 404], 'DELETE', 'A/campaigns/1/coupons'],
      [[403, 404, 404], 'DELETE', 'A/campaigns/1/coupons/1'],
      [ADMINISTER, 'POST', '/v1/applications'],
      [ADMINISTER, 'POST', '/v1/attributes'],
      [ADMINISTER, 'POST', '/v1/event_types'],
      [ADMINISTER, 'POST', '/v1/webhooks'],
      [ADMINISTER, 'POST', '/v1/users'],
      [ADMINISTER, 'POST', '/v1/management_keys'],
      [[403, 403, 200], 'GET', '/v1/management_keys'],
      [[403, 403, 404], 'DELETE', '/v1/management_keys/999999'],
      [ADMINISTER, 'POST', 'A/api_keys'],
      [[403, 403, 200], 'GET', 'A/api_keys'],
      [[403, 403, 404], 'PUT', 'A/api_keys/999999'],
      [[403, 403, 404], 'DELETE', 'A/api_keys/999999'],
      [[403, 403, 404], 'PUT', '/v1/event_types/999999'],
      [[403, 403, 404], 'DELETE', '/v1/webhooks/999999'],
      [[403, 403, 404], 'POST', '/v1/webhook_logs/999999/retry'],
    ])('answer viewer, editor, admin with %j to %s %s', async (expected, method, path) => {
      const body = method === 'GET' || method === 'DELETE' ? undefined : path.endsWith('search') ? {} : { wrong: true };
      const statuses: number[] = [];
      for (const role of ['viewer', 'editor', 'admin']) {
        const answer = await management.call(keys.get(role), method, path.replace(/^A/, application), body);
        statuses.push(answer.status);
      }
      expect(statuses).toEqual(expected);
    });

    it('end with their key', async () => {
      const { body } = await admin.post<{ id: number; key: string }>('/v1/management_keys', {
        name: 'short',
        role: 'admin',
        expires: inDays(1),
      });
      const client = new Client(management, `ManagementKey-v1 ${body.key}`);
      await client.get('/v1/applications');
      expect(
        (await admin.get<{ data: { id: number }[] }>('/v1/management_keys')).body.data.map(({ id }) => id),
      ).toContain(body.id);
      await admin.delete(`/v1/management_keys/${body.id}`);
      expect(await client.fails('GET', '/v1/applications')).toEqual([401, 'key.invalid']);
      expect(await admin.fails('DELETE', `/v1/management_keys/${body.id}`)).toEqual([404, 'management_key.not_found']);
      expect(await admin.fails('POST', '/v1/management_keys', { name: 'past', expires: inDays(-1) })).toEqual([
        400,
        'key.expires',
      ]);
    });
  });

  describe('users', () => {
    it('lose their sign-ins with a new password, another role and deactivation, but one admin stays', async () => {
      const password = 'ediths own password';
      const { body } = await admin.post<{ id: number }>('/v1/users', {
        email: 'edith@shop.example',
        password,
        role: 'editor',
      });
      const first = new Client(management, await management.signIn({ email: 'edith@shop.example', password }));
      await first.get(`/v1/users/${body.id}`);
      await admin.put(`/v1/users/${body.id}`, { password: 'ediths new password' });
      expect(await first.fails('GET', '/v1/users')).toEqual([401, 'key.invalid']);
      await management.signIn({ email: 'edith@shop.example', password: 'ediths new password' });
      await admin.put(`/v1/users/${body.id}`, { state: 'deactivated' });
      await expect(management.signIn({ email: 'edith@shop.example', password: 'ediths new password' })).rejects.toThrow(
        '401',
      );
      const { body: users } = await admin.get<{ data: { id: number; role: string }[] }>('/v1/users');
      const last = users.data.find(({ role }) => role === 'admin');
      expect(await admin.fails('PUT', `/v1/users/${last?.id}`, { role: 'viewer' })).toEqual([400, 'user.last_admin']);
      expect(await admin.fails('GET', '/v1/users/999999')).toEqual([404, 'user.not_found']);
    });
  });
});
