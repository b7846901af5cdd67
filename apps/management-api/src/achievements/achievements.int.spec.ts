import { Client, Management } from '../testing/management.fixture';

interface Achievement {
  readonly id: number;
  readonly target: number;
}

const STAMPS = { name: 'stamps', title: 'Ten stamps', target: 10 };

describe('achievements', () => {
  let management: Management;
  let admin: Client;
  let shop: string;
  let place: string;

  const newCampaign = async () => {
    const body = { name: 'Spring', state: 'disabled', tags: [], features: [], limits: [] };
    return `${shop}/campaigns/${(await admin.post<{ id: number }>(`${shop}/campaigns`, body)).body.id}`;
  };

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    const application = { name: 'Shop', currency: 'EUR', timezone: 'Europe/Berlin' };
    shop = `/v1/applications/${(await admin.post<{ id: number }>('/v1/applications', application)).body.id}`;
    place = `${await newCampaign()}/achievements`;
  });
  afterAll(() => management.stop());

  const create = async (body: object) => (await admin.post<Achievement>(place, { ...STAMPS, ...body })).body;

  it('are created, read, changed and deleted; what an update leaves out stays', async () => {
    const { id } = await create({ name: 'first', period: '1M_U', recurrencePolicy: 'on_expiration', target: 2.50001 });
    const changed = await admin.put<Achievement>(`${place}/${id}`, {
      title: 'Changed',
      endDate: '2030-01-01T00:00:00',
    });
    expect(changed.body).toMatchObject({
      ...{ id, name: 'first', title: 'Changed', target: 2.5, period: '1M_U', recurrencePolicy: 'on_expiration' },
      ...{ activationPolicy: 'user_action', allowRollbackAfterCompletion: false, endDate: '2029-12-31T23:00:00.000Z' },
    });
    expect((await admin.get<Achievement>(`${place}/${id}`)).body).toEqual(changed.body);
    await admin.delete(`${place}/${id}`);
    expect(await admin.fails('GET', `${place}/${id}`)).toEqual([404, 'achievement.not_found']);
  });

  it.each([
    ['a period that is none', { period: '1x' }, 'achievement.period'],
    ['no period to recur by', { recurrencePolicy: 'on_expiration' }, 'achievement.recurrence'],
    ['a schedule without a start', { activationPolicy: 'fixed_schedule' }, 'achievement.schedule'],
    ['a start without a schedule', { fixedStartDate: '2030-01-01T00:00:00' }, 'achievement.schedule'],
    [
      'a schedule that recurs on completion',
      { activationPolicy: 'fixed_schedule', fixedStartDate: '2030-01-01T00:00:00', recurrencePolicy: 'on_completion' },
      'achievement.recurrence',
    ],
    [
      'a schedule of hours',
      { activationPolicy: 'fixed_schedule', fixedStartDate: '2030-01-01T00:00:00', period: '1h' },
      'achievement.period',
    ],
  ])('have not %s', async (_case, body, code) => {
    expect(await admin.fails('POST', place, { ...STAMPS, name: 'wrong', ...body })).toEqual([400, code]);
  });

  it('are one of a name in a campaign, and belong to it alone', async () => {
    const { id } = await create({ name: 'once' });
    expect(await admin.fails('POST', place, { ...STAMPS, name: 'once' })).toEqual([409, 'achievement.name']);
    const other = `${await newCampaign()}/achievements`;
    expect(await admin.fails('GET', `${other}/${id}`)).toEqual([404, 'achievement.not_found']);
    expect((await admin.post<Achievement>(other, { ...STAMPS, name: 'once' })).body.id).not.toBe(id);
  });

  it('that conditions know by their name are neither deleted nor called otherwise', async () => {
    const campaign = await newCampaign();
    const { id } = (await admin.post<Achievement>(`${campaign}/achievements`, STAMPS)).body;
    const rules = [{ title: 'one', condition: ['cel', 'campaign.achievements.stamps.completed'], effects: [] }];
    await admin.post(`${campaign}/rulesets`, { rules, bindings: [] });
    const own = `${campaign}/achievements/${id}`;
    expect(await admin.fails('DELETE', own)).toEqual([409, 'achievement.in_use']);
    expect(await admin.fails('PUT', own, { name: 'points' })).toEqual([409, 'achievement.in_use']);
    expect((await admin.put<Achievement>(own, { title: 'Stamps', target: 12 })).body.target).toBe(12);
  });

  it('that effects name are not deleted, but go with their campaign', async () => {
    const campaign = await newCampaign();
    const { id } = (await admin.post<Achievement>(`${campaign}/achievements`, STAMPS)).body;
    const effects = [['increaseAchievementProgress', { achievementId: id }]];
    const rules = [{ title: 'one', condition: ['cel', 'true'], effects }];
    await admin.post(`${campaign}/rulesets`, { rules, bindings: [] });
    expect(await admin.fails('DELETE', `${campaign}/achievements/${id}`)).toEqual([409, 'achievement.in_use']);
    const { headers } = await admin.delete(campaign);
    const records = await management.readCatalog(BigInt(headers['x-tessera-catalog'] ?? 0));
    expect(records.slice(-3).map(({ payload }) => payload.kind)).toEqual([
      'AchievementDeleted',
      'CampaignDeleted',
      'RulesetDeleted',
    ]);
  });
});
