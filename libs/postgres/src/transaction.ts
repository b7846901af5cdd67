import type { DataSource, QueryRunner } from 'typeorm';
import { CommitUnknown, isConnectionLost } from './database-error';
import type { Sql } from './sql';

/**
 * Limits of a short transaction that may hold locks others wait for: a hung process must free them soon (reliability: a
 * stopped holder freed its lock after these two seconds).
 */
const LIMITS = `SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '5s';
  SET LOCAL idle_in_transaction_session_timeout = '2s'; SET LOCAL synchronous_commit = on`;

/** What a QueryRunner (one connection) and a DataSource (any of the pool) have in common. */
type Queries = { query(text: string, values?: unknown[]): Promise<unknown> };

/** Statements on one connection or on the pool, as `Sql`. */
export function sqlOf(runner: Queries): Sql {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const result: unknown = await runner.query(text, [...values]);
      return rowsOf<Row>(result);
    },
  };
}

/** TypeORM answers an UPDATE or DELETE with [rows, count], everything else with the rows. */
function rowsOf<Row>(result: unknown): readonly Row[] {
  if (!Array.isArray(result)) return [];
  const [first] = result as unknown[];
  return (Array.isArray(first) ? first : result) as readonly Row[];
}

async function commit(runner: QueryRunner): Promise<void> {
  try {
    await runner.query('COMMIT');
  } catch (error) {
    throw isConnectionLost(error) ? new CommitUnknown(error) : error;
  }
}

async function rollback(runner: QueryRunner): Promise<void> {
  try {
    await runner.query('ROLLBACK');
  } catch (error) {
    // A lost connection has rolled back by itself; the error that led here says more than this one.
    if (!isConnectionLost(error)) throw error;
  }
}

/**
 * Runs `work` in one transaction at READ COMMITTED with short limits. Commits when it resolves, rolls back when it throws.
 * Throws CommitUnknown where the connection was lost while committing: only the data can tell then.
 */
export async function inTransaction<T>(dataSource: DataSource, work: (sql: Sql) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query(`BEGIN; ${LIMITS}`);
    const result = await worked(runner, work);
    await commit(runner);
    return result;
  } finally {
    await runner.release();
  }
}

async function worked<T>(runner: QueryRunner, work: (sql: Sql) => Promise<T>): Promise<T> {
  try {
    return await work(sqlOf(runner));
  } catch (error) {
    await rollback(runner);
    throw error;
  }
}
