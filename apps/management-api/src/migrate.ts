import 'reflect-metadata';
import { migrate } from '@tessera/postgres';
import { database } from './database';
import { databaseSettingsFrom } from './settings';

/** Brings the schema to its newest version; exits with 0 when it is. */
async function run(): Promise<void> {
  const settings = databaseSettingsFrom();
  const ran = await migrate(database(settings));
  process.stdout.write(`${settings.DATABASE_SCHEMA}: ${ran.length === 0 ? 'current' : ran.join(', ')}\n`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
