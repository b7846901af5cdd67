import type { Campaign, Ruleset } from '@tessera/api-contracts';
import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

const RULE = {
  title: 'Ten off',
  condition: ['cel', 'session.total > 50.0'],
  effects: [['setDiscount', { name: 'Ten off', value: '10' }]],
};
const ruleset = (...rules: unknown[]) => ({ rules, bindings: [], activate: true });
const newCampaign = { name: 'Spring', tags: ['spring', 'sale'], features: ['coupons'], limits: [] };

describe('campaigns and rulesets', () => {
  let management: Management;
  let admin: Client;
  let application: string;
  let other: string;
  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    application = await newApplication('One');
    other = await newApplication('Other');
    await admin.post('/v1/attributes', { entity: 'Campaign', name: 'channel', title: 'Channel', type: 'string' });
    await admin.post('/v1/attributes', { entity: 'CartItem', name: 'brand', title: 'Brand', type: 'string' });
  });
  afterAll(() => management.stop());

  async function newApplication(name: string): Promise<string> {
    const { body } = await admin.post<{ id: number }>('/v1/applications', {
      name,
      currency: 'EUR',
      timezone: 'Europe/Berlin',
    });
    return `/v1/applications/${body.id}`;
  }

  async function created(more: object = {}, place = application): Promise<{ url: string; campaign: Campaign }> {
    const { body } = await admin.post<Campaign>(`${place}/campaigns`, { ...newCampaign, ...more });
    return { url: `${place}/campaigns/${body.id}`, campaign: body };
  }

  const lastRecords = async (version: string | undefined, count: number) =>
    (await management.readCatalog(BigInt(version ?? 0))).slice(-count);

  it('keep how the codes of their referrals look, and every feature that there is', async () => {
    const referralSettings = { validCharacters: ['A', 'B'], couponPattern: 'FRIEND-####' };
    const features = ['coupons', 'referrals', 'loyalty', 'giveaways', 'achievements'];
    const { url, campaign } = await created({ referralSettings, features });
    expect(campaign).toMatchObject({ referralSettings, features });
    const { headers, body } = await admin.put<Campaign>(url, { ...newCampaign, features });
    expect(body).toMatchObject({ referralSettings });
    expect(await lastRecords(headers['x-tessera-catalog'], 1)).toMatchObject([
      { payload: { kind: 'CampaignSaved', entity: { referralSettings, features } } },
    ]);
    const cleared = await admin.put<Campaign>(url, { ...newCampaign, features: [], referralSettings: null });
    expect(cleared.body).not.toHaveProperty('referralSettings');
  });

  it('saleor 14984: are changed by one record of the catalog, whatever was decided by them', async () => {
    const { url } = await created();
    const versions: number[] = [];
    for (const name of ['Summer', 'Autumn', 'Winter']) {
      const { headers } = await admin.put<Campaign>(url, { ...newCampaign, name });
      versions.push(Number(headers['x-tessera-catalog']));
    }
    const [first = 0] = versions;
    expect(versions).toEqual([first, first + 1, first + 2]);
  });

  it('live from creation to deletion, and the log has every step', async () => {
    const { url, campaign } = await created({ startTime: '2026-03-29T02:30:00', attributes: { channel: 'shop' } });
    expect(campaign).toMatchObject({
      state: 'disabled',
      frontendState: 'disabled',
      startTime: '2026-03-29T01:00:00.000Z',
      attributes: { channel: 'shop' },
      createdBy: 'Admin',
      updatedBy: 'Admin',
    });
    expect(await admin.fails('PUT', url, { ...campaign, state: 'enabled' })).toEqual([400, 'campaign.no_rules']);

    const added = await admin.post<Ruleset>(`${url}/rulesets`, ruleset(RULE));
    expect(added.body).toMatchObject({ version: 1, activate: true, campaignId: campaign.id, rules: [RULE] });
    expect(await lastRecords(added.headers['x-tessera-catalog'], 2)).toMatchObject([
      { payload: { kind: 'RulesetSaved', entity: { version: 1, rules: [{ condition: 'session.total > 50.0' }] } } },
      { payload: { kind: 'CampaignSaved', entity: { activeRulesetId: BigInt(added.body.id) } } },
    ]);

    const { body: current } = await admin.get<Campaign>(url);
    const enabled = await admin.put<Campaign>(url, { ...current, state: 'enabled' });
    expect(enabled.body).toMatchObject({ state: 'enabled', frontendState: 'running', activeRulesetId: added.body.id });

    const place = `${url}/rulesets/${added.body.id}`;
    expect(await admin.fails('PUT', place, ruleset())).toEqual([400, 'campaign.no_rules']);
    expect(await admin.fails('DELETE', place)).toEqual([400, 'campaign.no_rules']);
    const changed = await admin.put<Ruleset>(place, ruleset({ ...RULE, condition: ['cel', 'session.total > 60.0'] }));
    expect(changed.body).toMatchObject({ id: added.body.id, version: 2 });
    expect(changed.body.rules[0]?.id).toBe(added.body.rules[0]?.id);
    expect((await admin.get<Ruleset>(place)).body).toEqual(changed.body);

    const deleted = await admin.delete(url);
    expect(deleted.status).toBe(204);
    expect(await admin.fails('GET', url)).toEqual([404, 'campaign.not_found']);
    expect(await admin.fails('GET', place)).toEqual([404, 'campaign.not_found']);
    expect(await lastRecords(deleted.headers['x-tessera-catalog'], 2)).toMatchObject([
      { payload: { kind: 'CampaignDeleted', id: BigInt(campaign.id) } },
      { payload: { kind: 'RulesetDeleted', id: BigInt(added.body.id) } },
    ]);
  });

  it('say where a rule is wrong, in the body and in the expression', async () => {
    const { url } = await created();
    const wrong = {
      ...RULE,
      condition: ['cel', 'session.total > 10.0\n  && session.basket == 1'],
      effects: [
        ['setDiscount', { name: 'x' }],
        ['giveAway', {}],
        ['setDiscount', { name: 'x', value: 'profile.name' }],
      ],
    };
    const answer = await management.call<ErrorAnswer>(
      admin.authorization,
      'POST',
      `${url}/rulesets`,
      ruleset(RULE, wrong),
    );
    expect(answer.status).toBe(400);
    const found = answer.body.errors.map(({ code, source }) => [code, source?.pointer]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['expr.type', '/rules/1/condition/1'],
        ['prop.required', '/rules/1/effects/0/1/value'],
        ['effect.unknown', '/rules/1/effects/1/0'],
        ['expr.type', '/rules/1/effects/2/1/value'],
      ]),
    );
    const condition = answer.body.errors.find(({ source }) => source?.pointer === '/rules/1/condition/1');
    expect(condition?.source).toMatchObject({ line: 2, column: expect.any(Number) as number });
    expect(condition?.source?.start).toBe('session.total > 10.0\n'.length + (condition?.source?.column ?? 0) - 1);
    expect(condition?.details).toContain('line 2');
    expect((await admin.get<{ data: unknown[] }>(`${url}/rulesets`)).body.data).toEqual([]);
  });

  it('show what each rule costs when it is saved, and refuse one that costs too much with the reason', async () => {
    const { url } = await created();
    const lists = (count: number) => ['a', 'b', 'c'].slice(0, count);
    const crossed = (count: number) => ({
      ...RULE,
      title: `crossed ${count}`,
      condition: ['cel', lists(count).reduceRight((inner, name) => `cartItems.all(${name}, ${inner})`, 'true')],
    });
    const { body } = await admin.post<Ruleset>(`${url}/rulesets`, ruleset(RULE, crossed(1), crossed(2)));
    const costs = body.rules.map(({ cost }) => cost ?? 0);
    expect(costs[0]).toBeLessThan(100);
    expect(costs[1]).toBeGreaterThan(1000);
    expect(costs[2]).toBeGreaterThan(1_000_000);
    expect((await admin.get<Ruleset>(`${url}/rulesets/${body.id}`)).body.rules.map(({ cost }) => cost)).toEqual(costs);
    const again = await admin.put<Ruleset>(`${url}/rulesets/${body.id}`, body);
    expect(again.body.rules.map(({ cost }) => cost)).toEqual(costs);

    const place = `${url}/rulesets`;
    const refused = await management.call<ErrorAnswer>(admin.authorization, 'POST', place, ruleset(crossed(3)));
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ code: 'expr.cost', source: { pointer: '/rules/0/condition/1' } }]);
    expect(refused.body.errors[0]?.details).toContain('10000000 are the most');
  });

  it('know the attributes that are declared at the time', async () => {
    const { url } = await created();
    const condition = (name: string) => ({
      ...RULE,
      condition: ['cel', `cartItems.exists(i, i.attributes.${name} == 'x')`],
    });
    expect(await admin.fails('POST', `${url}/rulesets`, ruleset(condition('colour')))).toEqual([400, 'expr.type']);
    await admin.post('/v1/attributes', { entity: 'CartItem', name: 'colour', title: 'Colour', type: 'string' });
    await admin.post(`${url}/rulesets`, ruleset(condition('colour')));
  });

  it.each<[object, string]>([
    [{ startTime: '2026-02-01T00:00:00', endTime: '2026-02-01T00:00:00' }, 'campaign.schedule'],
    [{ startTime: 'tomorrow' }, 'field.invalid'],
    [{ state: 'enabled' }, 'campaign.no_rules'],
    [{ attributes: { colour: 'red' } }, 'attribute.unknown'],
    [{ attributes: { channel: 1 } }, 'attribute.type'],
    [{ limits: [{ action: 'setDiscounts', limit: 100 }] }, 'limit.unsupported'],
    [{ limits: [{ action: 'setDiscount', limit: 100, entities: ['Store'] }] }, 'limit.unsupported'],
    [{ limits: [{ action: 'setDiscount', limit: 0.001 }] }, 'limit.range'],
    [{ limits: [{ action: 'setDiscountEffect', limit: 1.5 }] }, 'limit.range'],
    [{ limits: [{ action: 'redeemLoyaltyPoints', limit: 0.001 }] }, 'limit.range'],
    [{ evaluationGroupId: 999_999 }, 'evaluation.group'],
    [
      {
        limits: [
          { action: 'redeemCoupon', limit: 1 },
          { action: 'redeemCoupon', limit: 2 },
        ],
      },
      'limit.twice',
    ],
    [{ name: '' }, 'string.length'],
    [{ name: 'a\u0000b' }, 'string.control'],
  ])('are not created with %j', async (wrong, code) => {
    expect(await admin.fails('POST', `${application}/campaigns`, { ...newCampaign, ...wrong })).toEqual([400, code]);
  });

  it('have only rulesets of their own as active ones', async () => {
    const first = await created();
    const second = await created();
    const { body } = await admin.post<Ruleset>(`${first.url}/rulesets`, ruleset(RULE));
    expect(await admin.fails('PUT', second.url, { ...newCampaign, activeRulesetId: body.id })).toEqual([
      400,
      'campaign.ruleset',
    ]);
  });

  it('are not there for another application', async () => {
    const { campaign, url } = await created();
    const { body } = await admin.post<Ruleset>(`${url}/rulesets`, ruleset(RULE));
    const elsewhere = `${other}/campaigns/${campaign.id}`;
    for (const [method, path] of [
      ['GET', elsewhere],
      ['DELETE', elsewhere],
      ['GET', `${elsewhere}/rulesets`],
      ['GET', `${elsewhere}/rulesets/${body.id}`],
      ['DELETE', `${elsewhere}/rulesets/${body.id}`],
      ['GET', `${elsewhere}/coupons`],
      ['GET', `${elsewhere}/budgets`],
      ['GET', `${elsewhere}/budgets/course?rangeStart=2026-01-01T00:00:00Z&rangeEnd=2026-02-01T00:00:00Z`],
      ['DELETE', `${elsewhere}/coupons`],
    ] as const) {
      expect(await admin.fails(method, path)).toEqual([404, 'campaign.not_found']);
    }
    expect(await admin.fails('PUT', elsewhere, newCampaign)).toEqual([404, 'campaign.not_found']);
    expect(await admin.fails('POST', `${elsewhere}/rulesets`, ruleset(RULE))).toEqual([404, 'campaign.not_found']);
    expect((await admin.get<{ data: unknown[] }>(`${other}/campaigns`)).body.data).toEqual([]);
    const second = await created({}, other);
    expect(await admin.fails('GET', `${second.url}/rulesets/${body.id}`)).toEqual([404, 'ruleset.not_found']);
    expect(await admin.fails('GET', '/v1/applications/999999/campaigns')).toEqual([404, 'application.not_found']);
    expect(await admin.fails('GET', '/v1/applications/x/campaigns')).toEqual([404, 'path.unknown']);
    expect(await admin.fails('GET', '/v1/applications/x/campaigns/1')).toEqual([404, 'path.unknown']);
    expect(await admin.fails('GET', `${other}/campaigns/x`)).toEqual([404, 'path.unknown']);
  });

  describe('lists', () => {
    const total = 25;
    let place: string;
    beforeAll(async () => {
      place = await newApplication('Lists');
      for (let index = 0; index < total; index += 1) {
        await created(
          { name: `Campaign ${index}`, tags: [index % 2 ? 'odd' : 'even'], attributes: { channel: `c${index % 3}` } },
          place,
        );
      }
    });

    type Page = { totalResultSize: number; hasMore: boolean; cursor?: string; data: Campaign[] };
    const list = async (query: string) => (await admin.get<Page>(`${place}/campaigns?${query}`)).body;
    const numbers = ({ data }: Page) => data.map(({ name }) => Number(name.split(' ')[1]));
    const from = (first: number, last: number) => Array.from({ length: last - first }, (_, index) => first + index);

    it('come in pages by cursor, each row once, in both orders', async () => {
      for (const [sort, expected] of [
        ['created', from(0, total)],
        ['-id', from(0, total).reverse()],
      ] as const) {
        const seen: number[] = [];
        let cursor = '';
        do {
          const page = await list(`pageSize=10&sort=${sort}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
          expect(page.totalResultSize).toBe(total);
          expect(page.hasMore).toBe(page.cursor !== undefined);
          seen.push(...numbers(page));
          cursor = page.cursor ?? '';
        } while (cursor !== '');
        expect(seen).toEqual(expected);
      }
    });

    it('can be skipped into', async () => {
      const page = await list('pageSize=10&skip=20');
      expect(numbers(page)).toEqual(from(20, 25));
      expect(page).toMatchObject({ totalResultSize: total, hasMore: false });
    });

    it('can be filtered and searched', async () => {
      expect((await list('tags=odd')).totalResultSize).toBe(12);
      expect(numbers(await list('name=campaign%2024'))).toEqual([24]);
      expect((await list('campaignState=enabled')).data).toEqual([]);
      expect((await list('campaignState=disabled')).totalResultSize).toBe(total);
      expect((await list('campaignGroupId=1')).data).toEqual([]);
      expect((await list('templateId=1')).data).toEqual([]);
      const { body } = await admin.post<Page>(`${place}/campaigns_search?pageSize=3`, {
        attributes: { channel: 'c1' },
      });
      expect(numbers(body)).toEqual([1, 4, 7]);
      expect(body.totalResultSize).toBe(8);
    });

    it.each([
      ['pageSize=0', 'page.size'],
      ['pageSize=-1', 'page.size'],
      ['pageSize=1000000000', 'page.size'],
      ['skip=10001', 'page.skip'],
      ['cursor=abc', 'cursor.invalid'],
      ['sort=name', 'field.value'],
    ])('refuse %s', async (query, code) => {
      expect(await admin.fails('GET', `${place}/campaigns?${query}`)).toEqual([400, code]);
    });

    it('refuse the cursor of another list and of another order', async () => {
      const { cursor = '' } = await list('pageSize=5');
      expect(await admin.fails('GET', `${application}/campaigns?cursor=${encodeURIComponent(cursor)}`)).toEqual([
        400,
        'cursor.invalid',
      ]);
      expect(await admin.fails('GET', `${place}/campaigns?sort=-id&cursor=${encodeURIComponent(cursor)}`)).toEqual([
        400,
        'cursor.invalid',
      ]);
    });
  });
});
