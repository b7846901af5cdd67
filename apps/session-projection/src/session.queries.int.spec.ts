import { requestKey } from '@tessera/event-contracts';
import { connectDatabase, Cursors, inTransaction, migrate } from '@tessera/postgres';
import { SubjectKeyTable } from '@tessera/projection';
import { asPartitions } from '@tessera/projection/testing';
import { campaign, close, coupons, effect, rule, SHOP, Shop, update } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { database } from './database';
import { fold } from './fold';
import { type SessionFilter, SessionQueries } from './session.queries';
import { write } from './session.store';

const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });

function decided() {
  const give = rule('coupon.valid', [effect('showNotification', { title: 'ok' })]);
  const shop = new Shop(campaign(7n, [give]));
  const requests = [
    coupons(7n, ['SUMMER']),
    update('caf\u00e9', { profileId: 'zo\u00eb', couponCodes: [' summer '] }),
    close('other', { profileId: 'zoe', couponCodes: ['winter'] }),
  ];
  const all = requests.map((request) => ({ ...shop.when(request), application: SHOP, key: requestKey(SHOP, request) }));
  return asPartitions(all, 3).flat();
}

let dataSource: DataSource;
let queries: SessionQueries;

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  queries = new SessionQueries(dataSource, new Cursors('secret'), new SubjectKeyTable(dataSource, new Uint8Array(32)));
  await inTransaction(dataSource, (sql) => write(sql, fold(decided())));
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

it.each<[SessionFilter, string[]]>([
  [{ profile: 'zo\u00eb' }, ['caf\u00e9']],
  [{ profile: 'zoe\u0308' }, ['caf\u00e9']],
  [{ integrationId: 'cafe\u0301' }, ['caf\u00e9']],
  [{ coupon: 'Summer' }, ['caf\u00e9']],
  [{ coupon: 'WINTER' }, ['other']],
  [{ coupon: 'autumn' }, []],
])('sessions are found as ids and codes are compared, not as they were typed: %j', async (filter, ids) => {
  const { data } = await queries.list(SHOP.toString(), filter);
  expect(data).toMatchObject(ids.map((integrationId) => ({ integrationId })));
  expect(data).toHaveLength(ids.length);
});
