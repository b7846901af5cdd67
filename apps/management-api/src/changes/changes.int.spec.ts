import type { Change } from '@tessera/api-contracts';
import { Client, Management } from '../testing/management.fixture';

interface Listed {
  readonly totalResultSize: number;
  readonly cursor?: string;
  readonly data: readonly Change[];
}

describe('the audit of changes', () => {
  let management: Management;
  let admin: Client;
  let application: string;

  const changes = async (query = '') => (await admin.get<Listed>(`/v1/changes${query}`)).body.data;

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    const shop = { name: 'One', currency: 'EUR', timezone: 'Europe/Berlin' };
    application = `/applications/${(await admin.post<{ id: number }>('/v1/applications', shop)).body.id}`;
  }, 60_000);
  afterAll(() => management.stop());

  it('cdisc 190: has every write with its actor, its path, and the state before and after', async () => {
    const limits = [{ action: 'setDiscount', limit: 12.5, entities: [] }];
    const campaign = { name: 'Spring', tags: [], features: [], limits };
    const { body } = await admin.post<{ id: number; createdBy: string }>(`/v1${application}/campaigns`, campaign);
    const path = `${application}/campaigns/${body.id}`;
    await admin.put(`/v1${path}`, { ...campaign, name: 'Summer' });
    await admin.delete(`/v1${path}`);

    const [created, changed, deleted, ...more] = await changes(`?entityPath=${encodeURIComponent(path.toUpperCase())}`);
    const applicationId = Number(application.split('/')[2]);
    expect(created).toMatchObject({ entity: path, applicationId, new: { name: 'Spring', limits: [{ limit: 12.5 }] } });
    expect(created).not.toHaveProperty('old');
    expect(changed).toMatchObject({ entity: path, old: { name: 'Spring' }, new: { name: 'Summer' } });
    expect(deleted).toMatchObject({ entity: path, old: { name: 'Summer' } });
    expect(deleted).not.toHaveProperty('new');
    expect(more).toEqual([]);
    expect([created?.userId, changed?.userId, deleted?.userId]).toEqual([1, 1, 1].map(() => created?.userId));
    expect(await changes(`?userId=${created?.userId}&entityPath=${path}`)).toHaveLength(3);
    expect(await changes(`?userId=999&entityPath=${path}`)).toEqual([]);
    expect((await changes(`?entityPath=${path}&includeOld=false`)).some((change) => 'old' in change)).toBe(false);
  });

  it('has what never reaches the catalog: users with their roles, management keys and campaign templates', async () => {
    const person = { email: 'Eve@example.com', name: 'Eve', role: 'viewer', password: 'a password that nobody sees' };
    const user = (await admin.post<{ id: number }>('/v1/users', person)).body.id;
    await admin.put(`/v1/users/${user}`, { role: 'editor', password: 'another one that nobody sees' });
    await admin.delete(`/v1/users/${user}`);
    const ofUser = await changes(`?entityPath=/users/${user}`);
    const [viewer, editor] = [{ email: 'eve@example.com', role: 'viewer' }, { role: 'editor' }];
    expect(ofUser).toMatchObject([{ new: viewer }, { old: viewer, new: editor }, { old: editor }]);
    expect(JSON.stringify(ofUser)).not.toContain('nobody sees');

    const key = { name: 'k', role: 'viewer', expires: '2099-01-01T00:00:00Z' };
    const { body } = await admin.post<{ id: number; key: string }>('/v1/management_keys', key);
    await admin.delete(`/v1/management_keys/${body.id}`);
    const ofKey = await changes(`?entityPath=/management_keys/${body.id}`);
    expect(ofKey).toMatchObject([{ new: { name: 'k' } }, { old: { name: 'k' } }]);
    expect(JSON.stringify(ofKey)).not.toContain(body.key);

    const applicationsIds = [Number(application.split('/')[2])];
    const template = { name: 'Spring', applicationsIds, state: 'enabled' };
    const { id } = (await admin.post<{ id: number }>('/v1/campaign_templates', template)).body;
    await admin.put(`/v1/campaign_templates/${id}`, { ...template, name: 'Summer' });
    await admin.delete(`/v1/campaign_templates/${id}`);
    const ofTemplate = await changes(`?entityPath=/campaign_templates/${id}`);
    const [spring, summer] = [{ name: 'Spring' }, { name: 'Summer' }];
    expect(ofTemplate).toMatchObject([{ new: spring }, { old: spring, new: summer }, { old: summer }]);
    const ids = (await changes()).map((change) => change.id);
    expect(ids).toEqual([...ids].sort((one, other) => one - other));
    const makers = [...ofUser, ...ofKey, ...ofTemplate].map(({ userId }) => userId);
    expect(new Set(makers).size).toBe(1);
    expect(makers[0]).toBeGreaterThan(0);
  });

  it('has nothing of a write that was refused', async () => {
    const before = (await changes()).length;
    const [user] = (await admin.get<{ data: { id: number }[] }>('/v1/users')).body.data;
    expect(await admin.fails('DELETE', `/v1/users/${user?.id}`)).toEqual([400, 'user.last_admin']);
    expect((await admin.fails('DELETE', '/v1/management_keys/999999'))[0]).toBe(404);
    expect(await changes()).toHaveLength(before);
  });

  it('shows no secret: of no key, and of no webhook', async () => {
    const expires = '2099-01-01T00:00:00Z';
    const key = await admin.post<{ key: string }>(`/v1${application}/api_keys`, {
      title: 'k',
      scopes: ['read'],
      expires,
    });
    const webhook = { title: 'w', verb: 'POST', url: 'https://example.com/', headers: ['Authorization: hush-hush'] };
    const created = await admin.post<{ secret?: string }>('/v1/webhooks', {
      ...{ ...webhook, applicationIds: [], params: [], enabled: true },
    });
    const shown = JSON.stringify(await changes());
    expect(shown).toContain('api_keys');
    expect(shown).toContain('/webhooks/');
    for (const secret of [
      key.body.key.split('_')[2] ?? '?',
      'hush-hush',
      created.body.secret ?? '?!',
      'hash',
      'nonce',
    ]) {
      expect([secret, shown.includes(secret)]).toEqual([secret, false]);
    }
  });

  it('is read page by page, and by admins only', async () => {
    const all = await changes();
    const first = (await admin.get<Listed>('/v1/changes?pageSize=2&sort=id')).body;
    const second = (await admin.get<Listed>(`/v1/changes?pageSize=2&sort=id&cursor=${first.cursor}`)).body;
    expect(first.totalResultSize).toBe(all.length);
    expect([...first.data, ...second.data]).toEqual(all.slice(0, 4));
    expect((await changes('?sort=-id&pageSize=1'))[0]?.id).toBe(all.at(-1)?.id);
    expect(await admin.fails('GET', '/v1/changes?pageSize=2&cursor=none')).toEqual([400, 'cursor.invalid']);

    const key = { name: 'editor', role: 'editor', expires: '2099-01-01T00:00:00Z' };
    const { body } = await admin.post<{ key: string }>('/v1/management_keys', key);
    const editor = new Client(management, `ManagementKey-v1 ${body.key}`);
    expect(await editor.fails('GET', '/v1/changes')).toEqual([403, 'role.forbidden']);
  });
});
