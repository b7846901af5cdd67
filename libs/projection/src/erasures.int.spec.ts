import { connectDatabase, type DatabaseSettings, inTransaction, migrate, type Sql } from '@tessera/postgres';
import { services, uniqueName } from '@tessera/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { createErasureTable, type Erasure, noteErasures, purgeErased } from './erasures';

class Orders1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createErasureTable(runner);
    await runner.query('CREATE TABLE bought (profile_id text NOT NULL, position bigint NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE bought, erasure');
  }
}

const settings: DatabaseSettings = {
  url: services().databaseUrl,
  schema: uniqueName(),
  applicationName: 'erasures-spec',
  entities: [],
  migrations: [Orders1763900000000],
};
let dataSource: DataSource;

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

beforeEach(() => dataSource.query('TRUNCATE bought, erasure'));

const ERASURE: Erasure = { profileId: 'anna', position: 2n };

/** What a store does of a batch: notes erasures, writes, and purges. */
async function fold(sql: Sql, erasures: readonly Erasure[], bought: readonly bigint[]): Promise<void> {
  await noteErasures(sql, erasures);
  for (const position of bought) await sql.query("INSERT INTO bought VALUES ('anna', $1)", [position]);
  await purgeErased(sql, ['anna'], async () => {
    await sql.query(
      'DELETE FROM bought USING erasure WHERE bought.profile_id = erasure.profile_id AND bought.position < erasure.position',
    );
  });
}

const left = async () => {
  const rows = await dataSource.query<{ position: string }[]>('SELECT position FROM bought');
  return rows.map(({ position }) => Number(position));
};

/** A transaction that has done its work and waits with the COMMIT for `commit`. */
async function uncommitted(work: (sql: Sql) => Promise<void>) {
  let commit = (): void => undefined;
  const go = new Promise<void>((resolve) => (commit = resolve));
  let worked = (): void => undefined;
  const done = new Promise<void>((resolve) => (worked = resolve));
  const ended = inTransaction(dataSource, async (sql) => {
    await work(sql);
    worked();
    await go;
  });
  await Promise.race([done, ended]);
  return { commit, ended };
}

/** Whether it is still under way after a while in which it could have ended. */
const waits = (ended: Promise<void>) => Promise.race([ended.then(() => false), sleep(300, true)]);

it.each([
  ['before it', [1n]],
  ['after it', []],
])('of an erased profile goes what is older and folded %s', async (_when, before) => {
  await inTransaction(dataSource, (sql) => fold(sql, [], before));
  await inTransaction(dataSource, (sql) => fold(sql, [ERASURE], []));
  await inTransaction(dataSource, (sql) => fold(sql, [], [1n, 3n]));
  expect(await left()).toEqual([3]);
});

it('of an erased profile goes what another partition is folding meanwhile', async () => {
  const other = await uncommitted((sql) => fold(sql, [], [1n, 3n]));
  const erased = inTransaction(dataSource, (sql) => fold(sql, [ERASURE], []));
  const waited = await waits(erased);
  other.commit();
  await Promise.all([other.ended, erased]);
  expect(waited).toBe(true);
  expect(await left()).toEqual([3]);
});

it('of an erased profile goes what another partition begins to fold meanwhile', async () => {
  const erased = await uncommitted((sql) => fold(sql, [ERASURE], []));
  const other = inTransaction(dataSource, (sql) => fold(sql, [], [1n, 3n]));
  const waited = await waits(other);
  erased.commit();
  await Promise.all([erased.ended, other]);
  expect(waited).toBe(true);
  expect(await left()).toEqual([3]);
});

it('partitions without erasures do not wait for each other', async () => {
  const other = await uncommitted((sql) => fold(sql, [], [3n]));
  await inTransaction(dataSource, (sql) => fold(sql, [], [4n]));
  other.commit();
  await other.ended;
  expect((await left()).sort()).toEqual([3, 4]);
});
