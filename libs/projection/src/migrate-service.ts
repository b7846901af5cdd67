import { type DatabasePlace, type DatabaseSettings, migrate } from '@tessera/postgres';
import { databaseSettings, loadSettings } from '@tessera/service-kit';

/** The whole of a service's `migrate.ts`: brings its schema to the newest version, says so, exits with 0 or 1. */
export function migrateService(
  schema: string,
  database: (place: DatabasePlace) => DatabaseSettings,
  environment: NodeJS.ProcessEnv,
): void {
  run(schema, database, environment).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}

async function run(
  schema: string,
  database: (place: DatabasePlace) => DatabaseSettings,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const settings = loadSettings(databaseSettings(schema), environment);
  const ran = await migrate(database(settings));
  process.stdout.write(`${settings.DATABASE_SCHEMA}: ${ran.length === 0 ? 'current' : ran.join(', ')}\n`);
}
