import type { DatabasePlace, DatabaseSettings } from '@tessera/postgres';
import { Evaluator1763900000000 } from './postgres/migrations/1763900000000-evaluator';
import { Giveaways1764320000000 } from './postgres/migrations/1764320000000-giveaways';
import { Ledgers1764350000000 } from './postgres/migrations/1764350000000-ledgers';
import { EventIds1764370000000 } from './postgres/migrations/1764370000000-event-ids';
import { IdleSessions1764360000000 } from './postgres/migrations/1764360000000-idle-sessions';
import { CreatedRows1764400000000 } from './postgres/migrations/1764400000000-created-rows';
import { MembershipEnds1764390000000 } from './postgres/migrations/1764390000000-membership-ends';

const POOL_SIZE = 16;

/** One DataSource for the service: one connection per partition at work, and some for the rest. */
export function databaseOf(place: DatabasePlace): DatabaseSettings {
  return {
    url: place.DATABASE_URL,
    schema: place.DATABASE_SCHEMA,
    applicationName: 'tessera-rule-evaluator',
    entities: [],
    migrations: [
      Evaluator1763900000000,
      Giveaways1764320000000,
      Ledgers1764350000000,
      IdleSessions1764360000000,
      EventIds1764370000000,
      MembershipEnds1764390000000,
      CreatedRows1764400000000,
    ],
    poolSize: POOL_SIZE,
  };
}

/**
 * What the connections of slices have beyond that. The limits are there because a stopped process must free what others wait
 * for; the planner's settings keep it on the indexes, whatever it thinks of tables that were empty a minute ago. So a statement
 * has one plan, and making it anew for each slice took more than half of its time (0.39 instead of 0.14 ms for a read of rows).
 */
export const FOR_SLICES: Pick<DatabaseSettings, 'pipeline' | 'session'> = {
  pipeline: true,
  session: {
    lock_timeout: '1s',
    statement_timeout: '5s',
    idle_in_transaction_session_timeout: '2s',
    synchronous_commit: 'on',
    enable_seqscan: 'off',
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
    plan_cache_mode: 'force_generic_plan',
  },
};
