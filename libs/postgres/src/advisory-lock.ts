import type { DataSource } from 'typeorm';
import type { Sql } from './sql';
import { sqlOf } from './transaction';

/** A lock of a whole session, for work that only one process may do: relays, janitors, leaders. */
export interface HeldLock {
  /** On the connection that holds the lock: it fails where the lock was lost with its connection. */
  readonly sql: Sql;
  /** Never rejects: a lock whose connection is gone is free already. */
  release(): Promise<void>;
}

/** Takes the schema's lock of this name if nobody has it; null where somebody does. It ends with its connection. */
export async function tryLock(dataSource: DataSource, name: string): Promise<HeldLock | null> {
  const runner = dataSource.createQueryRunner();
  try {
    const sql = sqlOf(runner);
    if (await locked(sql, name)) return { sql, release: () => unlocked(sql, name).finally(() => runner.release()) };
  } catch (error) {
    await runner.release();
    throw error;
  }
  await runner.release();
  return null;
}

/** Does work that only one process may do, on the connection that holds the lock. Undefined: another process is at it. */
export async function whileLocked<T>(
  dataSource: DataSource,
  name: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T | undefined> {
  const lock = await tryLock(dataSource, name);
  if (!lock) return undefined;
  try {
    return await work(lock.sql);
  } finally {
    await lock.release();
  }
}

/** A lock that stays with the process from one run of its work to the next. */
export class KeptLock {
  private held: HeldLock | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly name: string,
  ) {}

  /** As `whileLocked`, but the lock is kept, unless the work throws: it may have gone with its connection. */
  async run<T>(work: (sql: Sql) => Promise<T>): Promise<T | undefined> {
    const held = this.held ?? (await tryLock(this.dataSource, this.name));
    this.held = held;
    if (!held) return undefined;
    try {
      return await work(held.sql);
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    const { held } = this;
    this.held = null;
    await held?.release();
  }
}

/** Locks are the whole database's, which may hold several installations, each in schemas of its own. */
const KEY = `hashtextextended(concat_ws('/', current_schema(), $1::text), 0)`;

async function locked(sql: Sql, name: string): Promise<boolean> {
  const [row] = await sql.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS held`, [name]);
  return row?.held ?? false;
}

async function unlocked(sql: Sql, name: string): Promise<void> {
  await sql.query(`SELECT pg_advisory_unlock(${KEY})`, [name]).catch(() => undefined);
}
