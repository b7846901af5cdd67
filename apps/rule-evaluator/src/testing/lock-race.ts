import { services } from '@tessera/testing';
import { Client } from 'pg';

/** What `lock_state` does so that no race passes a limit, each by the text that does it. */
const GUARDS = {
  'the lock on rows': /\s+FOR UPDATE OF s(?=;)/,
  'the creation of absent rows': /\s+INSERT INTO state .*? ON CONFLICT DO NOTHING;/s,
} as const;

export type Guard = keyof typeof GUARDS;

/** Rows that different sessions write. */
export type ContendedKind = 'achievement' | 'coupon' | 'counter' | 'giveawayStock' | 'ledger';

const BEGIN = /(?<=\s)BEGIN\s/;
const END = /(?<=\s)END\s*(?=\$function\$\s*$)/;

/** A busy machine must not end a slice before it has met the other. */
const PATIENCE = `BEGIN
  PERFORM set_config('lock_timeout', '4s', true), set_config('idle_in_transaction_session_timeout', '0', true);
`;

/** A slice with such rows goes on when another waits for it: for a row, or, where nothing held it up, here. Once. */
const rendezvous = (kind: ContendedKind) => `
  IF '${kind}' = ANY (kinds) THEN
    PERFORM pg_advisory_xact_lock(hashtext(current_schema()));
    WHILE NOT (SELECT is_called FROM slices_met)
      AND NOT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
    LOOP
      PERFORM pg_sleep(0.005);
    END LOOP;
    PERFORM nextval('slices_met');
  END IF;
END `;

/**
 * The function by which a bed's evaluators lock rows, changed in the bed's own schema: two slices meet in it, so that a
 * race is no matter of luck, and a guard may be left out, to see what it is for.
 */
export class LockRace {
  private constructor(
    private readonly database: Client,
    private readonly original: string,
    private readonly kind: ContendedKind,
  ) {}

  /** @param kind the rows at which slices meet */
  static async open(schema: string, kind: ContendedKind): Promise<LockRace> {
    const database = new Client({ connectionString: services().databaseUrl, options: `-c search_path=${schema}` });
    await database.connect();
    await database.query('CREATE SEQUENCE slices_met');
    const { rows } = await database.query<{ text: string }>(`SELECT pg_get_functiondef('lock_state'::regproc) AS text`);
    return new LockRace(database, rows[0]?.text ?? '', kind);
  }

  /** The next two slices meet at these rows, `without` one of the guards. */
  async arm(without?: Guard): Promise<void> {
    const met = replaced(replaced(this.original, BEGIN, PATIENCE), END, rendezvous(this.kind));
    await this.database.query(without ? replaced(met, GUARDS[without], '') : met);
    await this.database.query('ALTER SEQUENCE slices_met RESTART');
  }

  /** The function is again as the migrations made it. */
  async disarm(): Promise<void> {
    await this.database.query(this.original);
  }

  async close(): Promise<void> {
    await this.database.end();
  }
}

function replaced(text: string, what: RegExp, by: string): string {
  if (!what.test(text)) throw new Error(`lock_state has no ${what}`);
  return text.replace(what, () => by);
}
