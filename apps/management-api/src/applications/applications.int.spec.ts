import type { Application, Attribute, CreatedApiKey, EventType, LoyaltyProgram } from '@tessera/api-contracts';
import { createHash } from 'node:crypto';
import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

const shop = { name: 'Shop', currency: 'EUR', timezone: 'Europe/Berlin' };
const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();

describe('applications and what they declare', () => {
  let management: Management;
  let admin: Client;
  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
  });
  afterAll(() => management.stop());

  const last = async (version: string | undefined) =>
    (await management.readCatalog(BigInt(version ?? 0))).at(-1)?.payload;

  describe('an application', () => {
    it('is read as it was written', async () => {
      const { body } = await admin.post<Application>('/v1/applications', { ...shop, description: 'One shop\nof many' });
      expect(body).toMatchObject({
        ...shop,
        description: 'One shop\nof many',
        accountId: 1,
        loyaltyPrograms: [],
        attributes: {},
      });
      const changed = await admin.put<Application>(`/v1/applications/${body.id}`, { timezone: 'UTC' });
      expect(changed.body).toMatchObject({ ...shop, timezone: 'UTC' });
      expect((await admin.get<Application>(`/v1/applications/${body.id}`)).body).toEqual(changed.body);
      expect(await last(changed.headers['x-tessera-catalog'])).toMatchObject({
        kind: 'ApplicationSaved',
        entity: { id: BigInt(body.id), timezone: 'UTC', currency: 'EUR' },
      });
    });

    it('is shown with the loyalty programs that it shares', async () => {
      const [one, other] = [
        await admin.post<Application>('/v1/applications', shop),
        await admin.post<Application>('/v1/applications', shop),
      ];
      const wanted = { name: 'shared', title: 'Stars', timezone: 'UTC', subscribedApplications: [one.body.id] };
      const { body: program } = await admin.post<LoyaltyProgram>('/v1/loyalty_programs', wanted);
      const { body: shown } = await admin.get<Application>(`/v1/applications/${one.body.id}`);
      expect(shown).toEqual({ ...one.body, loyaltyPrograms: [program] });
      const { body: all } = await admin.get<{ data: Application[] }>('/v1/applications?sort=-id&pageSize=2');
      expect(all.data).toEqual([other.body, shown]);
    });

    it.each([
      [{ currency: 'EURO' }, 'application.currency'],
      [{ currency: 'XAU' }, 'application.currency'],
      [{ timezone: 'Berlin' }, 'application.timezone'],
      [{ name: 7 }, 'field.type'],
      [{ attributes: { unknown: 1 } }, 'attribute.unknown'],
    ])('is not created with %j', async (wrong, code) => {
      expect(await admin.fails('POST', '/v1/applications', { ...shop, ...wrong })).toEqual([400, code]);
    });

    it('has limits that its campaigns inherit, in its own currency', async () => {
      const limits = [
        { action: 'setDiscount', limit: 1000.5, entities: ['Profile', 'Identifier'], period: 'monthly' },
        { action: 'setDiscountEffect', limit: 3, entities: [] },
      ];
      const body = { ...shop, currency: 'JPY', limits, enablePartialDiscounts: true };
      expect(await admin.fails('POST', '/v1/applications', body)).toEqual([400, 'limit.range']);
      const created = await admin.post<Application>('/v1/applications', { ...body, currency: 'EUR' });
      expect(created.body).toMatchObject({ limits, enablePartialDiscounts: true });
      expect(await last(created.headers['x-tessera-catalog'])).toMatchObject({
        entity: {
          partialRewards: true,
          sessionIdleAfter: null,
          limits: [
            { action: 'setDiscount', limit: 100_050n, entities: ['Identifier', 'Profile'], period: 'monthly' },
            { action: 'setDiscountEffect', limit: 3n, entities: [], period: null },
          ],
        },
      });
      const path = `/v1/applications/${created.body.id}`;
      expect((await admin.put<Application>(path, { timezone: 'UTC' })).body).toMatchObject({ limits });
      const changed = await admin.put<Application>(path, { limits: [], enablePartialDiscounts: false });
      expect(changed.body).toMatchObject({ limits: [], enablePartialDiscounts: false });
      const twice = [limits[1], limits[1]];
      expect(await admin.fails('PUT', path, { limits: twice })).toEqual([400, 'limit.twice']);
    });

    it('keeps its currency', async () => {
      const { body } = await admin.post<Application>('/v1/applications', shop);
      const path = `/v1/applications/${body.id}`;
      expect(await admin.fails('PUT', path, { currency: 'USD' })).toEqual([400, 'application.currency']);
      expect(await admin.fails('PUT', '/v1/applications/999999', {})).toEqual([404, 'application.not_found']);
      expect(await admin.fails('GET', `${path}/health_report`)).toEqual([503, 'read_model.unavailable']);
    });
  });

  describe('an API key', () => {
    it('is shown once, kept as a hash, and dead when it is revoked', async () => {
      const { body } = await admin.post<Application>('/v1/applications', shop);
      const keys = `/v1/applications/${body.id}/api_keys`;
      const created = await admin.post<CreatedApiKey>(keys, {
        title: 'Till',
        scopes: ['integration', 'read'],
        expires: inAYear,
      });
      const [prefix, id, secret = ''] = created.body.key.split('_');
      expect([prefix, id]).toEqual(['pk', String(created.body.id)]);
      const hash = createHash('sha256').update(secret).digest();
      const saved = { id, application: BigInt(body.id), title: 'Till', scopes: ['integration', 'read'], hash };
      expect(await last(created.headers['x-tessera-catalog'])).toMatchObject({
        kind: 'ApiKeySaved',
        entity: { ...saved, revoked: false },
      });
      const { body: listed } = await admin.get<{ data: object[] }>(keys);
      expect(listed.data).toEqual([expect.not.objectContaining({ key: expect.anything() as string })]);
      const revoked = await admin.delete(`${keys}/${id}`);
      expect(await last(revoked.headers['x-tessera-catalog'])).toMatchObject({
        kind: 'ApiKeySaved',
        entity: { ...saved, revoked: true },
      });
      expect((await admin.get<{ data: object[] }>(keys)).body.data).toEqual([]);
      expect(await admin.fails('DELETE', `${keys}/${id}`)).toEqual([404, 'api_key.not_found']);
    });

    it('keeps its secret when its title, its scopes or its end are changed', async () => {
      const { body: app } = await admin.post<Application>('/v1/applications', shop);
      const { body: other } = await admin.post<Application>('/v1/applications', shop);
      const keys = `/v1/applications/${app.id}/api_keys`;
      const scopes = ['integration', 'import'];
      const created = await admin.post<CreatedApiKey>(keys, { title: 'Till', scopes, expires: inAYear });
      const path = `${keys}/${created.body.id}`;
      const { body, headers } = await admin.put<object>(path, { title: 'Till 2', scopes: ['read'] });
      const { key, ...shown } = created.body;
      expect(body).toEqual({ ...shown, title: 'Till 2', scopes: ['read'] });
      const hash = createHash('sha256')
        .update(key.split('_')[2] ?? '')
        .digest();
      expect(await last(headers['x-tessera-catalog'])).toMatchObject({
        kind: 'ApiKeySaved',
        entity: { title: 'Till 2', scopes: ['read'], hash, revoked: false },
      });
      expect((await admin.get<{ data: object[] }>(keys)).body.data).toEqual([body]);
      expect(await admin.fails('PUT', path, { expires: '2020-01-01T00:00:00Z' })).toEqual([400, 'key.expires']);
      expect(await admin.fails('PUT', path, { scopes: [] })).toEqual([400, 'list.length']);
      expect(await admin.fails('PUT', `/v1/applications/${other.id}/api_keys/${created.body.id}`, {})).toEqual([
        404,
        'api_key.not_found',
      ]);
    });

    it('belongs to its application', async () => {
      const [one, two] = await Promise.all([1, 2].map(() => admin.post<Application>('/v1/applications', shop)));
      const path = (app: typeof one) => `/v1/applications/${app?.body.id}/api_keys`;
      const { body } = await admin.post<CreatedApiKey>(path(one), { title: 'Till', expires: inAYear });
      expect(await admin.fails('DELETE', `${path(two)}/${body.id}`)).toEqual([404, 'api_key.not_found']);
      expect((await admin.get<{ data: object[] }>(path(two))).body.data).toEqual([]);
      expect(await admin.fails('POST', path(one), { title: 'Till', expires: '2020-01-01T00:00:00Z' })).toEqual([
        400,
        'key.expires',
      ]);
      expect(await admin.fails('POST', path(one), { title: 'Till', expires: inAYear, scopes: ['all'] })).toEqual([
        400,
        'field.value',
      ]);
    });
  });

  describe('an attribute', () => {
    const vip = {
      entity: 'CustomerProfile',
      name: 'vip',
      title: 'VIP',
      type: 'boolean',
      description: '',
      suggestions: [],
      editable: true,
    };

    it('is declared once per entity, with what is ours beside what the SDK sends', async () => {
      const { body, headers } = await admin.post<Attribute>('/v1/attributes', { ...vip, personal: true });
      expect(body).toMatchObject({ ...vip, personal: true, subscribedApplicationsIds: [], accountId: 1 });
      expect(await last(headers['x-tessera-catalog'])).toMatchObject({
        kind: 'AttributeSaved',
        entity: { id: BigInt(body.id), entity: 'CustomerProfile', name: 'vip', personal: true, eventType: null },
      });
      expect(await admin.fails('POST', '/v1/attributes', vip)).toEqual([409, 'attribute.exists']);
      await admin.post('/v1/attributes', { ...vip, entity: 'CustomerSession' });
      const { body: own } = await admin.get<{ data: Attribute[] }>('/v1/attributes?entity=CustomerProfile');
      expect(own.data).toEqual([body]);
    });

    it('keeps what values in the log depend on', async () => {
      const { body } = await admin.post<Attribute>('/v1/attributes', { ...vip, name: 'colour', type: 'string' });
      const path = `/v1/attributes/${body.id}`;
      expect(await admin.fails('PUT', path, { type: 'number' })).toEqual([400, 'attribute.fixed']);
      expect(await admin.fails('PUT', path, { name: 'color' })).toEqual([400, 'attribute.fixed']);
      const changed = await admin.put<Attribute>(path, { ...body, title: 'Colour', suggestions: ['red'] });
      expect(changed.body).toEqual({ ...body, title: 'Colour', suggestions: ['red'] });
      expect((await admin.get<Attribute>(path)).body).toEqual(changed.body);
      expect(await admin.fails('GET', '/v1/attributes/999999')).toEqual([404, 'attribute.not_found']);
    });

    it('takes its allowed values from a file', async () => {
      const allowed = { name: 'size', type: 'number', suggestions: ['9'], restrictedBySuggestions: true };
      const path = `/v1/attributes/${(await admin.post<Attribute>('/v1/attributes', { ...vip, ...allowed })).body.id}`;
      const load = (csv: string, query = '') => admin.upload<ErrorAnswer>(`${path}/allowed_list/import${query}`, csv);
      const refused = await load('item\n1.50\nlarge\n2\n');
      expect([refused.status, refused.body.errors[0]]).toMatchObject([
        400,
        { code: 'import.row', source: { line: 3 } },
      ]);
      const many = Array.from({ length: 1_001 }, (_, index) => index).join('\n');
      expect((await load(`item\n${many}`)).body.errors[0]?.code).toBe('import.rows');
      expect((await admin.get<Attribute>(path)).body.suggestions).toEqual(['9']);
      const { status, body } = await load('item\n1.50\nlarge\n2\n1.5\n', '?skipInvalid=true');
      expect([status, body]).toMatchObject([
        200,
        { entity: 'AllowedList', amount: 2, skipped: 1, rows: [{ line: 3 }] },
      ]);
      const after = { suggestions: ['1.5', '2'], restrictedBySuggestions: true };
      expect((await admin.get<Attribute>(path)).body).toMatchObject(after);
      const { body: other } = await admin.post<Attribute>('/v1/attributes', { ...vip, name: 'sold' });
      const none = await admin.upload<ErrorAnswer>(`/v1/attributes/${other.id}/allowed_list/import`, 'item\n1\n');
      expect(none.body.errors[0]?.code).toBe('attribute.no_list');
    });

    it.each([
      [{ entity: 'Basket' }, 'field.value'],
      [{ type: 'money' }, 'field.value'],
      [{ name: '1st' }, 'field.format'],
      [{ name: 'x', subscribedApplicationsIds: [999_999] }, 'application.unknown'],
      [{ name: 'x', entity: 'Event' }, 'attribute.event_type'],
      [{ name: 'x', eventType: 'survey' }, 'attribute.event_type'],
    ])('is not declared with %j', async (wrong, code) => {
      expect(await admin.fails('POST', '/v1/attributes', { ...vip, ...wrong })).toEqual([400, code]);
    });

    it('gives a campaign or an application its value, by the declared type', async () => {
      await admin.post('/v1/attributes', { ...vip, entity: 'Application', name: 'opened', type: 'time' });
      const created = await admin.post<Application>('/v1/applications', {
        ...shop,
        attributes: { opened: '2020-01-01T00:00:00+01:00' },
      });
      expect(created.body.attributes).toEqual({ opened: '2020-01-01T00:00:00+01:00' });
      expect(await last(created.headers['x-tessera-catalog'])).toMatchObject({
        entity: { attributes: { opened: { kind: 'instant', at: BigInt(Date.UTC(2019, 11, 31, 23)) } } },
      });
      expect(await admin.fails('POST', '/v1/applications', { ...shop, attributes: { opened: 'soon' } })).toEqual([
        400,
        'attribute.type',
      ]);
    });
  });

  describe('an event type', () => {
    it('is declared once, has attributes, and is listed for the applications that it is for', async () => {
      const [one, two] = await Promise.all([1, 2].map(() => admin.post<Application>('/v1/applications', shop)));
      const { body, headers } = await admin.post<EventType>('/v1/event_types', {
        ...{
          name: 'survey',
          title: 'Survey',
          applicationIds: [one?.body.id],
          mimeType: 'application/json',
          handler: '',
          version: 1,
        },
      });
      expect(body).toMatchObject({ name: 'survey', applicationIds: [one?.body.id], version: 1, description: '' });
      expect(await last(headers['x-tessera-catalog'])).toMatchObject({
        kind: 'EventTypeSaved',
        entity: { name: 'survey' },
      });
      await admin.post('/v1/attributes', {
        entity: 'Event',
        eventType: 'survey',
        name: 'stars',
        title: 'Stars',
        type: 'number',
      });
      const listedFor = async (id: number | undefined) =>
        (await admin.get<{ data: EventType[] }>(`/v1/event_types?applicationIds=${id}`)).body.data;
      expect(await listedFor(one?.body.id)).toEqual([body]);
      expect(await listedFor(two?.body.id)).toEqual([]);
      expect((await admin.get<{ data: EventType[] }>('/v1/event_types')).body.data).toEqual([body]);
      expect(await admin.fails('POST', '/v1/event_types', { name: 'survey', title: 'x' })).toEqual([
        409,
        'event_type.exists',
      ]);
      expect(await admin.fails('POST', '/v1/event_types', { name: 'talon_x', title: 'x' })).toEqual([
        400,
        'field.invalid',
      ]);
    });

    it('keeps its name when its title or its applications are changed', async () => {
      const { body: app } = await admin.post<Application>('/v1/applications', shop);
      const { body: created } = await admin.post<EventType>('/v1/event_types', { name: 'rated', title: 'Ratde' });
      const path = `/v1/event_types/${created.id}`;
      const { body, headers } = await admin.put<EventType>(path, { title: 'Rated', name: 'other' });
      expect(body).toEqual({ ...created, title: 'Rated' });
      expect(await last(headers['x-tessera-catalog'])).toMatchObject({
        kind: 'EventTypeSaved',
        entity: { id: BigInt(created.id), name: 'rated', title: 'Rated', applications: [] },
      });
      expect((await admin.put<EventType>(path, { applicationIds: [app.id] })).body.applicationIds).toEqual([app.id]);
      expect(await admin.fails('PUT', path, { applicationIds: [999_999] })).toEqual([400, 'application.unknown']);
      expect(await admin.fails('PUT', '/v1/event_types/999999', {})).toEqual([404, 'event_type.not_found']);
    });
  });
});
