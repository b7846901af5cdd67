import type { Json } from '@tessera/api-contracts';
import { connectDatabase, Cursors, inTransaction, migrate } from '@tessera/postgres';
import { SubjectKeyTable } from '@tessera/projection';
import { services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { database } from './database';
import type { ActivityRow, ProfileRow } from './fold';
import { ProfileQueries } from './profile.queries';
import { write } from './profile.store';

const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });
const AT = '2026-07-15T12:00:00.000Z';

const profile = (id: bigint, integrationId: string, attributes: Json = {}): ProfileRow => {
  return { id, integrationId, position: id, created: AT, updated: AT, attributes, audiences: [] };
};
const activity = (application: bigint, profileId: string, totalSales: bigint, currency = 'EUR'): ActivityRow => {
  return { application, profileId, position: 1n, closedSessions: 2n, totalSales, lastActivity: AT, currency };
};

let dataSource: DataSource;
let queries: ProfileQueries;

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  queries = new ProfileQueries(dataSource, new Cursors('secret'), new SubjectKeyTable(dataSource, new Uint8Array(32)));
  const profiles = [profile(1n, 'ann', { vip: true, age: 30 }), profile(2n, 'ben', { vip: true }), profile(3n, 'a,b')];
  const activities = [
    activity(1n, 'ann', 1050n),
    activity(2n, 'ann', 500n),
    activity(1n, 'ben', 100n),
    activity(2n, 'ben', 100n, 'USD'),
  ];
  const none = { achievements: [], erasures: [], ledgers: [], entries: [] };
  await inTransaction(dataSource, (sql) => write(sql, { profiles, activities, ...none }));
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

const ids = async (filter: object) =>
  (await queries.list(null, filter)).data.map((one) => (one as { integrationId: string }).integrationId);

it('finds profiles by numbers, by ids of integrations and by attributes', async () => {
  expect(await ids({ ids: '3,1,99' })).toEqual(['ann', 'a,b']);
  expect(await ids({ integrationIds: JSON.stringify(['a,b', 'ben', 'nobody']) })).toEqual(['ben', 'a,b']);
  expect(await ids({ integrationIds: '[]' })).toEqual([]);
  expect(await ids({ attributes: '{"vip":true}' })).toEqual(['ann', 'ben']);
  expect(await ids({ attributes: '{"vip":true,"age":30}' })).toEqual(['ann']);
});

it('knows of a profile what one application does, or all together', async () => {
  const shown = async (application: string | null, id: string) => {
    const { closedSessions, totalSales } = (await queries.one(application, id)) as { [name: string]: Json };
    return [closedSessions, totalSales];
  };
  expect(await shown('1', 'ann')).toEqual([2, 10.5]);
  expect(await shown('3', 'ann')).toEqual([0, 0]);
  expect(await shown(null, 'ann')).toEqual([4, 15.5]);
  // Euros and dollars have no sum.
  expect(await shown(null, 'ben')).toEqual([4, 0]);
  expect(await shown(null, 'a,b')).toEqual([0, 0]);
});
