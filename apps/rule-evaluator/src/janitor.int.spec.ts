import { connectDatabase, migrate } from '@tessera/postgres';
import { dropSchema, services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { databaseOf } from './database';
import { Janitor } from './janitor';

const TOPICS = { live: 'live', bulk: 'bulk' };

describe('the janitor', () => {
  const schema = uniqueName();
  let dataSource: DataSource;

  beforeAll(async () => {
    const settings = databaseOf({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: schema });
    await migrate(settings);
    dataSource = await connectDatabase(settings);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await dropSchema(schema);
  });

  const janitor = (published: bigint) =>
    new Janitor(dataSource, { committed: () => Promise.resolve(published) }, TOPICS);
  const sql = (text: string, values: readonly unknown[] = []) =>
    dataSource.query<Record<string, unknown>[]>(text, [...values]);

  /** An outbox row that ends at `to` and was decided so many hours ago. */
  const slice = (hoursAgo: number, to: number) =>
    sql(
      `INSERT INTO outbox (hour, partition, number, live_from, bulk_from, live_to, bulk_to, requests, records, replies)
       VALUES (extract(hour FROM now() AT TIME ZONE 'UTC' - make_interval(hours => $1)), 0, $2, 0, 0, $2, 0, 1, '', '')`,
      [hoursAgo, to],
    );

  beforeEach(async () => {
    await sql('TRUNCATE outbox, dedupe, progress');
    await sql('INSERT INTO progress (partition, live_next, bulk_next) VALUES (0, 9, 0)');
  });

  it('drops an hour of the outbox that is over for an hour and published whole', async () => {
    await slice(3, 5);
    expect(await janitor(5n).run()).toHaveLength(1);
    expect(await sql('SELECT 1 FROM outbox')).toEqual([]);
  });

  it('keeps what is not published, however old it is', async () => {
    await slice(3, 5);
    await slice(3, 6);
    expect(await janitor(5n).run()).toEqual([]);
    expect(await sql('SELECT 1 FROM outbox')).toHaveLength(2);
  });

  it('keeps this hour and the one before', async () => {
    await slice(0, 4);
    await slice(1, 3);
    expect(await janitor(9n).run()).toEqual([]);
  });

  it('drops request ids of the day that is used anew tomorrow, and no other', async () => {
    const id = `INSERT INTO dedupe (day, application, request_id, hash, position, recorded_at)
      SELECT (extract(epoch FROM now())::bigint / 86400 - ago) % 4, 1, 'id ' || ago, '', 1, 1 FROM generate_series(0, 3) ago`;
    await sql(id);
    expect(await janitor(9n).run()).toHaveLength(1);
    const left = await sql('SELECT request_id FROM dedupe ORDER BY 1');
    expect(left.map(({ request_id }) => request_id)).toEqual(['id 0', 'id 1', 'id 2']);
  });
});
