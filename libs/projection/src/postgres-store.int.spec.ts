import { connectDatabase, type DatabaseSettings, migrate } from '@tessera/postgres';
import { services, uniqueName } from '@tessera/testing';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { createCheckpointTable, PostgresProjectionStore } from './postgres-store';
import { describeProjectionStore } from './testing/store-contract';

class Folded1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createCheckpointTable(runner);
    await runner.query('CREATE TABLE folded (n bigserial PRIMARY KEY, text text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE folded, checkpoint');
  }
}

const settings: DatabaseSettings = {
  url: services().databaseUrl,
  schema: uniqueName(),
  applicationName: 'projection-spec',
  entities: [],
  migrations: [Folded1763900000000],
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

describeProjectionStore('PostgreSQL', async () => {
  await dataSource.query('TRUNCATE folded, checkpoint');
  let failing = false;
  const store = new PostgresProjectionStore<string>(dataSource, 'topic', async (sql, texts) => {
    await sql.query('INSERT INTO folded (text) SELECT unnest($1::text[])', [texts]);
    if (failing) throw new Error('on purpose');
  });
  const folded = async () => {
    const rows = await dataSource.query<{ text: string }[]>('SELECT text FROM folded ORDER BY n');
    return rows.map(({ text }) => text);
  };
  return { store, folded, failNext: () => (failing = true) };
});
