import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

describe('what rules need', () => {
  let management: Management;
  let admin: Client;
  let shop: number;
  let other: number;
  let campaign: number;

  const created = async (path: string, body: object) => (await admin.post<{ id: number }>(path, body)).body.id;

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    [shop = 0, other = 0] = [
      await created('/v1/applications', { name: 'Shop', currency: 'EUR', timezone: 'UTC' }),
      await created('/v1/applications', { name: 'Other', currency: 'EUR', timezone: 'UTC' }),
    ];
    const body = { name: 'Spring', state: 'disabled', tags: [], features: ['loyalty'], limits: [] };
    campaign = await created(`/v1/applications/${shop}/campaigns`, body);
  });
  afterAll(() => management.stop());

  /** The id of a ruleset with one rule. */
  const saved = (condition: string, effects: readonly unknown[] = []) =>
    created(`/v1/applications/${shop}/campaigns/${campaign}/rulesets`, {
      ...{ rules: [{ title: 'one', condition: ['cel', condition], effects }], bindings: [] },
    });

  const refused = async (method: 'PUT' | 'DELETE', path: string, body?: object) => {
    const answer = await management.call<ErrorAnswer>(admin.authorization, method, path, body);
    return [answer.status, answer.body.errors] as const;
  };

  const needed = (code: string, ruleset: number) => [
    409,
    [
      {
        ...{ code, title: 'Rules need it' },
        details: `ruleset ${ruleset} of campaign ${campaign} "Spring" in application ${shop}`,
      },
    ],
  ];

  const attribute = (name: string, changes: object = {}) => ({
    ...{ entity: 'CustomerProfile', name, type: 'number', title: name, subscribedApplicationsIds: [shop, other] },
    ...changes,
  });

  it('of attributes is neither deleted nor taken off the application', async () => {
    const id = await created('/v1/attributes', attribute('height'));
    const path = `/v1/attributes/${id}`;
    const ruleset = await saved('profile.attributes.height > 2.0');
    expect(await refused('DELETE', path)).toEqual(needed('attribute.in_use', ruleset));
    expect(await refused('PUT', path, { subscribedApplicationsIds: [other] })).toEqual(
      needed('attribute.in_use', ruleset),
    );
    expect((await admin.put(path, { subscribedApplicationsIds: [shop] })).status).toBe(200);
    expect((await admin.put(path, { title: 'Height' })).status).toBe(200);
  });

  it('of attributes lists the loyalty programs whose tiers end by one', async () => {
    const id = await created('/v1/attributes', attribute('until', { type: 'time' }));
    const program = await created('/v1/loyalty_programs', {
      ...{ name: 'club', title: 'Club', timezone: 'UTC', subscribedApplications: [shop] },
      ...{ tiers: [{ name: 'gold', minPoints: 10 }] },
      ...{ tiersExpirationPolicy: 'customer_attribute', tiersExpirationAttribute: 'until' },
    });
    expect(await refused('DELETE', `/v1/attributes/${id}`)).toEqual([
      409,
      [{ code: 'attribute.in_use', title: 'Tiers end by it', details: `loyalty program ${program} "club"` }],
    ]);
  });

  it('of attributes lists the campaigns and applications that have a value, and coupons may have one', async () => {
    const place = `/v1/applications/${shop}`;
    const owned = { entity: 'Campaign', type: 'string' };
    const owner = await created('/v1/attributes', attribute('owner', owned));
    const body = { name: 'Owned', state: 'disabled', tags: [], features: [], limits: [] };
    const own = await created(`${place}/campaigns`, { ...body, attributes: { owner: 'Eve' } });
    const title = 'A value of it is there';
    const details = `campaign ${own} "Owned" in application ${shop}`;
    expect(await refused('DELETE', `/v1/attributes/${owner}`)).toEqual([
      409,
      [{ code: 'attribute.in_use', title, details }],
    ]);
    await admin.put(`${place}/campaigns/${own}`, { ...body, attributes: {} });
    await admin.delete(`/v1/attributes/${owner}`);
    const offer = await created('/v1/attributes', attribute('offer', { entity: 'Coupon', type: 'string' }));
    expect(await admin.fails('DELETE', `/v1/attributes/${offer}`)).toEqual([409, 'attribute.coupons']);
  });

  it('is free when nobody needs it any more, and a name keeps its type', async () => {
    const id = await created('/v1/attributes', attribute('width'));
    const path = `/v1/attributes/${id}`;
    const ruleset = await saved('profile.attributes.width > 2.0');
    await admin.delete(`/v1/applications/${shop}/campaigns/${campaign}/rulesets/${ruleset}`);
    const { headers } = await admin.delete(path);
    const records = await management.readCatalog(BigInt(headers['x-tessera-catalog'] ?? 0));
    expect(records.at(-1)?.payload).toEqual({ kind: 'AttributeDeleted', id: BigInt(id) });
    expect(await admin.fails('GET', path)).toEqual([404, 'attribute.not_found']);
    expect(await admin.fails('DELETE', path)).toEqual([404, 'attribute.not_found']);
    const { body } = await admin.get<{ data: { id: number }[] }>('/v1/attributes');
    expect(body.data.map((one) => one.id)).not.toContain(id);
    const rules = { rules: [{ title: 'x', condition: ['cel', 'profile.attributes.width > 2.0'], effects: [] }] };
    const rulesets = `/v1/applications/${shop}/campaigns/${campaign}/rulesets`;
    expect((await admin.fails('POST', rulesets, { ...rules, bindings: [] }))[0]).toBe(400);
    expect(await admin.fails('POST', '/v1/attributes', attribute('width', { type: 'string' }))).toEqual([
      409,
      'attribute.type',
    ]);
    expect(await created('/v1/attributes', attribute('width'))).toBe(id);
  });

  it('of a personal attribute is what is sealed by it, so it stays', async () => {
    const id = await created('/v1/attributes', attribute('shoe', { personal: true }));
    expect(await admin.fails('DELETE', `/v1/attributes/${id}`)).toEqual([409, 'attribute.personal']);
  });

  it('of webhooks is neither deleted nor taken off the application', async () => {
    const webhook = { title: 'w', verb: 'POST', url: 'https://example.com/', headers: [], params: [], enabled: true };
    const id = await created('/v1/webhooks', { ...webhook, applicationIds: [] });
    const path = `/v1/webhooks/${id}`;
    const ruleset = await saved('true', [['triggerWebhook', { webhookId: id }]]);
    expect(await refused('DELETE', path)).toEqual(needed('webhook.in_use', ruleset));
    expect(await refused('PUT', path, { ...webhook, applicationIds: [other] })).toEqual(
      needed('webhook.in_use', ruleset),
    );
    expect((await admin.put(path, { ...webhook, applicationIds: [shop], enabled: false })).status).toBe(200);
  });

  it('of loyalty programs, by id or name, is not taken off the application', async () => {
    const program = { name: 'stars', title: 'Stars', timezone: 'UTC', subscribedApplications: [shop, other] };
    const id = await created('/v1/loyalty_programs', program);
    const path = `/v1/loyalty_programs/${id}`;
    const points = { programId: id, name: 'p', value: '1' };
    const ruleset = await saved('true', [['addLoyaltyPoints', points]]);
    const less = { subscribedApplications: [other] };
    expect(await refused('PUT', path, less)).toEqual(needed('loyalty.in_use', ruleset));
    await admin.delete(`/v1/applications/${shop}/campaigns/${campaign}/rulesets/${ruleset}`);
    const named = await saved('profile.loyalty.stars.currentBalance > 1');
    expect(await refused('PUT', path, less)).toEqual(needed('loyalty.in_use', named));
    expect((await admin.put(path, { title: 'More stars' })).status).toBe(200);
  });

  it('of additional costs is not taken off the application', async () => {
    const cost = { name: 'shipping', title: 'Shipping', description: '', subscribedApplicationsIds: [] };
    const id = await created('/v1/additional_costs', cost);
    const off = { name: 'off', additionalCost: 'shipping', value: '1' };
    const ruleset = await saved('true', [['setDiscountPerAdditionalCost', off]]);
    const path = `/v1/additional_costs/${id}`;
    expect(await refused('PUT', path, { subscribedApplicationsIds: [other] })).toEqual(
      needed('additional_cost.in_use', ruleset),
    );
  });
});
