import { type DecisionRecord, requestKey } from '@tessera/event-contracts';
import { connectDatabase, Cursors, inTransaction, migrate } from '@tessera/postgres';
import { SubjectKeyTable } from '@tessera/projection';
import { asPartitions } from '@tessera/projection/testing';
import {
  cancel,
  campaign,
  close,
  coupons,
  effect,
  NOON,
  profileUpdate,
  rule,
  SHOP,
  Shop,
} from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import type { Request } from '@tessera/promotion';
import type { DataSource } from 'typeorm';
import { type CodeKind, type CouponFilter, CouponQueries } from './coupon.queries';
import { write } from './coupon.store';
import { FriendQueries } from './friend.queries';
import { database } from './database';
import { fold } from './fold';

const DAY = 86_400_000n;
const LONG_AGO = NOON - 2_000n * DAY;
const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });

const reservation = (code: string, profileId: string, reserved = true) =>
  ({ kind: 'CouponReservationReceived', code, profileId, reserved }) as const;

/** Of the coupon ALL, which is the first. */
const opened = (profileId: string, redemptions: bigint): Request => ({
  ...{ kind: 'CouponOpeningsReceived', batch: 'before', chunk: 0 },
  openings: [{ couponId: 2n, profileId, redemptions, discount: null }],
});

/** A shop with coupons of every kind that a filter tells apart, of which TWO was redeemed. */
function decided(): readonly DecisionRecord[] {
  const give = rule('coupon.valid', [effect('showNotification', { title: 'ok' })]);
  const friends = rule('referral.valid', [effect('showNotification', { title: 'ok' })]);
  const shop = new Shop([...campaign(7n, [give]), ...campaign(8n, [give]), ...campaign(9n, [friends])]);
  const requests = [
    coupons(7n, ['ALL'], { implicitlyReserved: true }),
    coupons(7n, ['ONE'], { startDate: LONG_AGO - DAY, expiryDate: LONG_AGO, recipient: 'anna' }),
    { ...coupons(7n, ['TWO', 'THREE'], { usageLimit: 1n }), batch: 'second' },
    { ...coupons(8n, ['A', 'B'], { startDate: NOON + 100_000n * DAY }), recipients: ['b\u00e9n', ''] },
    coupons(7n, ['COME'], { advocate: 'anna', recipient: 'cleo' }),
    close('s', { profileId: 'cleo', couponCodes: ['TWO'] }),
    reservation('THREE', 'cleo'),
    reservation('TWO', 'cleo'),
    reservation('TWO', 'dora'),
    reservation('TWO', 'dora', false),
    profileUpdate('olga'),
    coupons(9n, ['BRING', 'BRING-2'], { advocate: 'olga' }),
    close('b', { profileId: 'dora', referralCode: 'BRING' }),
    close('c', { profileId: 'emil', referralCode: 'BRING' }),
    cancel('c'),
    close('d', { profileId: 'fritz', referralCode: 'BRING-2' }),
    close('e', { profileId: 'gerd', referralCode: 'BRING' }),
    opened('gerd', 5n),
    opened('cleo', 4n),
    opened('cleo', 2n),
    { kind: 'ProfileErasureReceived', profileId: 'gerd' } as const,
    { ...coupons(8n, ['HELD'], { implicitlyReserved: true, reservationMandatory: true }), batch: 'held' },
  ];
  const all = requests.map((request) => ({ ...shop.when(request), application: SHOP, key: requestKey(SHOP, request) }));
  return asPartitions(all, 3).flat();
}

let dataSource: DataSource;
let queries: CouponQueries;

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  queries = new CouponQueries(dataSource, new Cursors('secret'), new SubjectKeyTable(dataSource, new Uint8Array(32)));
  await inTransaction(dataSource, (sql) => write(sql, fold(decided())));
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

async function codes(filter: CouponFilter, kind: CodeKind = 'coupon'): Promise<unknown[]> {
  const { data } = await queries.list(kind, SHOP.toString(), filter);
  return (data as { value?: string; code?: string }[]).map(({ value, code }) => value ?? code);
}

const at = (instant: bigint): string => new Date(Number(instant)).toISOString();

describe('coupons', () => {
  it.each<[CouponFilter, string[]]>([
    [{}, ['ALL', 'ONE', 'TWO', 'THREE', 'A', 'B', 'HELD']],
    [{ campaignId: '8' }, ['A', 'B', 'HELD']],
    [{ campaigns: '7' }, ['ALL', 'ONE', 'TWO', 'THREE']],
    [{ campaigns: '' }, []],
    [{ codes: '["two","b","none"]' }, ['TWO', 'B']],
    [{ value: 't' }, ['TWO', 'THREE']],
    [{ value: 'tw', exactMatch: 'true' }, []],
    [{ batchId: 'second' }, ['TWO', 'THREE']],
    [{ recipientIntegrationId: 'b\u00e9n' }, ['A']],
    [{ recipientIntegrationId: 'be\u0301n' }, ['A']],
    [{ redeemed: 'true' }, ['TWO']],
    [{ redeemed: 'false', campaignId: '7' }, ['ALL', 'ONE', 'THREE']],
    [{ usable: 'false' }, ['TWO']],
    [{ valid: 'expired' }, ['ONE']],
    [{ valid: 'validFuture' }, ['A', 'B']],
    [{ startsBefore: at(NOON) }, ['ONE']],
    [{ startsAfter: at(NOON) }, ['A', 'B']],
    [{ expiresAfter: at(LONG_AGO - DAY) }, ['ONE']],
    [{ expiresBefore: at(LONG_AGO) }, []],
    [{ createdBefore: at(NOON - DAY) }, []],
    [{ createdAfter: at(NOON - DAY), value: 'ONE' }, ['ONE']],
    [{ referralId: '1' }, []],
    [{ sort: '-id', pageSize: '2' }, ['HELD', 'B']],
  ])('shopware 5669: are found by %j, and in pages', async (filter, found) => {
    expect(await codes(filter)).toEqual(found);
  });

  it('spree 11070, mage-os 139, craft 3202: have an index by application and canonical code, whatever tables hold', async () => {
    const indexes = await dataSource.query<{ indexdef: string }[]>(
      `SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'coupon'`,
    );
    expect(indexes.some(({ indexdef }) => indexdef.includes('(application, canonical'))).toBe(true);
  });

  it('are found by their attributes by way of an index', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.query('SET enable_seqscan = off');
    const plan: unknown = await runner.query(
      `EXPLAIN SELECT 1 FROM coupon WHERE body -> 'attributes' @> '{"offer":"milk"}'`,
    );
    await runner.release();
    expect(JSON.stringify(plan)).toContain('coupon_attributes');
  });

  it.each([
    [
      'cleo',
      [
        ['ALL', 0, 2],
        ['TWO', 1, 1],
        ['THREE', 1, 0],
        ['HELD', 0, 0],
      ],
    ],
    [
      'b\u00e9n',
      [
        ['ALL', 0, 0],
        ['A', 0, 0],
        ['HELD', 0, 0],
      ],
    ],
    [
      'dora',
      [
        ['ALL', 0, 0],
        ['HELD', 0, 0],
      ],
    ],
    [
      'gerd',
      [
        ['ALL', 0, 0],
        ['HELD', 0, 0],
      ],
    ],
  ])(
    'are in the inventory of %s, reserved, its own, or everybody’s, though they must be reserved',
    async (profile, expected) => {
      const { data } = await queries.inventory(SHOP.toString(), profile, {});
      const shown = data as { value: string; reservationCounter: number; profileRedemptionCount: number }[];
      expect(shown.map((one) => [one.value, one.reservationCounter, one.profileRedemptionCount])).toEqual(expected);
      expect((await queries.inventory('2', profile, {})).data).toEqual([]);
    },
  );

  it('were redeemed by a profile so often, before any position', async () => {
    const application = SHOP.toString();
    const listed = (await queries.list('coupon', application, {})).data as { id: number; value: string }[];
    const all = listed.map(({ id }) => id).join(',');
    const [two] = (await queries.list('coupon', application, { codes: '["TWO"]' })).data as { id: number }[];
    const [redemption] = (await queries.redemptions(application, String(two?.id), {})).data as { position: number }[];
    const at = redemption?.position ?? 0;
    const redeemed = async (profile: string, before?: number, coupons = all) => {
      const { data } = await queries.redemptionsBy(application, profile, { coupons, before: before?.toString() });
      return listed.flatMap(({ id, value }) =>
        data.filter(({ couponId }) => couponId === id).map(({ count }) => [value, count]),
      );
    };
    const before = ['ALL', 2];
    expect(await redeemed('cleo')).toEqual([before, ['TWO', 1]]);
    expect(await redeemed('cleo', at + 1)).toEqual([before, ['TWO', 1]]);
    expect(await redeemed('cleo', at)).toEqual([before]);
    expect(await redeemed('cleo', at + 1, String(two?.id))).toEqual([['TWO', 1]]);
    // Who never redeemed one, and who was erased.
    for (const profile of ['dora', 'gerd']) expect(await redeemed(profile)).toEqual([]);
  });

  it('say who has them reserved', async () => {
    expect(await queries.holders(SHOP.toString(), 'two')).toEqual({ data: ['cleo'] });
    await expect(queries.holders(SHOP.toString(), 'NONE')).rejects.toMatchObject({ status: 404 });
  });

  it('of an advocate bring friends, but for who cancelled or was erased', async () => {
    const friends = new FriendQueries(dataSource, new Cursors('secret'));
    const { totalResultSize, data } = await friends.list(SHOP.toString(), 'olga', {});
    const shown = { applicationId: Number(SHOP), advocateIntegrationId: 'olga', created: at(NOON) };
    expect(totalResultSize).toBe(2);
    expect(data).toEqual([
      { ...shown, sessionId: 'b', friendIntegrationId: 'dora', code: 'BRING' },
      { ...shown, sessionId: 'd', friendIntegrationId: 'fritz', code: 'BRING-2' },
    ]);
    const page = await friends.list(SHOP.toString(), 'olga', { pageSize: '1', sort: '-created' });
    const next = await friends.list(SHOP.toString(), 'olga', { sort: '-created', cursor: page.cursor });
    expect([page, next].flatMap((one) => one.data)).toEqual([...data].reverse());
    for (const nobody of ['dora', 'none']) expect((await friends.list(SHOP.toString(), nobody, {})).data).toEqual([]);
    expect((await friends.list('2', 'olga', {})).data).toEqual([]);
  });

  it('are no referrals, which have lists of their own', async () => {
    expect(await codes({ advocate: 'anna' })).toEqual([]);
    expect(await codes({}, 'referral')).toEqual(['COME', 'BRING', 'BRING-2']);
    expect(await codes({ advocate: 'anna', value: 'come' }, 'referral')).toEqual(['COME']);
    expect(await codes({ advocate: 'cleo' }, 'referral')).toEqual([]);
    const { data } = await queries.list('referral', SHOP.toString(), {});
    const [shown] = data as { id: number }[];
    expect(shown).toMatchObject({
      advocateProfileIntegrationId: 'anna',
      friendProfileIntegrationId: 'cleo',
      usageCounter: 0,
    });
    expect(await queries.one('referral', SHOP.toString(), String(shown?.id))).toEqual(shown);
    for (const id of [String(shown?.id), 'none'])
      await expect(queries.one('coupon', SHOP.toString(), id)).rejects.toMatchObject({ status: 404 });
  });
});
