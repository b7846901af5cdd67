import { ServiceTokens } from '@tessera/service-kit';
import { Client, Management } from '../testing/management.fixture';

interface Audience {
  readonly id: number;
  readonly name: string;
}

describe('audiences', () => {
  let management: Management;
  let admin: Client;
  let gateway: Client;

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    const tokens = new ServiceTokens('ingestion-gateway', management.settings.TESSERA_SERVICE_SECRET);
    gateway = new Client(management, await tokens.header({ application: '1' }));
  });
  afterAll(() => management.stop());

  const create = async (name: string, more = {}) =>
    (await gateway.post<Audience>('/internal/audiences', { name, ...more })).body;

  it('are written for integrations, under a signed token, and seen by users', async () => {
    const { headers, body } = await gateway.post<Audience>('/internal/audiences', { name: 'vip' });
    const version = BigInt(headers['x-tessera-catalog'] ?? 0);
    expect((await management.readCatalog(version)).at(-1)).toMatchObject({
      actor: { userId: 0n },
      payload: { kind: 'AudienceSaved', entity: { id: BigInt(body.id), name: 'vip' } },
    });
    const listed = await admin.get<{ data: Audience[] }>('/v1/audiences?withTotalResultSize=true');
    expect(listed.body.data.map(({ name }) => name)).toContain('vip');
    const other = new Client(management, 'Service nothing');
    expect(await other.fails('POST', '/internal/audiences', { name: 'x' })).toEqual([401, 'key.invalid']);
  });

  it('keep what an update leaves out', async () => {
    const { id } = await create('crm', { integration: 'segment', integrationId: 'a1', description: 'theirs' });
    expect((await gateway.put<Audience>(`/internal/audiences/${id}`, { name: 'crm 2' })).body).toMatchObject({
      ...{ id, name: 'crm 2', description: 'theirs' },
      ...{ integration: 'segment', integrationId: 'a1', sandbox: false },
    });
  });

  it('are one of a name, and one of an id of their system', async () => {
    await create('one', { integration: 'braze', integrationId: '7' });
    const again = (body: object) => gateway.fails('POST', '/internal/audiences', body);
    expect(await again({ name: 'one' })).toEqual([409, 'audience.name']);
    const same = { integration: 'braze', integrationId: '7' };
    expect(await again({ name: 'two', ...same })).toEqual([409, 'audience.integration_id']);
    expect((await create('three', { ...same, integration: 'segment' })).name).toBe('three');
  });

  it('are written once under a key, which is of one call and one application', async () => {
    const under = async (method: 'POST' | 'DELETE', path: string, name: string, hash: string, application = '1') => {
      const tokens = new ServiceTokens('ingestion-gateway', management.settings.TESSERA_SERVICE_SECRET);
      const { statusCode, body } = await management.app.inject({
        ...{ method, url: `/internal/audiences${path}`, ...(method === 'POST' && { payload: { name } }) },
        headers: {
          authorization: await tokens.header({ application }),
          ...{ 'idempotency-key': 'key-1', 'x-tessera-call-hash': Buffer.from(hash).toString('base64url') },
        },
      });
      return [statusCode, body === '' ? undefined : (JSON.parse(body) as object)] as const;
    };
    const [status, first] = await under('POST', '', 'keyed', 'h1');
    expect([status, await under('POST', '', 'keyed', 'h1')]).toEqual([201, [201, first]]);
    expect(await under('POST', '', 'other', 'h2')).toMatchObject([422, { errors: [{ code: 'idempotency.mismatch' }] }]);
    expect((await under('POST', '', 'other', 'h2', '2'))[0]).toBe(201);
    const { id } = first as Audience;
    await gateway.delete(`/internal/audiences/${id}`);
    expect(await under('POST', '', 'keyed', 'h1')).toEqual([201, first]);
    expect(await gateway.fails('DELETE', `/internal/audiences/${id}`)).toEqual([404, 'audience.not_found']);
  });

  it('that effects name are not deleted', async () => {
    const { id } = await create('named');
    const application = { name: 'Shop', currency: 'EUR', timezone: 'UTC' };
    const shop = (await admin.post<{ id: number }>('/v1/applications', application)).body.id;
    const draft = { name: 'Spring', state: 'disabled', tags: [], features: [], limits: [] };
    const campaign = (await admin.post<{ id: number }>(`/v1/applications/${shop}/campaigns`, draft)).body.id;
    const place = `/v1/applications/${shop}/campaigns/${campaign}/rulesets`;
    const effects = [['addToAudience', { audienceId: id }]];
    const rules = [{ title: 'one', condition: ['cel', 'true'], effects }];
    const ruleset = (await admin.post<{ id: number }>(place, { rules, bindings: [] })).body.id;
    expect(await gateway.fails('DELETE', `/internal/audiences/${id}`)).toEqual([409, 'audience.in_use']);
    await admin.delete(`${place}/${ruleset}`);
    await gateway.delete(`/internal/audiences/${id}`);
    expect(await gateway.fails('DELETE', `/internal/audiences/${id}`)).toEqual([404, 'audience.not_found']);
  });
});
