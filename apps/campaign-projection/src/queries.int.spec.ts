import { keepSealed } from '@tessera/api-contracts';
import { requestKey, type DecisionRecord } from '@tessera/event-contracts';
import { connectDatabase, Cursors, inTransaction, migrate } from '@tessera/postgres';
import { SubjectKeyTable } from '@tessera/projection';
import { asPartitions } from '@tessera/projection/testing';
import { NOON, season, SHOP } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import { DateTime } from 'luxon';
import type { DataSource } from 'typeorm';
import { CampaignQueries } from './campaign.queries';
import type { Bucket } from './cumulated';
import { database } from './database';
import { EventQueries } from './event.queries';
import { type Changes, fold } from './fold';
import { write } from './store';

const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });
const APP = SHOP.toString();

/** The season, spread over half a year: many hours, days, weeks and months, and a change of the clocks. */
const STEP = 4n * 86_400_000n + 1_234_567n;
const decided = season(requestKey).map((one, index) => ({ ...one, at: NOON + BigInt(index) * STEP }));
const records: readonly DecisionRecord[] = asPartitions(decided, 3).flat();
const RANGE = { rangeStart: '2026-07-01T00:00:00Z', rangeEnd: '2027-02-01T00:00:00Z' };

const profileOf = (name: string) => Number(fold(records).profiles.find((one) => one.integrationId === name)?.id);

let dataSource: DataSource;
let campaigns: CampaignQueries;
let events: EventQueries;

const foldIn = (changes: Changes) => inTransaction(dataSource, (sql) => write(sql, changes));

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  campaigns = new CampaignQueries(dataSource);
  events = new EventQueries(dataSource, new Cursors('secret'), new SubjectKeyTable(dataSource, new Uint8Array(32)));
  await foldIn(fold(records));
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

describe('the counters of a campaign', () => {
  it('are what its decisions gave and took back', async () => {
    const [counters, ...others] = await campaigns.counters(APP, ['7', '99']);
    const of = (name: string) =>
      fold(records).movements.reduce(
        (sum, one) => (one.name === name ? { given: sum.given + one.given, undone: sum.undone + one.undone } : sum),
        { given: 0n, undone: 0n },
      );
    expect(others).toEqual([]);
    expect(counters?.measures['redeemCoupon']).toEqual({ given: '9', undone: '3' });
    for (const [name, sum] of Object.entries(counters?.measures ?? {})) {
      expect([name, BigInt(sum.given), BigInt(sum.undone)]).toEqual([name, of(name).given, of(name).undone]);
    }
  });

  it('are none in another application', async () => {
    await expect(campaigns.counters('2', ['7'])).resolves.toEqual([]);
  });
});

describe('the analytics of a campaign', () => {
  const revenue = (bucket: Bucket) => BigInt(bucket.measures['revenue']?.given ?? 0);

  it.each(['Europe/Berlin', 'Asia/Kathmandu', 'America/New_York', 'UTC'])(
    'are, in %s, sums of its hours for days, weeks, months and years',
    async (zone) => {
      const read = (granularity: string) => campaigns.analytics(APP, '7', { ...RANGE, zone, granularity });
      const hours = await read('1 hour');
      const sum = hours.reduce((total, hour) => total + revenue(hour), 0n);
      expect(sum).toBeGreaterThan(0n);
      for (const unit of ['day', 'week', 'month', 'year'] as const) {
        const buckets = await read(`1 ${unit}`);
        const expected = new Map<string, bigint>();
        for (const hour of hours) {
          const start = DateTime.fromISO(hour.date, { zone }).startOf(unit).toUTC().toISO() ?? '';
          expected.set(start, (expected.get(start) ?? 0n) + revenue(hour));
        }
        const got = buckets.filter((bucket) => revenue(bucket) > 0n).map((bucket) => [bucket.date, revenue(bucket)]);
        expect([unit, got]).toEqual([unit, [...expected].filter(([, amount]) => amount > 0n)]);
      }
    },
  );

  it('have running totals that end with the counters', async () => {
    const [counters] = await campaigns.counters(APP, ['7']);
    const months = await campaigns.analytics(APP, '7', { ...RANGE, zone: 'UTC', granularity: '1 month' });
    const late = await campaigns.analytics(APP, '7', {
      ...{ rangeStart: '2026-10-01T00:00:00Z', rangeEnd: RANGE.rangeEnd, zone: 'UTC', granularity: '1 month' },
    });
    expect(months.at(-1)?.totals).toEqual(counters?.measures);
    expect(late).toEqual(months.slice(3));
  });

  it('are refused with an unknown granularity, or too finely', async () => {
    const query = { rangeStart: '2000-01-01T00:00:00Z', rangeEnd: RANGE.rangeEnd, zone: 'UTC' };
    await expect(campaigns.analytics(APP, '7', { ...query, granularity: '1 minute' })).rejects.toMatchObject({
      errors: [{ code: 'analytics.granularity' }],
    });
    await expect(campaigns.analytics(APP, '7', { ...query, granularity: '1 hour' })).rejects.toMatchObject({
      errors: [{ code: 'analytics.range' }],
    });
  });
});

describe('the list of events', () => {
  const types = async (filter: Parameters<EventQueries['list']>[1]) =>
    (await events.list(APP, filter)).data.map((event) => (event as { type: string }).type);

  it('is read page by page to its end, each event once', async () => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await events.list(APP, { pageSize: '7', total: 'false', cursor });
      seen.push(...page.data.map((event) => (event as { id: number }).id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    const all = fold(records).events.map(({ id }) => Number(id));
    expect(seen).toEqual(all.sort((one, other) => one - other));
  });

  it('is filtered by type, session, profile, code, rule and campaign', async () => {
    await expect(types({ session: 's0' })).resolves.toEqual([
      'talon_session_created',
      'talon_session_updated',
      'talon_session_closed',
      'talon_session_revoked',
    ]);
    await expect(types({ type: 'talon_profile_created' })).resolves.toHaveLength(3);
    const [first] = (await events.list(APP, { session: 's0' })).data;
    expect(first).toMatchObject({
      profileIntegrationId: 'anna',
      sessionIntegrationId: 's0',
      profileId: profileOf('anna'),
    });
    const closed = { type: 'talon_session_closed', profile: 'ben' };
    await expect(types({ ...closed, couponCode: 'TEN' })).resolves.toHaveLength(2);
    await expect(types({ ...closed, couponCode: 'NONE' })).resolves.toEqual([]);
    await expect(types({ ruleQuery: 'COUPON.valid', session: 's0', campaigns: '7,9' })).resolves.not.toEqual([]);
    await expect(types({ campaigns: '9' })).resolves.toEqual([]);
    await expect(types({ ruleQuery: 'no such rule' })).resolves.toEqual([]);
    await expect(events.list('2', {})).resolves.toMatchObject({ data: [], totalResultSize: 0 });
  });

  it('has a list of its types, each once, in the order in which they came first, and in pages', async () => {
    const all = fold(records).events.toSorted((one, other) => Number(one.id - other.id));
    const expected = [...new Set(all.map(({ type }) => type))];
    expect(expected.length).toBeGreaterThan(3);
    expect(await events.types(APP, {})).toEqual({ totalResultSize: expected.length, hasMore: false, data: expected });
    const first = await events.types(APP, { pageSize: '2', total: 'false' });
    const rest = await events.types(APP, { total: 'false', cursor: first.cursor });
    expect([first.data, rest.data]).toEqual([expected.slice(0, 2), expected.slice(2)]);
    expect((await events.types(APP, { sort: '-id' })).data).toEqual(expected.toReversed());
    expect(await events.types('2', {})).toEqual({ totalResultSize: 0, hasMore: false, data: [] });
  });

  it('has nothing sealed left of before an erasure, whichever is folded first', async () => {
    const value = { kind: 'sealed', keyId: 'gone', nonce: new Uint8Array(1), bytes: new Uint8Array(1) } as const;
    const [template] = fold(records).events;
    if (!template) throw new Error('the season has no events');
    const row = (id: bigint) => ({
      ...{ ...template, application: 9n, id, position: id, profileId: 'dora' },
      body: { attributes: { open: 1, secret: keepSealed(value, 'secret') ?? null } },
    });
    const changes = (part: Partial<Changes>) => ({ ...fold([]), ...part });
    await foldIn(changes({ events: [row(100n), row(300n)] }));
    await foldIn(changes({ erasures: [{ profileId: 'dora', position: 200n }] }));
    await foldIn(changes({ events: [row(150n)] }));
    const rows = await dataSource.query<{ id: string; body: object }[]>(
      'SELECT id, body FROM event WHERE application = 9 ORDER BY id',
    );
    expect(rows.map(({ id, body }) => [id, JSON.stringify(body).includes('sealed')])).toEqual([
      ['100', false],
      ['150', false],
      ['300', true],
    ]);
  });
});
