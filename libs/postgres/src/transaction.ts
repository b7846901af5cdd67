import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
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

/** The connections of a data source, for hot paths: TypeORM's query runner between costs more than many a statement. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as PostgresDriver).master as Pool;
}

/**
 * Runs `work` in one transaction at READ COMMITTED with short limits. Commits when it resolves, rolls back when it throws. What
 * it asks without waiting for the answer before is done in the order of asking.
 * Throws CommitUnknown where the connection was lost while committing: only the data can tell then.
 */
export async function inTransaction<T>(dataSource: DataSource, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await poolOf(dataSource).connect();
  let lost: Error | undefined;
  // The server may end the connection between two statements; without a listener that would end the process.
  const onError = (error: Error): void => void (lost = error);
  client.on('error', onError);
  try {
    return await worked(client, work);
  } catch (error) {
    if (isConnectionLost(error)) lost ??= error as Error;
    throw error;
  } finally {
    client.off('error', onError);
    client.release(lost);
  }
}

/** The work does not wait for BEGIN: on one connection the statements behind it come after it. */
async function worked<T>(client: PoolClient, work: (sql: Sql) => Promise<T>): Promise<T> {
  const begin = client.query(`BEGIN; ${LIMITS}`);
  const [begun, done] = await Promise.allSettled([begin, work(sqlOn(client))]);
  if (begun.status === 'rejected') throw begun.reason;
  if (done.status === 'fulfilled') {
    await commit(client);
    return done.value;
  }
  await rollback(client);
  throw done.reason;
}

function sqlOn(client: PoolClient): Sql {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const { rows } = await client.query<Row & object>(text, [...values]);
      return rows;
    },
  };
}

async function commit(client: PoolClient): Promise<void> {
  try {
    await client.query('COMMIT');
  } catch (error) {
    throw isConnectionLost(error) ? new CommitUnknown(error) : error;
  }
}

async function rollback(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
  } catch (error) {
    // A lost connection has rolled back by itself; the error that led here says more than this one.
    if (!isConnectionLost(error)) throw error;
  }
}
