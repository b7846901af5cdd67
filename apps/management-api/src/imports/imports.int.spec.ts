import type { Change, Coupon, CouponImport, Referral } from '@tessera/api-contracts';
import { CouponServices } from '../testing/coupon-services.fixture';
import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

describe('imports of coupons', () => {
  const services = new CouponServices();
  let management: Management;
  let admin: Client;
  let shop: string;
  let campaign: string;
  beforeAll(async () => {
    management = await Management.start(await services.listen());
    await services.evaluate(management.settings);
    admin = new Client(management, await management.signIn());
    const application = { name: 'One', currency: 'EUR', timezone: 'UTC' };
    shop = `/v1/applications/${(await admin.post<Coupon>('/v1/applications', application)).body.id}`;
    const settings = { name: 'Spring', tags: [], features: ['coupons'], limits: [] };
    campaign = `${shop}/campaigns/${(await admin.post<Coupon>(`${shop}/campaigns`, settings)).body.id}`;
  });
  beforeEach(() => {
    services.records.length = 0;
    services.coupons.clear();
  });
  afterAll(async () => {
    await services.stop();
    await management.stop();
  });

  function upload<T>(csv: string, query = '', type = 'multipart/form-data; boundary=x', of = 'coupons') {
    return admin.upload<T>(`${campaign}/import_${of}${query}`, csv, type);
  }

  it('create the coupons of a file, with the settings of each', async () => {
    const csv = 'value,limitval,recipientintegrationid\nA,1,ann\nB,1,\nC,5,ben\n';
    const { status, body } = await upload<CouponImport>(csv);
    expect([status, body]).toMatchObject([200, { entity: 'Coupon', amount: 3, skipped: 0, rows: [] }]);
    const kept = [...services.coupons.values()].map(({ code, batch, settings }) => [code, batch, settings] as const);
    const brief = kept.map(([code, batch, { usageLimit, recipient }]) => [code, batch, usageLimit, recipient]).sort();
    expect(brief).toEqual([
      ['A', body.batchId, 1n, 'ann'],
      ['B', body.batchId, 1n, null],
      ['C', body.batchId, 5n, 'ben'],
    ]);
    expect(services.records).toHaveLength(2);
    const path = `${campaign.replace('/v1', '')}/import_coupons`;
    const query = `?sort=-id&pageSize=1&entityPath=${encodeURIComponent(path)}`;
    const noted = (await admin.get<{ data: readonly Change[] }>(`/v1/changes${query}`)).body.data[0];
    const { rows, ...counts } = body;
    expect([noted?.entity, noted?.new, rows]).toEqual([path, counts, []]);
  });

  it('import nothing where rows are wrong, and name them; or all others where that is asked for', async () => {
    const csv = 'value,discountlimit,limitval\nA,1.001,1\nB,1,x\nC,,\n';
    const refused = await upload<ErrorAnswer>(csv);
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ code, source }) => [code, source?.line])).toEqual([
      ['import.row', 2],
      ['import.row', 3],
    ]);
    expect(services.records).toEqual([]);
    const { body } = await upload<CouponImport>(csv, '?skipInvalid=true');
    expect(body).toMatchObject({ amount: 1, skipped: 2, rows: [{ line: 2 }, { line: 3 }] });
    expect([...services.coupons.values()].map(({ code }) => code)).toEqual(['C']);
  });

  it('import nothing where codes are there already, and name them; or all others where that is asked for', async () => {
    await upload('value\nOLD\n');
    const csv = 'value\nnew\nold\nNEW\n';
    const refused = await upload<ErrorAnswer>(csv);
    expect(refused.status).toBe(409);
    expect(refused.body.errors.map(({ code, source }) => [code, source?.line])).toEqual([
      ['import.duplicates', 3],
      ['import.duplicates', 4],
    ]);
    expect(services.coupons.size).toBe(1);
    expect((await upload<CouponImport>(csv, '?skipDuplicates=true')).body).toMatchObject({ amount: 1, skipped: 2 });
    expect(services.coupons.size).toBe(2);
  });

  it('need a file', async () => {
    expect((await upload<ErrorAnswer>('value\nA', '', 'text/csv')).status).toBe(415);
    expect((await upload<ErrorAnswer>(`value\n${'A'.repeat(17_000_000)}`)).status).toBe(413);
  });

  it('take what an export gave', async () => {
    await upload('value,attributes,limitval\n-A,{},3\nB,{},1\n');
    const headers = { authorization: admin.authorization };
    const { body, headers: given } = await management.app.inject({ url: `${shop}/export_coupons`, headers });
    expect(given['content-type']).toContain('text/csv');
    services.coupons.clear();
    expect((await upload<CouponImport>(body)).body).toMatchObject({ amount: 2 });
    expect([...services.coupons.values()].map(({ code }) => code).sort()).toEqual(['-A', 'B']);
  });

  it('of referrals are listed, exported and deleted apart from coupons', async () => {
    await upload('value\nPLAIN\n');
    const csv = 'code,advocateprofileintegrationid,friendprofileintegrationid\nR1,anna,\nR2,anna,ben\nR3,cleo,\n';
    const { body } = await upload<CouponImport>(csv, '', undefined, 'referrals');
    expect(body).toMatchObject({ entity: 'Referral', amount: 3 });
    const list = async (query: string) => {
      const page = await admin.get<{ data: Referral[] }>(`${campaign}/referrals${query}`);
      return page.body.data.map(({ code, friendProfileIntegrationId: friend }) => [code, friend]);
    };
    expect(await list('?advocate=anna')).toEqual([
      ['R1', undefined],
      ['R2', 'ben'],
    ]);
    expect(await list('/no_total?code=R3')).toEqual([['R3', undefined]]);
    const all = (await admin.get<{ data: Referral[] }>(`${campaign}/referrals`)).body.data;
    const first = all.find(({ code }) => code === 'R1');
    const until = '2099-01-01T00:00:00.000Z';
    const change = { usageLimit: 9, expiryDate: until, friendProfileIntegrationId: 'dora' };
    const { body: changed } = await admin.put<Referral>(`${campaign}/referrals/${first?.id}`, change);
    expect(changed).toEqual({ ...first, ...change });
    const cleared = { friendProfileIntegrationId: null, expiryDate: null };
    const { body: anybodys } = await admin.put<Referral>(`${campaign}/referrals/${first?.id}`, cleared);
    expect(anybodys).toEqual({ ...first, usageLimit: 9 });
    const wrong = { attributes: { nobody: 1 } };
    expect(await admin.fails('PUT', `${campaign}/referrals/${first?.id}`, wrong)).toEqual([400, 'attribute.unknown']);
    expect((await admin.delete(`${campaign}/referrals/${first?.id}`)).status).toBe(204);
    const [coupon] = (await admin.get<{ data: Coupon[] }>(`${campaign}/coupons`)).body.data;
    expect(coupon?.value).toBe('PLAIN');
    for (const method of ['DELETE', 'PUT'] as const) {
      const failed = await admin.fails(method, `${campaign}/referrals/${coupon?.id}`, {});
      expect(failed).toEqual([404, 'coupon.not_found']);
    }
    const headers = { authorization: admin.authorization };
    const exported = await management.app.inject({ url: `${shop}/export_referrals?advocate=anna`, headers });
    expect(exported.body.split('\n')[1]).toMatch(/^R2,anna,ben,/);
  });
});
