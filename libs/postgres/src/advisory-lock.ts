import type { DataSource } from 'typeorm';
import type { Sql } from './sql';
import { sqlOf } from './transaction';

/** A lock of a whole session, for work that only one process may do: relays, janitors, leaders. */
export interface HeldLock {
  /** On the connection that holds the lock: it fails where the lock was lost with its connection. */
  readonly sql: Sql;
  release(): Promise<void>;
}

/** Takes the lock of this name if nobody has it; null where somebody does. It ends with its connection. */
export async function tryLock(dataSource: DataSource, name: string): Promise<HeldLock | null> {
  const runner = dataSource.createQueryRunner();
  try {
    const sql = sqlOf(runner);
    if (await locked(sql, name)) return { sql, release: () => unlock(sql, name).finally(() => runner.release()) };
  } catch (error) {
    await runner.release();
    throw error;
  }
  await runner.release();
  return null;
}

async function locked(sql: Sql, name: string): Promise<boolean> {
  const [row] = await sql.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [
    name,
  ]);
  return row?.held ?? false;
}

async function unlock(sql: Sql, name: string): Promise<void> {
  await sql.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
}
