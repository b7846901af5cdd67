import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

interface Collection {
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

describe('collections', () => {
  let management: Management;
  let admin: Client;
  let shop: number;
  let campaign: number;

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    const application = { name: 'Shop', currency: 'EUR', timezone: 'UTC' };
    shop = (await admin.post<{ id: number }>('/v1/applications', application)).body.id;
    const body = { name: 'Spring', state: 'disabled', tags: [], features: [], limits: [] };
    campaign = (await admin.post<{ id: number }>(`/v1/applications/${shop}/campaigns`, body)).body.id;
  });
  afterAll(() => management.stop());

  const create = async (name: string) => (await admin.post<Collection>('/v1/collections', { name })).body;

  const upload = async (id: number, csv: string, query = '', url = `/v1/collections/${id}/import`) => {
    const disposition = 'content-disposition: form-data; name="upFile"; filename="c.csv"';
    const payload = `--x\r\n${disposition}\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--x--\r\n`;
    const headers = { authorization: admin.authorization, 'content-type': 'multipart/form-data; boundary=x' };
    const { statusCode, body } = await management.app.inject({ method: 'POST', url: url + query, headers, payload });
    return { status: statusCode, body: JSON.parse(body) as ErrorAnswer & { amount: number; rows: unknown[] } };
  };

  const itemsOf = async (id: number) => {
    const { body } = await admin.get<{ data: { item: string }[] }>(`/v1/collections/${id}/items`);
    return body.data.map(({ item }) => item);
  };

  const exportOf = (id: number) =>
    management.app.inject({
      url: `/v1/collections/${id}/export`,
      headers: { authorization: admin.authorization },
    });

  const saveRule = (condition: string) =>
    admin.post<{ id: number }>(`/v1/applications/${shop}/campaigns/${campaign}/rulesets`, {
      rules: [{ title: 'one', condition: ['cel', condition], effects: [] }],
      bindings: [],
    });

  it('are created, read, changed and deleted', async () => {
    const { id } = await create('brands');
    await admin.put(`/v1/collections/${id}`, { description: 'ours' });
    const { body } = await admin.get<Collection>(`/v1/collections/${id}`);
    expect(body).toMatchObject({ id, name: 'brands', description: 'ours', subscribedApplicationsIds: [] });
    const listed = await admin.get<{ data: Collection[] }>('/v1/collections?name=brands');
    expect(listed.body.data.map((one) => one.id)).toEqual([id]);
    await admin.delete(`/v1/collections/${id}`);
    expect(await admin.fails('GET', `/v1/collections/${id}`)).toEqual([404, 'collection.not_found']);
  });

  it('have names of their own, which are words of rules', async () => {
    await create('taken');
    expect(await admin.fails('POST', '/v1/collections', { name: 'taken' })).toEqual([409, 'collection.name']);
    expect((await admin.fails('POST', '/v1/collections', { name: 'two words' }))[0]).toBe(400);
  });

  it('of a campaign are found in it alone, and go with it', async () => {
    const place = `/v1/applications/${shop}/campaigns`;
    const body = { name: 'Short', state: 'disabled', tags: [], features: [], limits: [] };
    const other = (await admin.post<{ id: number }>(`/v1/applications/${shop}/campaigns`, body)).body.id;
    const { id } = (await admin.post<Collection>(`${place}/${other}/collections`, { name: 'own' })).body;
    expect((await admin.get<Collection>(`${place}/${other}/collections/${id}`)).body.name).toBe('own');
    expect(await admin.fails('GET', `${place}/${campaign}/collections/${id}`)).toEqual([404, 'collection.not_found']);
    expect(await admin.fails('GET', `/v1/collections/${id}`)).toEqual([404, 'collection.not_found']);
    const { headers } = await admin.delete(`${place}/${other}`);
    const version = BigInt(headers['x-tessera-catalog'] ?? 0);
    const kinds = (await management.readCatalog(version)).slice(-2).map(({ payload }) => payload.kind);
    expect(kinds).toEqual(['CollectionDeleted', 'CampaignDeleted']);
  });

  it('are filled by a file, each item once, and written out as they are', async () => {
    const { id } = await create('skus');
    const answer = await upload(id, 'item\ntea\n"a ""b"", c"\ntea\n');
    expect([answer.status, answer.body.amount, answer.body.rows]).toEqual([200, 2, []]);
    expect(await itemsOf(id)).toEqual(['tea', 'a "b", c']);
    expect((await upload(id, 'item\ncup')).status).toBe(200);
    expect(await itemsOf(id)).toEqual(['cup']);
    const { headers, body } = await exportOf(id);
    expect([headers['content-type'], body]).toEqual(['text/csv; charset=utf-8', 'item\ncup\n']);
  });

  it.each([
    ['without the column', 'name\ntea\n', 'import.columns'],
    ['that is no CSV', 'item\n"tea\n', 'import.malformed'],
    ['with an empty row', 'item\ntea\n""\n', 'import.row'],
    ['with a row that is too long', `item\ntea\n${'x'.repeat(201)}\n`, 'import.row'],
  ])('take nothing of a file %s', async (_case, csv, code) => {
    const { id } = await create(`whole${code.replace('.', '_')}${csv.length}`);
    await upload(id, 'item\nkept\n');
    const { status, body } = await upload(id, csv);
    expect([status, body.errors[0]?.code, await itemsOf(id)]).toEqual([400, code, ['kept']]);
  });

  it('leave out the rows that are wrong where that is asked for, and name them', async () => {
    const { id } = await create('most');
    const { status, body } = await upload(id, `item\ntea\n${'x'.repeat(201)}\ncup\n`, '?skipInvalid=true');
    expect([status, body.amount, body.rows]).toEqual([200, 2, [expect.objectContaining({ line: 3 })]]);
    expect(await itemsOf(id)).toEqual(['tea', 'cup']);
  });

  it('reach the evaluators in chunks of at most 1,000 items', async () => {
    const { id } = await create('many');
    await upload(id, `item\n${Array.from({ length: 2_500 }, (_, index) => `sku-${index}`).join('\n')}\n`);
    const { headers } = await admin.put(`/v1/collections/${id}`, { description: 'after' });
    const records = await management.readCatalog(BigInt(headers['x-tessera-catalog'] ?? 0));
    const chunks = records.flatMap(({ payload }) =>
      payload.kind === 'CollectionItemsImported' && payload.collection === BigInt(id) ? [payload] : [],
    );
    expect(chunks.map(({ chunk, chunks: all, items }) => [chunk, all, items.length])).toEqual([
      [0, 3, 1_000],
      [1, 3, 1_000],
      [2, 3, 500],
    ]);
  });

  it('hold 100,000 items, in their order', async () => {
    const { id } = await create('huge');
    const file = ['item', ...Array.from({ length: 100_000 }, (_, index) => `sku-${index}`), ''].join('\n');
    const { status, body } = await upload(id, file);
    expect([status, body.amount, body.rows]).toEqual([200, 100_000, []]);
    expect((await exportOf(id)).body === file).toBe(true);
  });

  it('that rules need are neither deleted nor renamed, and it is said who needs them', async () => {
    const { id } = await create('needed');
    const { id: ruleset } = (await saveRule('cartItems.exists(i, i.sku in collections.needed)')).body;
    const answer = await management.call<ErrorAnswer>(admin.authorization, 'DELETE', `/v1/collections/${id}`);
    expect([answer.status, answer.body.errors]).toEqual([
      409,
      [
        expect.objectContaining({
          code: 'collection.in_use',
          details: `ruleset ${ruleset} of campaign ${campaign} "Spring" in application ${shop}`,
        }),
      ],
    ]);
    expect(await admin.fails('PUT', `/v1/collections/${id}`, { name: 'other' })).toEqual([409, 'collection.in_use']);
    await admin.put(`/v1/collections/${id}`, { description: 'still there' });
    await admin.delete(`/v1/applications/${shop}/campaigns/${campaign}/rulesets/${ruleset}`);
    await admin.delete(`/v1/collections/${id}`);
  });
});
