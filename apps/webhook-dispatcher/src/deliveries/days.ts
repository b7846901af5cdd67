import { inTransaction, type Sql } from '@tessera/postgres';
import type { DataSource } from 'typeorm';

const DAY_MS = 86_400_000;

/** The schedule of tries takes less than four days, and a week of finished ones is kept for the logs. */
const KEPT_DAYS = 9;
const DAYS_AHEAD = 2;

const PARTITIONED = ['delivery', 'attempt'] as const;

/** Partitions are made and dropped by one process at a time. */
const LOCK = 'webhook-dispatcher.days';

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Makes the partitions of the coming days and drops those that nobody needs any more. @param now in milliseconds */
export async function turnDays(dataSource: DataSource, now: number): Promise<void> {
  await inTransaction(dataSource, async (sql) => {
    await sql.query('SELECT pg_advisory_xact_lock(hashtext($1))', [LOCK]);
    for (const table of PARTITIONED) {
      for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) await create(sql, table, now + ahead * DAY_MS);
      await dropBefore(sql, table, dayOf(now - KEPT_DAYS * DAY_MS));
    }
  });
}

const partitionName = (table: string, day: string): string => `${table}_${day.replaceAll('-', '')}`;

async function create(sql: Sql, table: string, ms: number): Promise<void> {
  const [from, to] = [dayOf(ms), dayOf(ms + DAY_MS)];
  await sql.query(
    `CREATE TABLE IF NOT EXISTS ${partitionName(table, from)} PARTITION OF ${table}
     FOR VALUES FROM ('${from} 00:00+00') TO ('${to} 00:00+00')`,
  );
}

async function dropBefore(sql: Sql, table: string, day: string): Promise<void> {
  const old = await sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = $1::regclass AND relname < $2`,
    [table, partitionName(table, day)],
  );
  for (const { name } of old) await sql.query(`DROP TABLE ${name}`);
}
