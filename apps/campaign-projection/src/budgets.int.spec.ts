import { requestKey } from '@tessera/event-contracts';
import { connectDatabase, inTransaction, migrate } from '@tessera/postgres';
import { asPartitions, type DecidedRequest } from '@tessera/projection/testing';
import {
  campaign,
  cancel,
  close,
  coupons,
  effect,
  item,
  limit,
  NOON,
  rule,
  SHOP,
  Shop,
} from '@tessera/promotion/testing';
import type { Request } from '@tessera/promotion';
import { services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { BudgetQueries } from './budget.queries';
import type { BudgetRow } from './budgets';
import { database } from './database';
import { type Changes, fold } from './fold';
import { write } from './store';

const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });
const APP = SHOP.toString();
const DAY = 86_400_000n;
const BERLIN = { zone: 'Europe/Berlin' };

const off = rule('coupon.valid', [effect('setDiscount', { name: 'off', value: '1' })]);
const limits = [
  limit('setDiscount', 100_000n, [], 'monthly'),
  limit('setDiscount', 100_000n),
  limit('setDiscount', 100_000n, ['Profile']),
  limit('setDiscountEffect', 9n, ['Coupon', 'Profile'], 'daily'),
  limit('setDiscountEffect', 9n, ['Session', 'Identifier']),
];

// One close a day, from 15 July to 6 August, by two customers in turn; every fifth is cancelled a day later.
const shop = new Shop(campaign(7n, [off], { features: ['coupons'], limits }));
const decided: DecidedRequest[] = [];

function decide(day: number, request: Request): void {
  const one = shop.at(NOON + BigInt(day) * DAY).when(request);
  decided.push({ ...one, application: SHOP, key: requestKey(SHOP, request) });
}

decide(0, coupons(7n, ['TEN']));
const [pool] = shop.log.flatMap(({ decision }) => decision.events);
const couponId = pool?.kind === 'CouponsCreated' ? String(pool.coupons[0]?.id) : '';
for (let day = 0; day < 23; day += 1) {
  const profileId = day % 2 === 0 ? 'ann' : 'ben';
  const cart = { profileId, cartItems: [item('tea', 450)], couponCodes: ['TEN'], identifiers: ['10.0.0.1'] };
  decide(day, close(`s${day}`, cart));
  if (day % 5 === 4) decide(day + 1, cancel(`s${day - 1}`));
}

let dataSource: DataSource;
let queries: BudgetQueries;

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  queries = new BudgetQueries(dataSource);
  for (const records of [...asPartitions(decided, 3)].reverse())
    await inTransaction(dataSource, (sql) => write(sql, fold(records)));
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

const now = (day: number) => new Date(Number(NOON) + day * Number(DAY)).toISOString();

describe('the counters of limits', () => {
  const read = async (query: object, day = 22) => {
    const rows = await queries.counters(APP, '7', { ...BERLIN, at: now(day), ...query });
    return Object.fromEntries(rows.map(({ counter, value }) => [counter, value]));
  };

  it('are, of the campaign as a whole, what the evaluator has', async () => {
    // Of the 23 sessions 4 were cancelled: all of the 17 of July less 3, and the 6 of August less 1.
    await expect(read({})).resolves.toEqual({ 'setDiscount|7|||': '1900', 'setDiscount|7|2026-08||': '500' });
    await expect(read({}, 5)).resolves.toEqual({ 'setDiscount|7|||': '1900', 'setDiscount|7|2026-07||': '1400' });
  });

  it('are also those that count by profile, coupon, session and identifier, when these are named', async () => {
    const whole = await read({});
    await expect(read({ profileId: 'ann' })).resolves.toEqual({ ...whole, 'setDiscount|7|||ann': '1000' });
    await expect(read({ profileId: 'ann', couponId })).resolves.toMatchObject({
      [`setDiscountEffect|7|2026-08-06|${couponId}|ann`]: '1',
    });
    await expect(read({ sessionId: 's2', identifier: '10.0.0.1' })).resolves.toEqual({
      ...whole,
      'setDiscountEffect|7||;s=s2;i=10.0.0.1|': '1',
    });
  });

  it('are none of another campaign or application', async () => {
    const query = { ...BERLIN, at: now(22), profileId: 'ann' };
    await expect(queries.counters(APP, '8', query)).resolves.toEqual([]);
    await expect(queries.counters('2', '7', query)).resolves.toEqual([]);
  });

  const row = (position: bigint, action: string, value = 1n): BudgetRow => ({
    ...{ application: 9n, campaign: 7n, action, period: '', apart: '', profileId: 'dora' },
    ...{ counter: `${action}|7|||dora`, value, position },
  });
  const foldIn = (changes: Partial<Changes>) =>
    inTransaction(dataSource, (sql) => write(sql, { ...fold([]), ...changes }));
  const held = () =>
    dataSource.query<unknown[]>('SELECT action, value, position FROM budget WHERE application = 9 ORDER BY action');

  it('are as the last event of a decision left them', async () => {
    await foldIn({ budgets: [row(100n, 'first', 3n), row(100n, 'first', 2n)] });
    await expect(held()).resolves.toEqual([{ action: 'first', value: '2', position: '100' }]);
  });

  it('say nothing of a profile after its erasure, whichever is folded first, but for what comes later', async () => {
    await foldIn({ budgets: [row(100n, 'first'), row(300n, 'later', 5n)] });
    await foldIn({ erasures: [{ profileId: 'dora', position: 200n }] });
    await foldIn({ budgets: [row(150n, 'late'), row(150n, 'later')] });
    await expect(held()).resolves.toEqual([{ action: 'later', value: '5', position: '300' }]);
  });
});

describe('the course of budgets', () => {
  const course = async (granularity: string, rangeStart: string, rangeEnd: string) => {
    const buckets = await queries.course(APP, '7', { ...BERLIN, granularity, rangeStart, rangeEnd, at: now(22) });
    return buckets.map(({ date, budgets }) => {
      const [forever, monthly] = [null, 'monthly'].map((period) => budgets.find((one) => one.period === period));
      return [date, forever?.given, forever?.undone, forever?.counter, monthly?.counter].map(String).join(' ');
    });
  };

  it('says day by day how much of them was used up, as the evaluator had it at the end of the day', async () => {
    await expect(course('1 day', '2026-07-30T00:00:00+02:00', '2026-08-04T00:00:00+02:00')).resolves.toEqual([
      '2026-07-29T22:00:00.000Z 100 100 1300 1300',
      '2026-07-30T22:00:00.000Z 100 0 1400 1400',
      '2026-07-31T22:00:00.000Z 100 0 1500 100',
      '2026-08-01T22:00:00.000Z 100 0 1600 200',
      '2026-08-02T22:00:00.000Z 100 0 1700 300',
    ]);
  });

  it('has at its end what the counters have', async () => {
    const months = await course('1 month', '2026-07-01T00:00:00+02:00', '2026-09-01T00:00:00+02:00');
    expect(months).toEqual([
      '2026-06-30T22:00:00.000Z 1700 300 1400 1400',
      '2026-07-31T22:00:00.000Z 600 100 1900 500',
    ]);
  });

  it('is refused too finely', async () => {
    await expect(course('1 hour', '2000-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).rejects.toMatchObject({
      errors: [{ code: 'analytics.range' }],
    });
  });
});
