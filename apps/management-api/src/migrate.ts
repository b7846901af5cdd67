import 'reflect-metadata';
import { migrate } from '@tessera/postgres';
import { databaseSettings, loadSettings } from '@tessera/service-kit';
import { database } from './database';

/** Brings the schema to its newest version; exits with 0 when it is. */
async function run(): Promise<void> {
  const settings = loadSettings(databaseSettings('management_api'), process.env);
  const ran = await migrate(database(settings));
  process.stdout.write(`${settings.DATABASE_SCHEMA}: ${ran.length === 0 ? 'current' : ran.join(', ')}\n`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
