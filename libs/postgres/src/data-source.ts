import { DataSource, type EntityTarget, type MigrationInterface, type ObjectLiteral } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';

/** Where a service's tables are, by the names of its environment. */
export interface DatabasePlace {
  readonly DATABASE_URL: string;
  readonly DATABASE_SCHEMA: string;
}

export interface DatabaseSettings {
  readonly url: string;
  /** One schema per service: nobody reads another's tables. */
  readonly schema: string;
  /** Shows in pg_stat_activity. */
  readonly applicationName: string;
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly poolSize?: number;
  /** Queries of one connection are sent without waiting for the answers before them; see pg's option of this name. */
  readonly pipeline?: boolean;
  /** Settings of each connection (`lock_timeout` …), so that no transaction needs to make them. */
  readonly session?: Readonly<Record<string, string>>;
}

const DEFAULT_POOL_SIZE = 8;

/** A bound for statements outside transactions; transactions set their own, tighter ones. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** libpq's form of settings for a whole connection. */
function sessionOptions(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** TypeORM options of one service: its schema alone on the search path, migrations by list, never `synchronize`. */
export function dataSourceOptions(settings: DatabaseSettings): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    url: settings.url,
    schema: settings.schema,
    entities: [...settings.entities] as NonNullable<PostgresDataSourceOptions['entities']>,
    migrations: [...settings.migrations],
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migration',
    synchronize: false,
    applicationName: settings.applicationName,
    poolSize: settings.poolSize ?? DEFAULT_POOL_SIZE,
    extra: {
      options: sessionOptions({
        search_path: settings.schema,
        statement_timeout: `${STATEMENT_TIMEOUT_MS}`,
        ...settings.session,
      }),
      keepAlive: true,
      pipeline: settings.pipeline ?? false,
    },
  };
}

/** Connects; throws what pg throws where the server does not answer. */
export async function connectDatabase(settings: DatabaseSettings): Promise<DataSource> {
  return new DataSource(dataSourceOptions(settings)).initialize();
}
