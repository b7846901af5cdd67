import type { Campaign, CampaignTemplate, Collection, Ruleset } from '@tessera/api-contracts';
import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

const MINIMUM = { name: 'minimum', type: 'number', description: 'From where on.' };
const RULE = {
  ...{ title: 'off', description: '', bindings: [], onFailure: [] },
  condition: ['cel', 'session.total > minimum'],
  effects: [['setDiscount', { name: 'off', value: 'percent(session.total, 10)' }]],
};

describe('campaign templates', () => {
  let management: Management;
  let admin: Client;
  let shop: number;
  let other: number;

  const application = async (name: string, currency: string) =>
    (await admin.post<{ id: number }>('/v1/applications', { name, currency, timezone: 'UTC' })).body.id;

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    shop = await application('Shop', 'EUR');
    other = await application('Other', 'JPY');
  });
  afterAll(() => management.stop());

  const template = async (more: object = {}) => {
    const body = { name: 'Off', state: 'enabled', applicationsIds: [shop], rules: [RULE], templateParams: [MINIMUM] };
    return (await admin.post<CampaignTemplate>('/v1/campaign_templates', { ...body, ...more })).body;
  };
  const problems = async (method: 'POST' | 'PUT', path: string, body: object) => {
    const answer = await management.call<ErrorAnswer>(admin.authorization, method, path, body);
    return [answer.status, ...(answer.body.errors ?? []).map(({ code, source }) => [code, source?.pointer])];
  };
  const details = async (method: 'POST' | 'PUT', path: string, body: object) => {
    const answer = await management.call<ErrorAnswer>(admin.authorization, method, path, body);
    return answer.body.errors.map((one) => one.details);
  };
  const use = (templateId: number, more: object = {}, where = shop) => {
    const templateParamValues = [{ name: 'minimum', expression: [20] }];
    const body = { name: 'Spring', templateId, templateParamValues, ...more };
    return [`/v1/applications/${where}/create_campaign_from_template`, body] as const;
  };

  it('are created, listed, changed and deleted', async () => {
    const created = await template({ name: 'Winter sale', tags: ['Cold'] });
    const path = `/v1/campaign_templates/${created.id}`;
    expect(created).toMatchObject({ rules: [RULE], templateParams: [MINIMUM], validApplicationIds: [shop] });
    expect((await admin.get(path)).body).toEqual(created);
    const found = async (query: string) => {
      const { body } = await admin.get<{ data: CampaignTemplate[] }>(`/v1/campaign_templates?${query}`);
      return body.data.map(({ id }) => id);
    };
    for (const query of [
      'name=WINTER',
      'tags=cold,hot',
      'name=none&tags=cold',
      `userId=${created.userId}&state=enabled`,
    ])
      expect([query, await found(query)]).toEqual([query, [created.id]]);
    for (const query of ['name=none', 'tags=hot', 'userId=999999', 'state=draft'])
      expect([query, await found(query)]).toEqual([query, []]);
    const { body: changed } = await admin.put<CampaignTemplate>(path, { state: 'disabled', instructions: 'Ask.' });
    expect(changed).toEqual({ ...created, state: 'disabled', instructions: 'Ask.', updated: changed.updated });
    await admin.delete(path);
    expect(await admin.fails('GET', path)).toEqual([404, 'template.not_found']);
  });

  it('begin with the settings and the active rules of a campaign', async () => {
    const settings = {
      referralSettings: { validCharacters: ['A'], couponPattern: 'FRIEND-##' },
      tags: ['a'],
      features: ['coupons'],
      limits: [{ action: 'redeemCoupon', limit: 5, entities: [] }],
    };
    const campaigns = `/v1/applications/${shop}/campaigns`;
    const { body: campaign } = await admin.post<Campaign>(campaigns, { name: 'One', description: 'all', ...settings });
    const rules = [{ ...RULE, condition: ['cel', 'session.total > 5'] }];
    await admin.post(`${campaigns}/${campaign.id}/rulesets`, { rules, bindings: [], activate: true });
    const fromCampaign = { applicationId: shop, campaignId: campaign.id };
    const { body } = await admin.post<CampaignTemplate>('/v1/campaign_templates', { name: 'Like one', fromCampaign });
    expect(body).toMatchObject({ name: 'Like one', description: 'all', state: 'draft', rules, ...settings });
    expect(body.applicationsIds).toEqual([shop]);
    expect(Object.keys(body.rules[0] ?? {})).not.toContain('id');
  });

  it('are checked in each of their applications when they are saved', async () => {
    const rules = [{ ...RULE, condition: ['cel', 'session.total > minimum && nothing'] }];
    const wrong = { applicationsIds: [shop, other], rules, limits: [{ action: 'setDiscount', limit: 1.5 }] };
    const body = { name: 'Off', templateParams: [MINIMUM], ...wrong };
    expect(await problems('POST', '/v1/campaign_templates', body)).toEqual([
      400,
      [expect.any(String), '/rules/0/condition/1'],
      [expect.any(String), '/rules/0/condition/1'],
      ['limit.range', '/limits/0/limit'],
    ]);
    expect(await details('POST', '/v1/campaign_templates', body)).toEqual([
      expect.stringContaining(`application ${shop}: `),
      expect.stringContaining(`application ${other}: `),
      expect.stringContaining(`application ${other}: `),
    ]);
    const { id } = await template();
    const path = `/v1/campaign_templates/${id}`;
    expect((await problems('PUT', path, { templateParams: [] }))[0]).toBe(400);
    const taken = { templateParams: [MINIMUM, { ...MINIMUM, name: 'session' }] };
    expect(await problems('PUT', path, taken)).toEqual([400, ['binding.taken', '/templateParams/1/name']]);
    const bindings = [{ name: 'more', expression: ['cel', 'minimum + unknown'] }];
    expect(await problems('PUT', path, { bindings })).toEqual([400, [expect.any(String), '/bindings/0/expression/1']]);
    const attributes = { campaignAttributes: { season: 'x' } };
    expect(await problems('PUT', path, attributes)).toMatchObject([
      400,
      ['attribute.unknown', '/campaignAttributes/season'],
    ]);
    expect(await admin.fails('PUT', path, { applicationsIds: [999_999] })).toEqual([400, 'application.unknown']);
  });

  it('make campaigns, with a value for each parameter', async () => {
    const limits = [
      { action: 'redeemCoupon', limit: 5, entities: [] },
      { action: 'redeemCoupon', limit: 1, entities: ['Profile'] },
    ];
    const { id } = await template({ limits, description: 'of the template' });
    const [path, body] = use(id, { limitOverrides: [{ action: 'redeemCoupon', limit: 9, entities: [] }], tags: ['x'] });
    const { body: made } = await admin.post<{ campaign: Campaign; ruleset: Ruleset }>(path, body);
    expect(made.campaign).toMatchObject({
      name: 'Spring',
      state: 'disabled',
      description: 'of the template',
      tags: ['x'],
    });
    expect(made.campaign.limits).toEqual([limits[1], { action: 'redeemCoupon', limit: 9, entities: [] }]);
    expect(made.campaign.activeRulesetId).toBe(made.ruleset.id);
    expect(made.ruleset).toMatchObject({
      rules: [RULE],
      bindings: [{ name: 'minimum', expression: ['cel', 'decimal("20")'] }],
    });
  });

  it('give campaigns their collections, the attributes of their coupons, and their own id', async () => {
    await admin.post('/v1/attributes', { entity: 'Coupon', name: 'mailing', title: 'Mailing', type: 'string' });
    const campaignCollections = [{ name: 'hot', description: 'What is hot.' }];
    const condition = ['cel', 'session.total > minimum && cartItems.exists(i, i.sku in campaign.collections.hot)'];
    const beside = { campaignCollections, couponAttributes: { mailing: 'spring' } };
    const { id, ...shown } = await template({ rules: [{ ...RULE, condition }], ...beside });
    expect(shown).toMatchObject(beside);
    const [path, body] = use(id);
    const { body: made } = await admin.post<{ campaign: Campaign; collections: Collection[] }>(path, body);
    expect(made.campaign).toMatchObject({ templateId: id, couponAttributes: { mailing: 'spring' } });
    const campaignId = made.campaign.id;
    const { body: from } = await admin.get<{ data: Campaign[] }>(`/v1/applications/${shop}/campaigns?templateId=${id}`);
    expect(from.data.map((one) => one.id)).toEqual([campaignId]);
    expect(made.collections).toMatchObject([{ ...campaignCollections[0], applicationId: shop, campaignId }]);
    const own = `/v1/applications/${shop}/campaigns/${campaignId}`;
    expect((await admin.get<{ data: Collection[] }>(`${own}/collections`)).body.data).toEqual(made.collections);
    expect(await admin.fails('DELETE', `${own}/collections/${made.collections[0]?.id}`)).toEqual([
      409,
      'collection.in_use',
    ]);
    const again = { name: 'Again', fromCampaign: { applicationId: shop, campaignId } };
    expect((await admin.post<CampaignTemplate>('/v1/campaign_templates', again)).body).toMatchObject(beside);
    const copied = await admin.post<{ data: Campaign[] }>(`${own}/copy`, { applicationIds: [shop] });
    expect(copied.body.data[0]).not.toHaveProperty('templateId');
  });

  it('name no collection that their campaigns would not have, and no attribute that coupons do not', async () => {
    const { id } = await template();
    const path = `/v1/campaign_templates/${id}`;
    const rules = [{ ...RULE, condition: ['cel', "'tea' in campaign.collections.cold"] }];
    expect(await problems('PUT', path, { rules })).toEqual([400, ['expr.type', '/rules/0/condition/1']]);
    expect(await problems('PUT', path, { rules, campaignCollections: [{ name: 'cold' }] })).toEqual([200]);
    expect(await problems('PUT', path, { campaignCollections: [] })).toEqual([
      400,
      ['expr.type', '/rules/0/condition/1'],
    ]);
    expect(await problems('PUT', path, { couponAttributes: { none: 'x' } })).toEqual([
      400,
      ['attribute.unknown', '/couponAttributes/none'],
    ]);
  });

  it('have each collection once', async () => {
    const campaignCollections = [{ name: 'hot' }, { name: 'hot' }];
    const body = { name: 'Twice', campaignCollections };
    expect((await problems('POST', '/v1/campaign_templates', body))[0]).toBe(400);
  });

  it('make none without their parameters, in another application, or while they are no more than a draft', async () => {
    const { id } = await template();
    expect(await problems('POST', ...use(id, { templateParamValues: [] }))).toMatchObject([
      400,
      ['template.parameter_missing', '/templateParamValues'],
    ]);
    expect(await problems('POST', ...use(id, {}, other))).toMatchObject([400, ['template.application', '/templateId']]);
    expect(await admin.fails('POST', ...use(999_999))).toEqual([404, 'template.not_found']);
    const draft = await template({ state: 'draft' });
    expect(await problems('POST', ...use(draft.id))).toMatchObject([400, ['template.state', '/templateId']]);
  });

  it('say what an application does not take of them any more', async () => {
    const attribute = { entity: 'CustomerProfile', name: 'vip', title: 'VIP', type: 'boolean' };
    const { body } = await admin.post<{ id: number }>('/v1/attributes', attribute);
    const { id } = await template({ rules: [{ ...RULE, condition: ['cel', 'profile.attributes.vip'] }] });
    await admin.put(`/v1/attributes/${body.id}`, { subscribedApplicationsIds: [other] });
    expect(await problems('POST', ...use(id))).toEqual([400, [expect.any(String), '/templateId']]);
    expect(await details('POST', ...use(id))).toEqual([expect.stringContaining('/rules/0/condition/1: ')]);
  });
});
