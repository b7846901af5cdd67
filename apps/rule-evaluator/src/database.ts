import type { DatabaseSettings } from '@tessera/postgres';
import { Evaluator1763900000000 } from './postgres/migrations/1763900000000-evaluator';

const POOL_SIZE = 16;

/** One DataSource for the service: one connection per partition at work, and some for the rest. */
export function databaseOf(settings: {
  readonly DATABASE_URL: string;
  readonly DATABASE_SCHEMA: string;
}): DatabaseSettings {
  return {
    url: settings.DATABASE_URL,
    schema: settings.DATABASE_SCHEMA,
    applicationName: 'tessera-rule-evaluator',
    entities: [],
    migrations: [Evaluator1763900000000],
    poolSize: POOL_SIZE,
    pipeline: true,
  };
}
