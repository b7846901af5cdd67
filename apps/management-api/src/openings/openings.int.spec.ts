import type { OpeningImport } from '@tessera/api-contracts';
import { randomUUID } from 'node:crypto';
import { CouponServices } from '../testing/coupon-services.fixture';
import { Client, type ErrorAnswer, Management } from '../testing/management.fixture';

describe('imports of opening balances', () => {
  const services = new CouponServices();
  let management: Management;
  let admin: Client;
  let shop: string;
  let campaignId: number;

  beforeAll(async () => {
    management = await Management.start(await services.listen());
    await services.evaluate(management.settings);
    admin = new Client(management, await management.signIn());
    const application = { name: 'One', currency: 'EUR', timezone: 'UTC' };
    shop = `/v1/applications/${(await admin.post<{ id: number }>('/v1/applications', application)).body.id}`;
    const limits = [
      { action: 'setDiscount', limit: 5_000, entities: ['Profile'], period: 'monthly' },
      { action: 'createLoyaltyPoints', limit: 100, entities: [] },
      { action: 'redeemCoupon', limit: 3, entities: ['Coupon'], period: 'daily' },
      { action: 'redeemCoupon', limit: 9, entities: [] },
    ];
    const settings = { name: 'Spring', tags: [], features: ['coupons'], limits };
    campaignId = (await admin.post<{ id: number }>(`${shop}/campaigns`, settings)).body.id;
    const campaign = `${shop}/campaigns/${campaignId}`;
    await admin.upload(`${campaign}/import_coupons`, 'value\nONE\nTWO\n');
    await admin.upload(`${campaign}/import_referrals`, 'code,advocateprofileintegrationid\nREF,anna\n');
  });
  beforeEach(() => {
    services.records.length = 0;
  });
  afterAll(async () => {
    await services.stop();
    await management.stop();
  });

  const load = (of: 'coupon' | 'limit' | 'profile', csv: string, query = '') =>
    admin.upload<OpeningImport & ErrorAnswer>(`${shop}/import_${of}_openings${query}`, csv);
  const asked = () => {
    const codeOf = (id: bigint) => services.coupons.get(id)?.code;
    return services.records.flatMap(({ record: { payload } }): readonly object[] => {
      if (!('openings' in payload)) return [payload];
      return payload.openings.map((one) => ({ ...one, couponId: one.couponId && codeOf(one.couponId) }));
    });
  };
  const refusals = ({ errors }: ErrorAnswer) => errors.map(({ code, source }) => [code, source?.line]);
  const opening = (couponId: string, redemptions: bigint, profileId = '', discount: bigint | null = null) => ({
    ...{ couponId, profileId, redemptions, discount },
  });

  it('say of codes how often they were redeemed, in the columns of an export, and of whom', async () => {
    const csv =
      'value,counter,discount_counter,profileintegrationid\none,99,12.5,\nREF,2,,ben\nREF,1,,cleo\nTWO,0,0,\n';
    const { status, body } = await load('coupon', csv);
    const taken = { entity: 'CouponOpening', amount: 4, changed: 5, skipped: 0, rows: [] };
    expect([status, body]).toMatchObject([200, taken]);
    const expected = [opening('ONE', 99n, '', 1_250n), opening('TWO', 0n, '', 0n), opening('REF', 3n)];
    const all = asked();
    expect(all).toHaveLength(5);
    expect(all).toEqual(expect.arrayContaining([...expected, opening('REF', 2n, 'ben'), opening('REF', 1n, 'cleo')]));
    expect(services.records.every(({ topic }) => topic === 'bulk.events.v1')).toBe(true);
    expect((await load('coupon', csv)).body).toMatchObject({ amount: 4, changed: 0 });
  });

  it('take nothing of codes where a row is wrong, and name it; or all others where that is asked for', async () => {
    const rows = ['NONE,1,,', 'ONE,x,,', 'ONE,1,1.001,', 'TWO,3,,', 'TWO,2,,ann', 'TWO,2,,ben', 'REF,1,,', 'ref,2,,'];
    const csv = `value,counter,discount_counter,profileintegrationid\n${rows.join('\n')}\n`;
    const refused = await load('coupon', csv);
    expect(refused.status).toBe(400);
    const wrong = [2, 3, 4, 5, 6, 7].map((line) => ['import.row', line]);
    expect(refusals(refused.body)).toEqual(wrong);
    const twice = await load('coupon', csv, '?skipInvalid=true');
    expect([twice.status, refusals(twice.body)]).toEqual([409, [['import.duplicates', 9]]]);
    expect(services.records).toEqual([]);
    const { body } = await load('coupon', csv, '?skipInvalid=true&skipDuplicates=true');
    expect(body).toMatchObject({ amount: 1, skipped: 7 });
    expect(asked()).toEqual([opening('REF', 1n)]);
  });

  it('say of profiles what they did', async () => {
    const csv =
      'integrationid,closedsessions,totalsales,firstactivity,lastactivity\n' +
      'ann,5,123.45,2020-01-01T00:00:00Z,2025-06-01 12:30:00\nben,0,0,,2025-01-01T00:00:00+01:00\n';
    const { status, body } = await load('profile', csv);
    expect([status, body]).toMatchObject([200, { entity: 'ProfileOpening', amount: 2, changed: 2, skipped: 0 }]);
    const at = (text: string) => BigInt(Date.parse(text));
    const of = { kind: 'ProfileOpeningReceived', closedSessions: 0n, totalSales: 0n, firstActivity: null };
    const all = asked();
    expect(all).toHaveLength(2);
    expect(all).toEqual(
      expect.arrayContaining([
        { ...of, profileId: 'ben', lastActivity: at('2024-12-31T23:00:00Z') },
        {
          ...{ ...of, profileId: 'ann', closedSessions: 5n, totalSales: 12_345n },
          ...{ firstActivity: at('2020-01-01T00:00:00Z'), lastActivity: at('2025-06-01T12:30:00Z') },
        },
      ]),
    );
    expect((await load('profile', csv)).body).toMatchObject({ amount: 2, changed: 0 });
  });

  it('take nothing of profiles where a row is wrong, and name it', async () => {
    const day = '2025-01-01T00:00:00Z';
    const rows = [`ann,-1,0,,${day}`, `ben,1,1.005,,${day}`, `cleo,1,1,2025-01-02T00:00:00Z,${day}`, 'dora,1,1,,'];
    const csv = `integrationid,closedsessions,totalsales,firstactivity,lastactivity\n${rows.join('\n')}\n`;
    const refused = await load('profile', csv);
    expect([refused.status, refusals(refused.body)]).toEqual([400, [2, 3, 4, 5].map((line) => ['import.row', line])]);
    const columns = await load('profile', 'integrationid,closedsessions\nann,1\n');
    expect(columns.body.errors[0]?.code).toBe('import.columns');
    const twice = await load(
      'profile',
      `integrationid,closedsessions,totalsales,lastactivity\na,1,1,${day}\na,1,1,${day}\n`,
    );
    expect([twice.status, refusals(twice.body)]).toEqual([409, [['import.duplicates', 3]]]);
    expect(services.records).toEqual([]);
  });

  const ofLimit = { period: null, day: null, couponId: null, sessionId: null, identifier: null, profileId: null };

  it('say what limits counted, for their combinations and periods, in major units', async () => {
    const csv =
      'campaignid,action,counter,period,date,value,profileintegrationid\n' +
      `${campaignId},setDiscount,12.5,monthly,2026-03-28,,ann\n${campaignId},createLoyaltyPoints,0.25,,,,\n` +
      `${campaignId},redeemCoupon,2,daily,2026-03-28,one,\n`;
    const { status, body } = await load('limit', csv);
    expect([status, body]).toMatchObject([
      200,
      { entity: 'LimitOpening', amount: 3, changed: 3, skipped: 0, rows: [] },
    ]);
    const campaign = BigInt(campaignId);
    const month = { period: 'monthly', day: '2026-03-28', profileId: 'ann' };
    const day = { period: 'daily', day: '2026-03-28', couponId: 'ONE' };
    expect(asked()).toEqual([
      { ...ofLimit, campaign, action: 'setDiscount', amount: 1_250n, ...month },
      { ...ofLimit, campaign, action: 'createLoyaltyPoints', amount: 25n },
      { ...ofLimit, campaign, action: 'redeemCoupon', amount: 2n, ...day },
    ]);
    expect(services.records.every(({ topic }) => topic === 'bulk.events.v1')).toBe(true);
    expect((await load('limit', csv)).body).toMatchObject({ amount: 3, changed: 0 });
  });

  it('take nothing of limits where a row is wrong, and name it', async () => {
    const month = 'setDiscount,1,monthly';
    const rows = [
      ...[`${month},2026-02-30,,ann`, `${month},2026-02-01,,`, 'setDiscount,1.001,monthly,2026-02-01,,ann'],
      ...['redeemCoupon,1,daily,2026-02-01,NONE,', 'redeemCoupon,1,,,,', 'customEffect,1,,,,'],
    ];
    const file = (lines: readonly string[]) =>
      `campaignid,action,counter,period,date,value,profileintegrationid\n${lines.map((row) => `${campaignId},${row}\n`).join('')}`;
    const refused = await load('limit', file(rows));
    expect([refused.status, refusals(refused.body)]).toEqual([
      400,
      [2, 3, 4, 5, 6, 7].map((line) => ['import.row', line]),
    ]);
    const twice = await load('limit', file([`${month},2026-02-01,,ann`, `${month},2026-02-28,,ann`]));
    expect([twice.status, refusals(twice.body)]).toEqual([409, [['import.duplicates', 3]]]);
    expect(services.records).toEqual([]);
  });

  it('know of a code in the campaign that has it alone', async () => {
    const limits = [{ action: 'redeemCoupon', limit: 3, entities: ['Coupon'], period: 'daily' }];
    const other = { name: 'Summer', tags: [], features: ['coupons'], limits };
    const { id } = (await admin.post<{ id: number }>(`${shop}/campaigns`, other)).body;
    const csv = `campaignid,action,counter,period,date,value\n${id},redeemCoupon,2,daily,2026-03-28,ONE\n`;
    const refused = await load('limit', csv);
    expect([refused.status, refusals(refused.body)]).toEqual([400, [['import.row', 2]]]);
  });

  const program = async (settings = {}) => {
    const application = Number(shop.split('/').at(-1));
    const name = `p${randomUUID().slice(0, 8)}`;
    const body = { name, title: 'Stars', timezone: 'UTC', subscribedApplications: [application], ...settings };
    return `/v1/loyalty_programs/${(await admin.post<{ id: number }>('/v1/loyalty_programs', body)).body.id}`;
  };
  const ofLedger = 'customerprofileid,subledgerid,amount,startdate,expirydate,spent,expired,negative\n';
  const loadLedgers = (path: string, rows: string, query = '') =>
    admin.upload<OpeningImport & ErrorAnswer>(`${path}/import_ledger_openings${query}`, `${ofLedger}${rows}`);

  it('say of ledgers what is left with which dates, and what was spent, expired and is owed', async () => {
    const path = await program({ allowSubledger: true, returnPolicy: 'unlimited' });
    const rows =
      'ann,,12.5,,2030-01-01T00:00:00Z,3,0.25,\nann,,1,,unlimited,,,\nann,bonus,7,2030-01-01T00:00:00Z,,,,\n' +
      'ben,,,,,1,,2.5\nnobody,,1,,,,,\nnobody,,2,,2030-01-01T00:00:00Z,,,\n';
    const { status, body } = await loadLedgers(path, rows);
    const taken = { entity: 'LedgerOpening', amount: 4, changed: 3, skipped: 2 };
    expect([status, body, body.rows.map(({ line }) => line)]).toMatchObject([200, taken, [6, 7]]);
    const end = BigInt(Date.parse('2030-01-01T00:00:00Z'));
    const all = asked();
    expect(all).toHaveLength(4);
    const of = { kind: 'LedgerOpeningReceived', program: BigInt(path.split('/').at(-1) ?? ''), subledger: '' };
    const none = { spent: 0n, expired: 0n, negative: 0n, importId: BigInt(body.id) };
    const lots = [
      { points: 1_250n, start: null, expiry: end },
      { points: 100n, start: null, expiry: null },
    ];
    expect(all).toEqual(
      expect.arrayContaining([
        { ...of, ...none, profileId: 'ann', lots, spent: 300n, expired: 25n },
        { ...of, ...none, profileId: 'ann', subledger: 'bonus', lots: [{ points: 700n, start: end, expiry: null }] },
        { ...of, ...none, profileId: 'ben', lots: [], spent: 100n, negative: 250n },
      ]),
    );
    expect(services.records.every(({ topic }) => topic === 'bulk.events.v1')).toBe(true);
    expect((await loadLedgers(path, rows)).body).toMatchObject({ amount: 4, changed: 0 });
  });

  it('take nothing of ledgers where a row is wrong, and name it, with the other rows of its ledger', async () => {
    const path = await program();
    const rows =
      'ann,,1.001,,,,,\nann,,-1,,,,,\n,,1,,,,,\ncleo,bonus,1,,,,,\ndora,,1,,,,,1\nedda,,1,,,1,,\n' +
      'edda,,1,,2030-01-01T00:00:00Z,2,,\nfay,,1,2030-01-01T00:00:00Z,2029-01-01T00:00:00Z,,,\ngil,,1,soon,,,,\n';
    const refused = await loadLedgers(path, rows);
    const wrong = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((line) => ['import.row', line]);
    expect([refused.status, refusals(refused.body)]).toEqual([400, wrong]);
    const twice = await loadLedgers(path, 'ann,,1,,,,,\nann,,1,,unlimited,,,\nben,,1,,,,,\n');
    expect([twice.status, refusals(twice.body)]).toEqual([409, [['import.duplicates', 3]]]);
    expect(services.records).toEqual([]);
    const { body } = await loadLedgers(path, `${rows}hal,,1,,,,,\n`, '?skipInvalid=true');
    expect(body).toMatchObject({ amount: 1, changed: 1, skipped: 9 });
    const other = await loadLedgers('/v1/loyalty_programs/999999', 'ann,,1,,,,,\n');
    expect([other.status, other.body.errors[0]?.code]).toEqual([404, 'loyalty.not_found']);
  });

  it('are for admins', async () => {
    const login = { email: 'editor@example.com', password: 'twelve letters' };
    await admin.post('/v1/users', { ...login, name: 'Eve', role: 'editor' });
    const editor = new Client(management, await management.signIn(login));
    expect((await editor.upload(`${shop}/import_coupon_openings`, 'value,counter\nONE,1\n')).status).toBe(403);
  });
});
