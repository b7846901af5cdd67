import { eventually, services, uniqueName } from '@tessera/testing';
import { Client } from 'pg';
import { Column, DataSource, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { KeptLock, tryLock, whileLocked } from './advisory-lock';
import { Cursors } from './cursor';
import { connectDatabase, type DatabaseSettings } from './data-source';
import { CommitUnknown, isConflict } from './database-error';
import { migrate } from './migrate';
import { Conditions, type ListQuery, page, type Page } from './page';
import { schemaDifferences } from './schema-differences';
import { inTransaction, sqlOf } from './transaction';

@Entity('thing')
class Thing {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('text')
  name!: string;
}

class Things1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE thing (id bigint PRIMARY KEY, name text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE thing');
  }
}

const settings: DatabaseSettings = {
  url: services().databaseUrl,
  schema: uniqueName(),
  applicationName: 'postgres-spec',
  entities: [Thing],
  migrations: [Things1763900000000],
  poolSize: 4,
};

describe('a service and its schema', () => {
  let dataSource: DataSource;

  beforeAll(async () => {
    const ran = await Promise.all([migrate(settings), migrate(settings)]);
    expect(ran.flat()).toEqual(['Things1763900000000']);
    dataSource = await connectDatabase(settings);
  });

  afterAll(async () => {
    await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
    await dataSource.destroy();
  });

  beforeEach(() => dataSource.query('TRUNCATE thing'));

  const names = async () =>
    (await dataSource.query<Thing[]>('SELECT name FROM thing ORDER BY id')).map(({ name }) => name);

  it('is what its entities say', async () => {
    expect(await schemaDifferences(dataSource)).toEqual([]);
    await dataSource.query('ALTER TABLE thing ADD COLUMN surprise text');
    expect(await schemaDifferences(dataSource)).toHaveLength(1);
    await dataSource.query('ALTER TABLE thing DROP COLUMN surprise');
  });

  it('keeps what a transaction wrote, whole or not at all', async () => {
    await inTransaction(dataSource, (sql) => sql.query(`INSERT INTO thing VALUES (1, 'kept')`));
    const failing = inTransaction(dataSource, async (sql) => {
      await sql.query(`INSERT INTO thing VALUES (2, 'lost')`);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await names()).toEqual(['kept']);
  });

  it('answers rows of an update that returns some', async () => {
    await dataSource.query(`INSERT INTO thing VALUES (1, 'a')`);
    const rows = await inTransaction(dataSource, (sql) => sql.query(`UPDATE thing SET name = 'b' RETURNING name`));
    expect(rows).toEqual([{ name: 'b' }]);
    expect(await inTransaction(dataSource, (sql) => sql.query(`UPDATE thing SET name = 'c'`))).toEqual([]);
  });

  it('gives up waiting for a lock after a second, as a conflict', async () => {
    await dataSource.query(`INSERT INTO thing VALUES (1, 'a')`);
    const held = inTransaction(dataSource, async (sql) => {
      await sql.query('SELECT * FROM thing FOR UPDATE');
      let waits = true;
      const waiting = inTransaction(dataSource, (other) => other.query('SELECT * FROM thing FOR UPDATE'))
        .catch((error: unknown) => isConflict(error))
        .finally(() => (waits = false));
      // A holder that idles for long loses its locks, and a busy machine may let the other wait for long.
      while (waits) await sql.query('SELECT pg_sleep(0.02)');
      await expect(waiting).resolves.toBe(true);
    });
    await held;
  });

  it('frees the locks of a holder that hangs', async () => {
    await dataSource.query(`INSERT INTO thing VALUES (1, 'a')`);
    const hanging = inTransaction(dataSource, async (sql) => {
      await sql.query('SELECT * FROM thing FOR UPDATE');
      await eventually(async () => {
        const free = await dataSource.query<object[]>('SELECT * FROM thing FOR UPDATE SKIP LOCKED');
        return free.length > 0 ? true : undefined;
      });
    });
    await expect(hanging).rejects.toBeInstanceOf(CommitUnknown);
  });

  it('gives a lock to one holder, and to the next when its connection is gone', async () => {
    const held = await tryLock(dataSource, settings.schema);
    expect(await tryLock(dataSource, settings.schema)).toBeNull();
    const [row] = (await held?.sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')) ?? [];
    const admin = new Client({ connectionString: settings.url });
    await admin.connect();
    await admin.query('SELECT pg_terminate_backend($1)', [row?.pid]);
    await admin.end();
    const next = await eventually(async () => (await tryLock(dataSource, settings.schema)) ?? undefined);
    await next.release();
    await expect(held?.sql.query('SELECT 1')).rejects.toThrow();
  });

  const work = () => Promise.resolve('done');

  it('keeps a lock from one run of its work to the next, and frees it when the work throws', async () => {
    const [one, other] = [new KeptLock(dataSource, 'kept'), new KeptLock(dataSource, 'kept')];
    expect([await one.run(work), await other.run(work), await one.run(work)]).toEqual(['done', undefined, 'done']);
    await expect(one.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect([await other.run(work), await one.run(work)]).toEqual(['done', undefined]);
    await other.release();
    expect(await one.run(work)).toBe('done');
    await one.release();
  });

  it('has locks of its own, whatever is locked in other schemas of the database', async () => {
    const elsewhere = await connectDatabase({ ...settings, schema: 'public' });
    const held = await tryLock(elsewhere, 'mine');
    expect(await whileLocked(dataSource, 'mine', work)).toBe('done');
    expect(await whileLocked(elsewhere, 'mine', work)).toBeUndefined();
    await held?.release();
    await elsewhere.destroy();
  });

  describe('a list', () => {
    const cursors = new Cursors('secret');
    const query: ListQuery = {
      table: 'thing',
      columns: 'id, name',
      order: ['name', 'id'],
      descending: true,
      where: [],
      values: [],
    };
    const request = { pageSize: 4, skip: 0, count: true };

    beforeEach(() => dataSource.query(`INSERT INTO thing SELECT n, 'name ' || n % 3 FROM generate_series(1, 10) AS n`));

    it('pages through all rows once, with more rows than a page', async () => {
      const seen: string[] = [];
      for (let cursor: string | undefined = '', pages = 0; cursor !== undefined; pages += 1) {
        const found: Page<Thing> = await page<Thing>(
          sqlOf(dataSource),
          query,
          { ...request, cursor: cursor || undefined },
          cursors,
        );
        expect(found.total).toBe(10);
        expect(pages).toBeLessThan(4);
        seen.push(...found.rows.map(({ id }) => id));
        cursor = found.cursor;
      }
      expect(seen).toEqual(['8', '5', '2', '10', '7', '4', '1', '9', '6', '3']);
    });

    it('refuses a cursor of another list', async () => {
      const first = await page(sqlOf(dataSource), query, request, cursors);
      const filtered = { ...query, ...new Conditions().add('name = ?', 'name 1') };
      const other = page(sqlOf(dataSource), filtered, { ...request, cursor: first.cursor }, cursors);
      await expect(other).rejects.toMatchObject({ code: 'cursor.invalid' });
    });

    it('filters and skips', async () => {
      const filtered = { ...query, ...new Conditions().add('name = ?', 'name 1').add('id > ?', undefined) };
      const found = await page<Thing>(sqlOf(dataSource), filtered, { ...request, skip: 1 }, cursors);
      expect(found.rows.map(({ id }) => id)).toEqual(['7', '4', '1']);
      expect(found.hasMore).toBe(false);
    });
  });
});
