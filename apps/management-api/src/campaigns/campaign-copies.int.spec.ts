import type { Campaign, Ruleset } from '@tessera/api-contracts';
import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

interface Listed<T> {
  readonly totalResultSize: number;
  readonly data: readonly T[];
}

const RULE = {
  title: 'loyal',
  condition: ['cel', 'profile.attributes.vip'],
  bindings: [{ name: 'most', expression: ['cel', '5'] }],
  effects: [['setDiscount', { name: 'd', value: 'most' }]],
};
const LIMITS = [{ action: 'setDiscount', limit: 12.5, entities: [] }];

describe('copies of a campaign', () => {
  let management: Management;
  let admin: Client;
  let source: string;
  let campaign: Campaign;
  let applications: { home: number; euros: number; yens: number; strangers: number };

  const application = async (name: string, currency: string) => {
    const body = { name, currency, timezone: 'Europe/Berlin' };
    return (await admin.post<{ id: number }>('/v1/applications', body)).body.id;
  };

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    const [home, euros, yens, strangers] = [
      await application('home', 'EUR'),
      await application('euros', 'EUR'),
      await application('yens', 'JPY'),
      await application('strangers', 'EUR'),
    ];
    applications = { home, euros, yens, strangers };
    const subscribedApplicationsIds = [home, euros, yens];
    const vip = { entity: 'CustomerProfile', name: 'vip', title: 'VIP', type: 'boolean', subscribedApplicationsIds };
    const owner = { entity: 'Campaign', name: 'owner', title: 'Owner', type: 'string', subscribedApplicationsIds };
    for (const attribute of [vip, owner]) await admin.post('/v1/attributes', attribute);
    const path = `/v1/applications/${home}/campaigns`;
    const body = { name: 'Spring', description: 'all of it', tags: ['a'], features: ['coupons'], limits: LIMITS };
    const created = await admin.post<Campaign>(path, {
      ...body,
      ...{ attributes: { owner: 'Eve' }, rollbackCouponsOnCancel: false, endTime: '2030-01-01T00:00:00' },
    });
    source = `${path}/${created.body.id}`;
    await admin.post(`${source}/rulesets`, { rules: [RULE], bindings: [], activate: true });
    await admin.put(source, { ...body, state: 'enabled' });
    campaign = (await admin.get<Campaign>(source)).body;
  }, 60_000);
  afterAll(() => management.stop());

  const copy = (body: object) => admin.post<Listed<Campaign>>(`${source}/copy`, body);
  const rules = async (application: number, id: number) => {
    const path = `/v1/applications/${application}/campaigns/${id}/rulesets`;
    return (await admin.get<Listed<Ruleset>>(path)).body.data;
  };

  it('have what the campaign has, disabled, with rules of their own', async () => {
    const { home, euros } = applications;
    const { body } = await copy({ applicationIds: [euros, home], name: 'Autumn' });
    expect(body).toMatchObject({ totalResultSize: 2, data: [{ applicationId: euros }, { applicationId: home }] });
    for (const one of body.data) {
      const { tags, features, limits, attributes, description, endTime, rollbackCouponsOnCancel } = campaign;
      expect(one).toMatchObject({
        ...{ name: 'Autumn', state: 'disabled', tags, features, limits, attributes, description, endTime },
        rollbackCouponsOnCancel,
      });
      const [ruleset, ...others] = await rules(one.applicationId, one.id);
      const [original] = await rules(home, campaign.id);
      expect(others).toEqual([]);
      expect(ruleset).toMatchObject({ activate: true, version: 1, rules: [RULE], id: one.activeRulesetId });
      expect(ruleset?.rules[0]?.id).not.toBe(original?.rules[0]?.id);
    }
    expect((await admin.get<Campaign>(source)).body).toEqual(campaign);
  });

  it('have the collections and achievements of the campaign, which their rules name', async () => {
    const { home, euros } = applications;
    const place = `/v1/applications/${home}/campaigns`;
    const body = { name: 'Collecting', state: 'disabled', tags: [], features: [], limits: [] };
    const original = (await admin.post<Campaign>(place, body)).body.id;
    const path = `${place}/${original}`;
    const list = (await admin.post<{ id: number }>(`${path}/collections`, { name: 'teas' })).body.id;
    await admin.upload(`${path}/collections/${list}/import`, 'item\ngreen\nblack\n');
    const stamp = { name: 'stamps', title: 'Stamps', target: 3 };
    const stamps = (await admin.post<{ id: number }>(`${path}/achievements`, stamp)).body.id;
    const step = ['increaseAchievementProgress', { achievementId: stamps }];
    const held = 'cartItems.exists(i, i.sku in campaign.collections.teas) && !campaign.achievements.stamps.completed';
    const rule = { title: 'tea', condition: ['cel', held] };
    await admin.post(`${path}/rulesets`, { rules: [{ ...rule, effects: [step] }], bindings: [], activate: true });

    const copies = (await admin.post<Listed<Campaign>>(`${path}/copy`, { applicationIds: [euros, home] })).body.data;
    for (const { applicationId, id } of copies) {
      const own = `/v1/applications/${applicationId}/campaigns/${id}`;
      const [teas, ...more] = (await admin.get<Listed<{ id: number; name: string }>>(`${own}/collections`)).body.data;
      expect([teas?.name, more]).toEqual(['teas', []]);
      const items = await admin.get<Listed<{ item: string }>>(`${own}/collections/${teas?.id}/items`);
      expect(items.body.data.map(({ item }) => item)).toEqual(['green', 'black']);
      const { data } = (await admin.get<Listed<{ id: number }>>(`${own}/achievements`)).body;
      expect(data).toMatchObject([{ ...stamp, campaignId: id }]);
      expect(data[0]?.id).not.toBe(stamps);
      const [ruleset] = await rules(applicationId, id);
      expect(ruleset?.rules[0]?.effects).toEqual([['increaseAchievementProgress', { achievementId: data[0]?.id }]]);
    }
  });

  it('may have a schedule of their own, in the zone of where they go', async () => {
    const times = { startTime: '2026-07-01T00:00:00', endTime: null };
    const { body } = await copy({ applicationIds: [applications.euros], ...times, tags: [] });
    expect(body.data[0]).toMatchObject({ name: 'Spring', startTime: '2026-06-30T22:00:00.000Z', tags: [] });
    expect(body.data[0]).not.toHaveProperty('endTime');
  });

  it('are none where one application does not take what the campaign has', async () => {
    const { euros, yens, strangers } = applications;
    const before = (await admin.get<Listed<Campaign>>(`/v1/applications/${euros}/campaigns`)).body.totalResultSize;
    const refused = async (applicationIds: number[], more: object = {}) => {
      const body = { applicationIds, ...more };
      const answer = await management.call<ErrorAnswer>(admin.authorization, 'POST', `${source}/copy`, body);
      return [answer.status, ...answer.body.errors.map(({ code, source: place }) => `${code} ${place?.pointer}`)];
    };
    expect(await refused([euros, strangers])).toEqual([400, 'attribute.unknown /applicationIds/1']);
    expect(await refused([yens, euros])).toEqual([400, 'limit.range /applicationIds/0']);
    expect(await refused([euros, 999_999])).toEqual([400, 'application.unknown /applicationIds/1']);
    expect(await refused([euros], { evaluationGroupId: 999_999 })).toEqual([
      400,
      'evaluation.group /evaluationGroupId',
    ]);
    expect(await refused([])).toEqual([400, expect.stringContaining('/applicationIds')]);
    const after = (await admin.get<Listed<Campaign>>(`/v1/applications/${euros}/campaigns`)).body.totalResultSize;
    expect(after).toBe(before);
    expect(await admin.fails('POST', `${source}9/copy`, { applicationIds: [euros] })).toEqual([
      404,
      'campaign.not_found',
    ]);
  });

  it('name the rule that an application cannot take', async () => {
    const { strangers } = applications;
    await admin.put(source, { ...campaign, attributes: {} });
    const body = { applicationIds: [strangers] };
    const answer = await management.call<ErrorAnswer>(admin.authorization, 'POST', `${source}/copy`, body);
    expect(answer.body.errors[0]?.source?.pointer).toBe('/applicationIds/0');
    expect(answer.body.errors[0]?.details).toMatch(/^\/rules\/0\/condition\/1: .*vip/);
  });
});
