import { DataSource } from 'typeorm';
import { type DatabaseSettings, dataSourceOptions } from './data-source';

/** Two services may start at once, and one server holds many schemas: the lock is per schema. */
const LOCK_SPACE = 0x7e55;

/**
 * Brings the schema to its newest version and closes the connection again. Several callers wait for each other.
 * @returns the names of the migrations that ran
 */
export async function migrate(settings: DatabaseSettings): Promise<readonly string[]> {
  const dataSource = await new DataSource({ ...dataSourceOptions(settings), poolSize: 2 }).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1, hashtext($2))', [LOCK_SPACE, settings.schema]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS "${settings.schema}"`);
    return (await dataSource.runMigrations()).map(({ name }) => name);
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}
