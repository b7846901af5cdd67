import type { Application, LoyaltyProgram } from '@tessera/api-contracts';
import { randomUUID } from 'node:crypto';
import { Client, Management } from '../testing/management.fixture';

describe('loyalty programs', () => {
  let management: Management;
  let admin: Client;
  let shop: number;
  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
    const body = { name: 'Shop', currency: 'EUR', timezone: 'Europe/Berlin' };
    shop = (await admin.post<Application>('/v1/applications', body)).body.id;
  });
  afterAll(() => management.stop());

  const program = (name: string) => ({
    name,
    title: 'Stars',
    timezone: 'Europe/Berlin',
    subscribedApplications: [shop],
  });

  it('are created, changed and listed; the log has points in hundredths and tiers from the lowest on', async () => {
    const tiers = [
      { name: 'gold', minPoints: 1000.5 },
      { name: 'silver', minPoints: 100 },
    ];
    const created = await admin.post<LoyaltyProgram>('/v1/loyalty_programs', { ...program('stars'), tiers });
    expect(created.body).toMatchObject({ name: 'stars', defaultValidity: 'unlimited', returnPolicy: 'only_pending' });
    const path = `/v1/loyalty_programs/${created.body.id}`;
    const changed = await admin.put<LoyaltyProgram>(path, { defaultPending: '14D', returnPolicy: 'unlimited' });
    expect((await admin.get<LoyaltyProgram>(path)).body).toEqual(changed.body);
    const list = await admin.get<{ data: LoyaltyProgram[] }>('/v1/loyalty_programs');
    expect(list.body.data).toContainEqual(changed.body);
    const last = (await management.readCatalog(BigInt(changed.headers['x-tessera-catalog'] ?? 0))).at(-1);
    expect(last?.payload).toMatchObject({
      kind: 'LoyaltyProgramSaved',
      entity: {
        id: BigInt(created.body.id),
        subscribedApplications: [BigInt(shop)],
        defaultPending: '14D',
        tiers: [
          { name: 'silver', minPoints: 10_000n },
          { name: 'gold', minPoints: 100_050n },
        ],
      },
    });
  });

  it('say of each tier its place, its program, and since when it is there', async () => {
    const body = { ...program('tiered'), tiers: [{ name: 'silver', minPoints: 100 }] };
    const { id, tiers } = (await admin.post<LoyaltyProgram>('/v1/loyalty_programs', body)).body;
    const created: unknown = expect.stringMatching(/Z$/);
    expect(tiers).toEqual([{ id: 1, created, programID: id, name: 'silver', minPoints: 100 }]);
    const more = { tiers: [{ name: 'bronze', minPoints: 10 }, ...tiers] };
    const changed = (await admin.put<LoyaltyProgram>(`/v1/loyalty_programs/${id}`, more)).body;
    const bronze = { id: 1, created: changed.modified, programID: id, name: 'bronze', minPoints: 10 };
    expect(changed.tiers).toEqual([bronze, { ...tiers[0], id: 2 }]);
  });

  it.each([
    [{ name: 'two words' }, 400, 'field.format'],
    [{ timezone: 'Berlin' }, 400, 'loyalty.timezone'],
    [{ defaultValidity: 'soon' }, 400, 'loyalty.duration'],
    [{ defaultPending: 'unlimited' }, 400, 'loyalty.duration'],
    [{ tiersExpirationPolicy: 'tier_start_date', tiersExpireIn: '5m' }, 400, 'loyalty.duration'],
    [{ tiersExpirationPolicy: 'absolute_expiration', tiersExpireIn: '1Y' }, 400, 'loyalty.tiers'],
    [{ tiersExpirationPolicy: 'customer_attribute' }, 400, 'loyalty.attribute'],
    [{ subscribedApplications: [999_999] }, 400, 'application.unknown'],
    [{ name: 'stars' }, 409, 'loyalty.exists'],
  ])('are refused with %j', async (wrong, status, code) => {
    const [answered, first] = await admin.fails('POST', '/v1/loyalty_programs', { ...program('moons'), ...wrong });
    expect([answered, first]).toEqual([status, code]);
  });

  it.each([
    ['import_points', 'customerprofileid\nann\n', 'import.columns'],
    ['import_points', 'customerprofileid,amount\nann,1\nann,none\n', 'import.row'],
    ['import_customers_tiers', 'customerprofileid,tiername,expirydate\nann,gold,soon\n', 'import.row'],
  ])('take no file for %s that holds %j', async (operation, csv, code) => {
    const { id } = (await admin.post<LoyaltyProgram>('/v1/loyalty_programs', program(`p${randomUUID().slice(0, 8)}`)))
      .body;
    const disposition = 'content-disposition: form-data; name="upFile"; filename="c.csv"';
    const payload = `--x\r\n${disposition}\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--x--\r\n`;
    const headers = { authorization: admin.authorization, 'content-type': 'multipart/form-data; boundary=x' };
    const url = `/v1/loyalty_programs/${id}/${operation}`;
    const { statusCode, body } = await management.app.inject({ method: 'POST', url, headers, payload });
    const [error] = (JSON.parse(body) as { errors: { code: string }[] }).errors;
    expect([statusCode, error?.code]).toEqual([400, code]);
  });

  it('that are not there are 404', async () => {
    expect(await admin.fails('GET', '/v1/loyalty_programs/999999')).toEqual([404, 'loyalty.not_found']);
    const path = '/v1/loyalty_programs/999999/profile/ann/add_points';
    expect(await admin.fails('PUT', path, { points: 1 })).toEqual([404, 'loyalty.not_found']);
  });
});
