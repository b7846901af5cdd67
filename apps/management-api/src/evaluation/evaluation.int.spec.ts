import type { Campaign, EvaluationGroup, EvaluationTree } from '@tessera/api-contracts';
import { Client, Management } from '../testing/management.fixture';

const newCampaign = { name: 'Spring', tags: [], features: [], limits: [] };
const set = (name: string, elements: unknown[], more: object = {}) => ({ type: 'SET', name, elements, ...more });
const member = (campaignId: number) => ({ type: 'CAMPAIGN', campaignId });

describe('the evaluation tree of an application', () => {
  let management: Management;
  let admin: Client;
  let id: number;
  let application: string;
  let campaigns: number[];
  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
  }, 60_000);
  afterAll(() => management.stop());

  beforeEach(async () => {
    id = await newApplication();
    application = `/v1/applications/${id}`;
    campaigns = [await created(), await created(), await created()];
  });

  async function newApplication(): Promise<number> {
    const shop = { name: 'Shop', currency: 'EUR', timezone: 'UTC' };
    return (await admin.post<{ id: number }>('/v1/applications', shop)).body.id;
  }

  async function created(more: object = {}, place = application): Promise<number> {
    return (await admin.post<Campaign>(`${place}/campaigns`, { ...newCampaign, ...more })).body.id;
  }

  const tree = async (query = '') => (await admin.get<EvaluationTree>(`${application}/evaluation_tree${query}`)).body;
  const put = (body: object) => admin.put<EvaluationTree>(`${application}/evaluation_tree`, body);
  const refused = (body: object) => admin.fails('PUT', `${application}/evaluation_tree`, body);
  const groupOf = async (campaign: number) =>
    (await admin.get<Campaign>(`${application}/campaigns/${campaign}`)).body.evaluationGroupId;

  it('has all campaigns in its base group, by id, as long as nobody changes it', async () => {
    expect(await tree()).toMatchObject({
      applicationId: id,
      version: 0,
      set: { type: 'SET', groupId: id, evaluationMode: 'stackable', elements: campaigns.map(member) },
      updatedBy: 'Admin',
    });
    const { body } = await admin.get<{ defaultEvaluationGroupId: number }>(application);
    expect(body.defaultEvaluationGroupId).toBe(id);
    expect(await groupOf(campaigns[0] ?? 0)).toBe(id);
  });

  it('is kept in versions, with groups in groups, and the log has each', async () => {
    const [a = 0, b = 0, c = 0] = campaigns;
    const inner = set('Inner', [member(b)], { evaluationMode: 'lowestDiscount' });
    const outer = set('Outer', [inner, member(a)], { evaluationMode: 'highestDiscount', evaluationScope: 'cartItem' });
    const { body, headers } = await put({ version: 0, set: set('All', [outer]) });
    expect(body).toMatchObject({
      version: 1,
      set: {
        name: 'All',
        elements: [
          {
            name: 'Outer',
            evaluationScope: 'cartItem',
            elements: [{ name: 'Inner', elements: [member(b)] }, member(a)],
          },
          member(c),
        ],
      },
    });
    expect(await tree()).toEqual(body);
    const [outerId, innerId] = (await groups()).slice(1).map((group) => group.id);
    const record = (await management.readCatalog(BigInt(headers['x-tessera-catalog'] ?? 0))).at(-1);
    expect(record?.payload).toMatchObject({
      kind: 'EvaluationTreeSaved',
      entity: {
        application: BigInt(id),
        version: 1,
        groups: [
          { id: BigInt(id), mode: 'stackable', elements: [{ kind: 'EvaluatedGroup', id: BigInt(outerId ?? 0) }] },
          {
            ...{ id: BigInt(outerId ?? 0), name: 'Outer', mode: 'highestDiscount', scope: 'cartItem', locked: false },
            elements: [
              { kind: 'EvaluatedGroup', id: BigInt(innerId ?? 0) },
              { kind: 'EvaluatedCampaign', id: BigInt(a) },
            ],
          },
          {
            id: BigInt(innerId ?? 0),
            mode: 'lowestDiscount',
            elements: [{ kind: 'EvaluatedCampaign', id: BigInt(b) }],
          },
        ],
      },
    });
    await put({ set: set('All', []) });
    expect((await tree()).version).toBe(2);
    expect(await tree('?version=1')).toEqual(body);
    expect(await admin.fails('GET', `${application}/evaluation_tree?version=3`)).toEqual([404, 'evaluation.not_found']);
  });

  const groups = async () =>
    (await admin.get<{ data: EvaluationGroup[] }>(`${application}/evaluation_groups`)).body.data;

  it('is read, changed and written back without losing anything', async () => {
    const [a = 0] = campaigns;
    const { body } = await put({ set: set('All', [set('Best', [member(a)], { evaluationMode: 'highestDiscount' })]) });
    const again = await put(body);
    expect(again.body).toMatchObject({ version: 2, set: body.set });
  });

  it('has groups that are changed one by one', async () => {
    await put({ set: set('All', [set('Best', [member(campaigns[0] ?? 0)])]) });
    const [base, best] = await groups();
    expect(base).toMatchObject({ id, name: 'All' });
    expect(base).not.toHaveProperty('parentId');
    expect(best).toMatchObject({ applicationId: id, parentId: id, evaluationMode: 'stackable', locked: false });
    const url = `${application}/evaluation_groups/${best?.id}`;
    const changed = await admin.put<EvaluationGroup>(url, { evaluationMode: 'listOrder' });
    expect(changed.body).toEqual({ ...best, evaluationMode: 'listOrder' });
    expect((await admin.get(url)).body).toEqual(changed.body);
    expect((await tree()).version).toBe(2);
    expect(await admin.fails('PUT', `${application}/evaluation_groups/${id}`, { evaluationMode: 'listOrder' })).toEqual(
      [400, 'evaluation.base'],
    );
    expect(await admin.fails('GET', `${application}/evaluation_groups/999999`)).toEqual([404, 'evaluation.not_found']);
  });

  it('takes a campaign into a group when the campaign says so, and lets it go with the campaign', async () => {
    await put({ set: set('All', [set('Best', []), set('Rest', [])]) });
    const [, best, rest] = await groups();
    const campaign = await created({ evaluationGroupId: best?.id });
    expect(await groupOf(campaign)).toBe(best?.id);
    const url = `${application}/campaigns/${campaign}`;
    await admin.put(url, { ...newCampaign, evaluationGroupId: rest?.id });
    await admin.put(url, { ...newCampaign, evaluationGroupId: rest?.id });
    expect(await groupOf(campaign)).toBe(rest?.id);
    expect((await tree()).version).toBe(3);
    expect(await admin.fails('PUT', url, { ...newCampaign, evaluationGroupId: 999_999 })).toEqual([
      400,
      'evaluation.group',
    ]);
    await admin.delete(url);
    expect(JSON.stringify((await tree()).set)).not.toContain(`"campaignId":${campaign}`);
    expect((await tree()).version).toBe(4);
  });

  it('does not change where it is locked', async () => {
    const [a = 0, b = 0] = campaigns;
    const { body } = await put({ set: set('All', [set('Best', [member(a)], { locked: true })]) });
    const [, best] = await groups();
    const url = `${application}/evaluation_groups/${best?.id}`;
    const within = (elements: unknown[], more: object = {}) => ({
      set: set('All', [set('Best', elements, { groupId: best?.id, locked: true, ...more })]),
    });
    expect(await refused(within([member(a), member(b)]))).toEqual([409, 'evaluation.locked']);
    expect(await refused({ set: set('All', []) })).toEqual([409, 'evaluation.locked']);
    expect(await admin.fails('PUT', url, { evaluationMode: 'listOrder' })).toEqual([409, 'evaluation.locked']);
    const place = `${application}/campaigns/${b}`;
    expect(await admin.fails('PUT', place, { ...newCampaign, evaluationGroupId: best?.id })).toEqual([
      409,
      'evaluation.locked',
    ]);
    expect((await put({ set: body.set })).body.version).toBe(2);
    await admin.delete(`${application}/campaigns/${a}`);
    await admin.put(url, { locked: false });
    expect((await put(within([member(b)], { locked: false }))).body.version).toBe(5);
  });

  it('is not overwritten by who has not seen the newest version', async () => {
    const { body } = await put({ version: 0, set: set('All', []) });
    expect(await refused({ version: 0, set: body.set })).toEqual([409, 'evaluation.version']);
    expect((await put({ version: 1, set: body.set })).body.version).toBe(2);
  });

  it.each<[string, (a: number) => object, string]>([
    ['a base that excludes', () => set('All', [], { evaluationMode: 'listOrder' }), 'evaluation.base'],
    ['another base', () => set('All', [], { groupId: 999_999 }), 'evaluation.base'],
    ['an unknown group', () => set('All', [set('G', [], { groupId: 999_999 })]), 'evaluation.group'],
    ['an unknown campaign', () => set('All', [member(999_999)]), 'campaign.unknown'],
    ['a campaign twice', (a) => set('All', [member(a), set('G', [member(a)])]), 'evaluation.twice'],
    ['too many levels', () => nested(6), 'evaluation.depth'],
    ['an unknown mode', () => set('All', [set('G', [], { evaluationMode: 'middle' })]), 'field.value'],
    ['an element that is nothing', () => set('All', [{ type: 'RULE' }]), 'field.invalid'],
  ])('refuses %s', async (_, wrong, code) => {
    expect(await refused({ set: wrong(campaigns[0] ?? 0) })).toEqual([400, code]);
    expect((await tree()).version).toBe(0);
  });

  it('says where in the body something is wrong', async () => {
    const body = { set: set('All', [set('G', [member(campaigns[0] ?? 0), member(999_999)])]) };
    const { errors } = (
      await management.call<{ errors: { source?: { pointer?: string } }[] }>(
        ...([admin.authorization, 'PUT', `${application}/evaluation_tree`, body] as const),
      )
    ).body;
    expect(errors[0]?.source?.pointer).toBe('/set/elements/0/elements/1/campaignId');
  });

  it('knows no groups and campaigns of another application', async () => {
    await put({ set: set('All', [set('Best', [])]) });
    const [, best] = await groups();
    const other = await newApplication();
    const stranger = await created({}, `/v1/applications/${other}`);
    expect(await refused({ set: set('All', [member(stranger)]) })).toEqual([400, 'campaign.unknown']);
    const elsewhere = `/v1/applications/${other}`;
    expect(
      await admin.fails('PUT', `${elsewhere}/evaluation_tree`, {
        set: set('All', [set('G', [], { groupId: best?.id })]),
      }),
    ).toEqual([400, 'evaluation.group']);
    expect(await admin.fails('GET', `${elsewhere}/evaluation_groups/${best?.id}`)).toEqual([
      404,
      'evaluation.not_found',
    ]);
    expect(await admin.fails('GET', '/v1/applications/999999/evaluation_tree')).toEqual([404, 'application.not_found']);
  });

  it('is read by viewers and written by editors', async () => {
    const as = async (role: string) => {
      const body = { name: role, role, expires: '2099-01-01T00:00:00Z' };
      const { key } = (await admin.post<{ key: string }>('/v1/management_keys', body)).body;
      return new Client(management, `ManagementKey-v1 ${key}`);
    };
    const [viewer, editor] = [await as('viewer'), await as('editor')];
    const url = `${application}/evaluation_tree`;
    const { body } = await viewer.get<EvaluationTree>(url);
    expect((await viewer.fails('PUT', url, { set: body.set }))[0]).toBe(403);
    expect((await editor.put<EvaluationTree>(url, { set: body.set })).body.version).toBe(1);
  });
});

function nested(levels: number): object {
  return levels === 0 ? set('Level', []) : set('Level', [nested(levels - 1)]);
}
