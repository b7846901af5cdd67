import { Client, Management } from '../testing/management.fixture';

interface Pool {
  readonly id: number;
  readonly name: string;
}

describe('giveaway pools', () => {
  let management: Management;
  let admin: Client;

  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
  });
  afterAll(() => management.stop());

  const create = async (body: object) => (await admin.post<Pool>('/v1/giveaways/pools', body)).body;
  const upload = async (id: number, csv: string) => {
    const disposition = 'content-disposition: form-data; name="upFile"; filename="c.csv"';
    const payload = `--x\r\n${disposition}\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--x--\r\n`;
    const headers = { authorization: admin.authorization, 'content-type': 'multipart/form-data; boundary=x' };
    const url = `/v1/giveaways/pools/${id}/import`;
    const { statusCode, body } = await management.app.inject({ method: 'POST', url, headers, payload });
    return [statusCode, (JSON.parse(body) as { errors: { code: string }[] }).errors[0]?.code];
  };

  it('have no codes before there is an application that may give them', async () => {
    const { id } = await create({ name: 'early' });
    expect(await upload(id, 'code\nA\n')).toEqual([409, 'giveaway_pool.no_application']);
  });

  it('are created, read, changed, listed and deleted', async () => {
    const { id } = await create({ name: 'tickets' });
    await admin.put(`/v1/giveaways/pools/${id}`, { description: 'for the fair' });
    expect((await admin.get<Pool>(`/v1/giveaways/pools/${id}`)).body).toMatchObject({
      ...{ id, name: 'tickets', description: 'for the fair', subscribedApplicationsIds: [] },
    });
    const listed = await admin.get<{ data: Pool[] }>('/v1/giveaways/pools?sort=-id');
    expect(listed.body.data[0]?.id).toBe(id);
    await admin.delete(`/v1/giveaways/pools/${id}`);
    expect(await admin.fails('GET', `/v1/giveaways/pools/${id}`)).toEqual([404, 'giveaway_pool.not_found']);
  });

  it.each([
    ['without codes', 'code\n', 'giveaway.empty'],
    ['without the column', 'value\nA\n', 'import.columns'],
    ['with an empty row', 'code\nA\n""\n', 'import.row'],
    ['with a date that is none', 'code,enddate\nA,soon\n', 'import.row'],
    [
      'with an end before its start',
      'code,startdate,enddate\nA,2030-01-01T00:00:00Z,2029-01-01T00:00:00Z\n',
      'import.row',
    ],
    [
      'with more dates than a pool can tell apart',
      `code,startdate\n${Array.from({ length: 101 }, (_, day) => `C${day},${new Date(day * 86_400_000).toISOString()}\n`).join('')}`,
      'giveaway.dates_count',
    ],
  ])('take no file %s', async (_case, csv, code) => {
    const { id } = await create({ name: 'strict' });
    expect(await upload(id, csv)).toEqual([400, code]);
  });

  it('that effects name are not deleted', async () => {
    const { id } = await create({ name: 'named' });
    const application = { name: 'Shop', currency: 'EUR', timezone: 'UTC' };
    const shop = (await admin.post<{ id: number }>('/v1/applications', application)).body.id;
    const draft = { name: 'Spring', state: 'disabled', tags: [], features: [], limits: [] };
    const campaign = (await admin.post<{ id: number }>(`/v1/applications/${shop}/campaigns`, draft)).body.id;
    const rules = [{ title: 'one', condition: ['cel', 'true'], effects: [['awardGiveaway', { poolId: id }]] }];
    const place = `/v1/applications/${shop}/campaigns/${campaign}/rulesets`;
    await admin.post(place, { rules, bindings: [] });
    expect(await admin.fails('DELETE', `/v1/giveaways/pools/${id}`)).toEqual([409, 'giveaway_pool.in_use']);
  });
});
