import type { Change, Coupon } from '@tessera/api-contracts';
import { bulkEvents, integrationEvents } from '@tessera/event-contracts';
import { CouponServices } from '../testing/coupon-services.fixture';
import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

interface Page {
  readonly totalResultSize?: number;
  readonly hasMore: boolean;
  readonly cursor?: string;
  readonly data: readonly Coupon[];
}

describe('coupons', () => {
  const services = new CouponServices();
  let management: Management;
  let admin: Client;
  let application: string;
  let campaign: string;
  let sibling: string;
  let other: string;
  beforeAll(async () => {
    management = await Management.start(await services.listen());
    await services.evaluate(management.settings);
    admin = new Client(management, await management.signIn());
    application = await newApplication('One');
    campaign = await newCampaign(application);
    sibling = await newCampaign(application);
    other = await newCampaign(await newApplication('Other'));
    await admin.post('/v1/attributes', { entity: 'Coupon', name: 'offer', title: 'Offer', type: 'string' });
  });
  beforeEach(() => {
    services.records.length = 0;
    services.questions.length = 0;
    services.coupons.clear();
    services.silent = false;
    services.refusing = false;
    services.behind = false;
    services.down = false;
  });
  afterAll(async () => {
    await services.stop();
    await management.stop();
  });

  async function newApplication(name: string): Promise<string> {
    const { body } = await admin.post<{ id: number }>('/v1/applications', { name, currency: 'EUR', timezone: 'UTC' });
    return `/v1/applications/${body.id}`;
  }

  async function newCampaign(place: string): Promise<string> {
    const couponSettings = { couponPattern: 'SPRING-####', validCharacters: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] };
    const settings = { name: 'Spring', tags: [], features: ['coupons'], limits: [], couponSettings };
    const created = await admin.post<{ id: number }>(`${place}/campaigns`, settings);
    return `${place}/campaigns/${created.body.id}`;
  }

  const create = (body: object, query = '') =>
    admin.post<Page>(`${campaign}/coupons${query}`, { usageLimit: 1, numberOfCoupons: 1, ...body });

  it('are created in chunks of the bulk lane, under the catalog that they were checked with', async () => {
    const { body, status } = await create({
      numberOfCoupons: 2_500,
      couponPattern: 'POOL-########',
      discountLimit: 12.5,
      attributes: { offer: 'milk' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResultSize: 2_500, hasMore: false });
    expect(new Set(body.data.map(({ value }) => value)).size).toBe(2_500);
    expect(body.data[0]).toMatchObject({
      usageLimit: 1,
      discountLimit: 12.5,
      attributes: { offer: 'milk' },
      usageCounter: 0,
    });
    expect(services.records.map(({ topic }) => topic)).toEqual([bulkEvents.name, bulkEvents.name, bulkEvents.name]);
    const payloads = services.records.map(({ record }) => record.payload);
    expect(payloads.map((one) => one.kind === 'CouponChunkReceived' && one.count).sort()).toEqual([1000, 1000, 500]);
    expect(services.records[0]?.record).toMatchObject({ currency: 'EUR', at: null, idempotency: null });
    expect(services.records[0]?.record.catalogVersion).toBeGreaterThan(0n);
  });

  it('are noted with who asked for them, and what they were before', async () => {
    const noted = async (path: string) => {
      const query = `?sort=-id&pageSize=10&entityPath=${encodeURIComponent(path.replace('/v1', ''))}/coupons`;
      return (await admin.get<{ data: readonly Change[] }>(`/v1/changes${query}`)).body.data;
    };
    const shop = await newApplication('Noted');
    const place = await newCampaign(shop);
    const pool = { usageLimit: 1, numberOfCoupons: 2, couponPattern: 'NOTED-########' };
    const { body } = await admin.post<Page>(`${place}/coupons`, pool);
    const [coupon] = body.data;
    await admin.put(`${place}/coupons/${coupon?.id}`, { usageLimit: 5 });
    await admin.delete(`${place}/coupons/${coupon?.id}`);
    const couponPattern = 'GIVEN-########';
    const recipients = { usageLimit: 1, couponPattern, recipientsIntegrationIds: ['anna', 'ben'] };
    await admin.post(`${place}/coupons_with_recipients`, recipients);
    services.refusing = true;
    const other = body.data[1]?.id;
    expect((await admin.fails('DELETE', `${place}/coupons/${other}`))[0]).toBeLessThan(500);
    services.refusing = false;

    const [given, deleted, changed, created, ...more] = await noted(place);
    expect(more).toEqual([]);
    const entity = `${place.replace('/v1', '')}/coupons`;
    expect(created).toMatchObject({ entity, new: pool });
    const [one, five] = [
      { id: coupon?.id, usageLimit: 1 },
      { id: coupon?.id, usageLimit: 5 },
    ];
    expect(changed).toMatchObject({ entity: `${entity}/${coupon?.id}`, old: one, new: five });
    expect(deleted).toMatchObject({ entity: `${entity}/${coupon?.id}`, old: five });
    expect(deleted).not.toHaveProperty('new');
    expect(given).toMatchObject({ entity: `${entity}_with_recipients`, new: { recipientsIntegrationIds: 2 } });
    expect(created?.applicationId).toBe(Number(shop.split('/')[3]));
    expect([created, changed, deleted, given].map((change) => change?.userId)).toEqual(
      [1, 2, 3, 4].map(() => created?.userId),
    );
  });

  it('leave no note where nothing was asked for', async () => {
    const [coupon] = (await create({})).body.data;
    services.down = true;
    const path = `${campaign}/coupons/${coupon?.id}`;
    expect((await admin.fails('DELETE', path))[0]).toBe(503);
    services.down = false;
    const listed = async () => {
      const query = `?entityPath=${encodeURIComponent(path.replace('/v1', ''))}`;
      return (await admin.get<{ data: readonly Change[] }>(`/v1/changes${query}`)).body.data;
    };
    expect(await listed()).toEqual([]);
  });

  it('have the attributes that their campaign gives new coupons, and those that are said of them', async () => {
    await admin.post('/v1/attributes', { entity: 'Coupon', name: 'mailing', title: 'Mailing', type: 'string' });
    const couponAttributes = { offer: 'milk', mailing: 'spring' };
    const settings = { name: 'With', tags: [], features: ['coupons'], limits: [], couponAttributes };
    const shop = await newApplication('With');
    const { body: made } = await admin.post<{ id: number }>(`${shop}/campaigns`, settings);
    const place = `${shop}/campaigns/${made.id}`;
    expect((await admin.get(place)).body).toMatchObject({ couponAttributes });
    const one = { usageLimit: 1, numberOfCoupons: 1 };
    const attributesOf = async (body: object) =>
      (await admin.post<Page>(`${place}/coupons`, { ...one, ...body })).body.data[0]?.attributes;
    expect(await attributesOf({ couponPattern: 'ONE-########' })).toEqual(couponAttributes);
    expect(await attributesOf({ couponPattern: 'TWO-########', attributes: { offer: 'tea' } })).toEqual({
      offer: 'tea',
      mailing: 'spring',
    });
    const wrong = { ...settings, couponAttributes: { none: 1 } };
    const refused = await management.call<ErrorAnswer>(admin.authorization, 'POST', `${shop}/campaigns`, wrong);
    expect(refused.body.errors.map(({ code, source }) => [code, source?.pointer])).toEqual([
      ['attribute.unknown', '/couponAttributes/none'],
    ]);
  });

  it('are answered by 204 when nobody wants to see them', async () => {
    expect((await create({ couponPattern: 'QUIET' }, '?silent=yes')).status).toBe(204);
    expect([...services.coupons.values()].map(({ code }) => code)).toEqual(['QUIET']);
  });

  it("take the campaign's pattern where the body has none", async () => {
    await create({});
    expect(services.records[0]?.record.payload).toMatchObject({
      pattern: 'SPRING-####',
      characters: [...'ABCDEFGH'],
      count: 1,
    });
  });

  it('are a conflict where their code is there already', async () => {
    await create({ couponPattern: 'WELCOME' });
    expect(
      await admin.fails('POST', `${campaign}/coupons`, { usageLimit: 1, numberOfCoupons: 1, couponPattern: 'welcome' }),
    ).toEqual([409, 'coupon.exists']);
  });

  it.each<[object, number, string]>([
    [{ numberOfCoupons: 20_001 }, 400, 'number.range'],
    [{ numberOfCoupons: 2, couponPattern: 'FIXED' }, 400, 'coupon.pattern_exhausted'],
    [{ couponPattern: 'A B C' }, 400, 'field.format'],
    [{ attributes: { colour: 'red' } }, 400, 'attribute.unknown'],
    [{ discountLimit: 0.001 }, 400, 'coupon.discount_limit'],
    [{ limits: [{ action: 'setDiscount', limit: 1 }] }, 400, 'limit.unsupported'],
  ])('are refused with %j before anything is sent', async (wrong, status, code) => {
    const body = { usageLimit: 1, numberOfCoupons: 1, ...wrong };
    expect(await admin.fails('POST', `${campaign}/coupons`, body)).toEqual([status, code]);
    expect(services.records).toEqual([]);
  });

  it('are refused as the evaluator refuses them', async () => {
    const { body } = await create({ couponPattern: 'SHORTLIVED' });
    services.refusing = true;
    const place = `${campaign}/coupons/${body.data[0]?.id}`;
    expect(await admin.fails('PUT', place, { usageLimit: 3 })).toEqual([404, 'coupon.not_found']);
    expect(services.coupons.get(BigInt(body.data[0]?.id ?? 0))?.settings.usageLimit).toBe(1n);
  });

  it('are changed one by one in the live lane, and what the body leaves out stays', async () => {
    const { body } = await create({ couponPattern: 'CHANGE', discountLimit: 5, expiryDate: '2030-01-01T00:00:00Z' });
    const id = body.data[0]?.id;
    const { body: changed } = await admin.put<Coupon>(`${campaign}/coupons/${id}`, {
      usageLimit: 7,
      discountLimit: null,
    });
    expect(changed).toMatchObject({ id, value: 'CHANGE', usageLimit: 7, expiryDate: '2030-01-01T00:00:00.000Z' });
    expect(changed.discountLimit).toBeUndefined();
    expect(services.records.at(-1)?.topic).toBe(integrationEvents.name);
    expect((await admin.delete(`${campaign}/coupons/${id}`)).status).toBe(204);
    expect(services.coupons.size).toBe(0);
    expect(await admin.fails('DELETE', `${campaign}/coupons/${id}`)).toEqual([404, 'coupon.not_found']);
  });

  it('are created one for each recipient', async () => {
    const recipientsIntegrationIds = ['anna', 'ben'];
    const body = { usageLimit: 1, couponPattern: 'OWN-####', recipientsIntegrationIds };
    const { body: created } = await admin.post<Page>(`${campaign}/coupons_with_recipients`, body);
    expect(created.data.map(({ recipientIntegrationId }) => recipientIntegrationId)).toEqual(recipientsIntegrationIds);
    const many = { ...body, recipientsIntegrationIds: Array.from({ length: 1_001 }, (_, index) => `p${index}`) };
    expect(await admin.fails('POST', `${campaign}/coupons_with_recipients`, many)).toEqual([400, 'list.length']);
  });

  it('are changed and deleted by batch and filter, page by page, and no others', async () => {
    const { body } = await create({ numberOfCoupons: 1_650, couponPattern: 'BATCH-########' });
    await create({ couponPattern: 'KEPT' });
    const batchID = body.data[0]?.batchId;
    expect((await admin.put(`${campaign}/coupons`, { batchID, usageLimit: 9 })).status).toBe(204);
    const limits = () =>
      [...services.coupons.values()].map(({ code, settings }) => [code.slice(0, 5), settings.usageLimit]);
    expect(new Set(limits().map(String))).toEqual(new Set(['BATCH,9', 'KEPT,1']));
    expect((await admin.delete(`${campaign}/coupons?batchId=${batchID}`)).status).toBe(204);
    expect(limits()).toEqual([['KEPT', 1n]]);
    expect(await admin.fails('DELETE', `${campaign}/coupons?startAfter=2020-01-01T00:00:00Z`)).toEqual([
      400,
      'field.unknown',
    ]);
    expect(services.coupons.size).toBe(1);
  });

  it('are listed from the read model as far as they were just written, of this campaign and application only', async () => {
    await create({ numberOfCoupons: 3, couponPattern: 'LIST-########' });
    const { body } = await admin.get<Page>(`${campaign}/coupons?pageSize=2&sort=-id&value=LIST`);
    expect(body).toMatchObject({ totalResultSize: 3, hasMore: true, cursor: expect.any(String) as string });
    expect(body.data).toHaveLength(2);
    const asked = services.questions.at(-1);
    expect(asked?.token).toBeDefined();
    expect(Object.fromEntries(asked?.url.searchParams ?? [])).toMatchObject({
      pageSize: '2',
      sort: '-id',
      value: 'LIST',
    });
    const { body: plain } = await admin.get<Page>(`${campaign}/coupons/no_total`);
    expect(plain.totalResultSize).toBeUndefined();
    expect((await admin.post<Page>(`${application}/coupons_search_advanced`, {})).body.totalResultSize).toBe(3);
    expect(
      (await admin.post<Page>(`${application}/coupons_search_advanced/no_total`, { attributes: { offer: 'x' } }))
        .status,
    ).toBe(200);
    expect(services.questions.at(-1)?.url.searchParams.get('attributes')).toBe('{"offer":"x"}');
    expect((await admin.post<Page>(`${campaign}/coupons_search_advanced`, {})).body.totalResultSize).toBe(3);
    for (const place of [campaign, application])
      expect((await admin.post<Page>(`${place}/coupons_search`, {})).body.totalResultSize).toBe(3);
    const disabled = `${application}/coupons_search_advanced/no_total?campaignState=disabled&startsAfter=2020-01-01T00:00:00Z`;
    await admin.post<Page>(disabled, {});
    expect(Object.fromEntries(services.questions.at(-1)?.url.searchParams ?? [])).toMatchObject({
      startsAfter: '2020-01-01T00:00:00Z',
      campaigns: [campaign, sibling].map((place) => place.split('/').at(-1)).join(),
    });
    const id = [...services.coupons.keys()][0];
    for (const elsewhere of [other, sibling]) {
      expect((await admin.get<Page>(`${elsewhere}/coupons`)).body.data).toEqual([]);
      expect(await admin.fails('DELETE', `${elsewhere}/coupons/${id}`)).toEqual([404, 'coupon.not_found']);
      expect(await admin.fails('PUT', `${elsewhere}/coupons/${id}`, { usageLimit: 5 })).toEqual([
        404,
        'coupon.not_found',
      ]);
    }
    expect(services.coupons.size).toBe(3);
    expect(await admin.fails('GET', `${campaign}/coupons?pageSize=0`)).toEqual([400, 'page.size']);
  });

  it('say that they are stale where the read model has not what was just written', async () => {
    await create({ couponPattern: 'FRESH' });
    const list = async () => (await admin.get<Page>(`${campaign}/coupons`)).headers['x-tessera-stale'];
    expect(await list()).toBeUndefined();
    services.behind = true;
    expect(await list()).toBe('true');
    const search = await admin.post<Page>(`${application}/coupons_search_advanced`, {});
    expect(search.headers['x-tessera-stale']).toBe('true');
  });

  it('are on their way, with a batch to ask for, where the evaluator takes too long', async () => {
    services.silent = true;
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setInterval', 'clearInterval', 'Date', 'performance'],
    });
    try {
      const answer = create({ couponPattern: 'LATER' });
      await sent();
      await jest.advanceTimersByTimeAsync(30_000);
      const { status, body } = await answer;
      expect(status).toBe(202);
      const payload = services.records[0]?.record.payload;
      expect(body).toEqual({ batchId: payload?.kind === 'CouponChunkReceived' ? payload.batch : '' });
    } finally {
      jest.useRealTimers();
    }

    /** Until then the faked time goes as the real one does, or what waits for the broker would give up. */
    async function sent(): Promise<void> {
      let last = Date.now();
      while (services.records.length === 0) {
        await jest.advanceTimersByTimeAsync(Date.now() - last);
        last = Date.now();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  });

  it('say so where the read model does not answer', async () => {
    services.down = true;
    const path = `${application}/coupons_search_advanced`;
    expect(await admin.fails('POST', path, {})).toEqual([503, 'read_model.unavailable']);
  });
});
