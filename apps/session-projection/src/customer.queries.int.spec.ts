import { requestKey, type DecisionRecord } from '@tessera/event-contracts';
import { connectDatabase, Cursors, inTransaction, migrate } from '@tessera/postgres';
import { SubjectKeyTable } from '@tessera/projection';
import { asPartitions } from '@tessera/projection/testing';
import { season, SHOP } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { type CustomerOrders, CustomerQueries } from './customer.queries';
import { database } from './database';
import { fold } from './fold';
import { SessionQueries } from './session.queries';
import { write } from './session.store';

// What SQL sums up is compared with sums over the sessions themselves.

const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });
const APP = SHOP.toString();
const records: readonly DecisionRecord[] = asPartitions(season(requestKey), 3).flat();

interface Shown {
  readonly profileId: string;
  readonly state: string;
  readonly total: number;
  readonly created: string;
  readonly effects: readonly {
    readonly effectType: string;
    readonly campaignId: number;
    readonly props: { readonly value?: unknown };
  }[];
}

let dataSource: DataSource;
let customers: CustomerQueries;
let sessions: readonly Shown[];

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  const cursors = new Cursors('secret');
  customers = new CustomerQueries(dataSource, cursors);
  await inTransaction(dataSource, (sql) => write(sql, fold(records)));
  const keys = new SubjectKeyTable(dataSource, new Uint8Array(32));
  const { data } = await new SessionQueries(dataSource, cursors, keys).list(APP, { effects: 'true' });
  sessions = data as unknown as readonly Shown[];
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

const isOrder = ({ state, profileId }: Shown) =>
  profileId !== '' && (state === 'closed' || state === 'partially_returned');
const effectsOf = (orders: readonly Shown[], type: RegExp) =>
  orders.flatMap(({ effects }) => effects.filter(({ effectType }) => type.test(effectType)));
const cents = (amount: number) => Math.round(amount * 100);

function expected(profile: string, all: readonly Shown[]): CustomerOrders | undefined {
  const orders = all.filter(isOrder).filter(({ profileId }) => profileId === profile);
  if (orders.length === 0) return undefined;
  const has = (order: Shown, type: RegExp) => effectsOf([order], type).length > 0;
  const given = effectsOf(orders, /^setDiscount/).map(({ props }) => Number(props.value));
  const times = orders.map(({ created }) => created).sort();
  return {
    profile,
    firstOrder: times[0] ?? '',
    lastOrder: times.at(-1) ?? '',
    orders: orders.length,
    discountedOrders: orders.filter((order) => has(order, /^setDiscount/)).length,
    ordersWithoutCoupon: orders.filter((order) => !has(order, /^acceptCoupon$/)).length,
    revenue: orders.reduce((sum, { total }) => sum + cents(total), 0) / 100,
    discounts: given.reduce((sum, value) => sum + cents(value), 0) / 100,
    acceptedCoupons: effectsOf(orders, /^acceptCoupon$/).length,
    rejectedCoupons: effectsOf(orders, /^rejectCoupon$/).length,
    createdCoupons: effectsOf(orders, /^couponCreated$/).length,
    freeItems: effectsOf(orders, /^addFreeItem$/).length,
  };
}

const profiles = () => [...new Set(sessions.filter(isOrder).map(({ profileId }) => profileId))].sort();

it('has what each customer’s closed sessions come to', async () => {
  const { data, totalResultSize } = await customers.list(APP, {});
  expect(profiles().length).toBeGreaterThan(1);
  expect(totalResultSize).toBe(profiles().length);
  for (const one of data) expect(one).toEqual(expected(one.profile, sessions));
  expect(data.map(({ profile }) => profile).sort()).toEqual(profiles());
  expect(data.some(({ discounts }) => discounts > 0)).toBe(true);
  expect((await customers.list('2', {})).data).toEqual([]);
});

it('is of one customer, of a range and of campaigns where that is asked for', async () => {
  const [profile = ''] = profiles();
  expect((await customers.list(APP, { profile })).data).toEqual([expected(profile, sessions)]);
  const ofOne = sessions.filter(isOrder).filter((session) => session.profileId === profile);
  const last =
    ofOne
      .map(({ created }) => created)
      .sort()
      .at(-1) ?? '';
  const before = ofOne.filter(({ created }) => created < last);
  const early = (await customers.list(APP, { profile, rangeEnd: last })).data[0];
  expect(early).toEqual(expected(profile, before));
  const late = (await customers.list(APP, { profile, rangeStart: last })).data[0];
  expect(late).toEqual(
    expected(
      profile,
      ofOne.filter(({ created }) => created >= last),
    ),
  );
  expect((await customers.list(APP, { campaigns: '999999' })).data).toEqual([]);
  const by7 = sessions.filter(({ effects }) => effects.some(({ campaignId }) => campaignId === 7));
  const byCampaign = (await customers.list(APP, { campaigns: '7,999999', profile })).data[0];
  expect(byCampaign).toEqual(expected(profile, by7));
});

it('is read page by page', async () => {
  const first = await customers.list(APP, { pageSize: '1' });
  const second = await customers.list(APP, { pageSize: '1', ...(first.cursor && { cursor: first.cursor }) });
  expect(first.hasMore).toBe(true);
  expect([...first.data, ...second.data].map(({ profile }) => profile)).toEqual(profiles().slice(0, 2));
});
