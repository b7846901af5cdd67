import type { Sql } from '@tessera/postgres';
import type { NewDelivery } from '../effects/webhook-effect';
import type { DeliveryStatus } from './delivery.entity';

/** A delivery that this process holds until its lease is over. */
export interface Claimed {
  /** Text, since it holds microseconds. */
  readonly created: string;
  readonly id: string;
  readonly webhook: bigint;
  readonly effect: Uint8Array;
  /** Null: no try has made it yet. */
  readonly body: string | null;
  /** This try, from 1. It also fences: what was claimed again is not this process's any more. */
  readonly attempt: number;
  readonly ageMs: number;
}

/** How many more calls a webhook may have at once. */
export interface Free {
  readonly webhook: bigint;
  readonly slots: number;
}

/** What one try came to. */
export interface Result {
  readonly durationMs: number;
  /** The HTTP status; null where there was no answer. */
  readonly status: number | null;
  readonly error: string | null;
  /** `waiting`: it is tried again in `retryInMs`. */
  readonly becomes: DeliveryStatus;
  readonly retryInMs: number;
}

interface Row {
  readonly created: string;
  readonly id: string;
  readonly webhook: string;
  readonly effect: Uint8Array;
  readonly body: string | null;
  readonly attempts: number;
  readonly age_ms: string;
}

/** Adds the calls that a slice of effects asks for, in the slice's transaction. */
export async function addDeliveries(sql: Sql, deliveries: readonly NewDelivery[]): Promise<void> {
  const column = (of: (delivery: NewDelivery) => unknown): unknown[] => deliveries.map(of);
  await sql.query(
    `INSERT INTO delivery (created, id, request_id, application, campaign, webhook, catalog_version, effect, status, attempts, due)
     SELECT now(), id, request_id, application, campaign, webhook, catalog_version, effect, 'waiting', 0, now()
     FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bytea[])
       AS new (id, request_id, application, campaign, webhook, catalog_version, effect)`,
    [
      column(({ id }) => id),
      column(({ requestId }) => requestId),
      column(({ application }) => application),
      column(({ campaign }) => campaign),
      column(({ webhook }) => webhook),
      column(({ catalogVersion }) => catalogVersion),
      column(({ effect }) => Buffer.from(effect)),
    ],
  );
}

const CLAIM = `
  WITH picked AS (
    SELECT due.created, due.id FROM unnest($1::bigint[], $2::int[]) AS free (webhook, slots)
    CROSS JOIN LATERAL (
      SELECT created, id FROM delivery
      WHERE webhook = free.webhook AND status = 'waiting' AND due <= clock_timestamp() AND catalog_version <= $3
      ORDER BY due LIMIT free.slots FOR UPDATE SKIP LOCKED
    ) AS due
    LIMIT $4
  ), claimed AS (
    UPDATE delivery SET attempts = attempts + 1, due = clock_timestamp() + $5 * interval '1 ms'
    FROM picked WHERE delivery.created = picked.created AND delivery.id = picked.id
    RETURNING delivery.*
  ), begun AS (
    INSERT INTO attempt (created, id, number, at) SELECT created, id, attempts, clock_timestamp() FROM claimed
  )
  SELECT created::text, id, webhook, effect, body, attempts,
    extract(epoch FROM clock_timestamp() - created) * 1000 AS age_ms
  FROM claimed`;

const RECORD = `
  WITH told AS (
    UPDATE attempt SET duration_ms = $4, status = $5, error = $6 WHERE created = $1 AND id = $2 AND number = $3
  )
  UPDATE delivery SET status = $7, due = clock_timestamp() + $8 * interval '1 ms',
    body = CASE WHEN $7 = 'waiting' THEN body END,
    finished = CASE WHEN $7 <> 'waiting' THEN clock_timestamp() END
  WHERE created = $1 AND id = $2 AND attempts = $3 AND status = 'waiting' RETURNING id`;

/** The table of calls: several dispatchers share it, each call is held by one of them at a time. */
export class Deliveries {
  constructor(
    private readonly sql: Sql,
    /** How long a try may take before another dispatcher takes the call over: far above what a call may take. */
    private readonly leaseMs: number,
  ) {}

  /** Takes what is due, oldest first per webhook. @param version of the catalog that is held here */
  async claim(free: readonly Free[], version: bigint, limit: number): Promise<readonly Claimed[]> {
    const rows = await this.sql.query<Row>(CLAIM, [
      free.map(({ webhook }) => webhook),
      free.map(({ slots }) => slots),
      version,
      limit,
      this.leaseMs,
    ]);
    return rows.map(claimedOf);
  }

  /** Keeps the body for every try; what an earlier try kept stays. @returns the body that holds */
  async freeze({ created, id }: Claimed, body: string): Promise<string> {
    const [row] = await this.sql.query<{ body: string }>(
      'UPDATE delivery SET body = COALESCE(body, $3) WHERE created = $1 AND id = $2 RETURNING body',
      [created, id, body],
    );
    return row?.body ?? body;
  }

  /** Gives a call back as if it had not been claimed. */
  async postpone({ created, id, attempt }: Claimed, ms: number): Promise<void> {
    await this.sql.query(
      `WITH undone AS (DELETE FROM attempt WHERE created = $1 AND id = $2 AND number = $3)
       UPDATE delivery SET attempts = attempts - 1, due = clock_timestamp() + $4 * interval '1 ms'
       WHERE created = $1 AND id = $2 AND attempts = $3`,
      [created, id, attempt, ms],
    );
  }

  /** @returns false where the lease was over and another took the call: then only the try itself is noted */
  async record({ created, id, attempt }: Claimed, result: Result): Promise<boolean> {
    const { durationMs, status, error, becomes, retryInMs } = result;
    const values = [created, id, attempt, durationMs, status, error, becomes, retryInMs];
    return (await this.sql.query(RECORD, values)).length > 0;
  }

  /** Ends the calls of webhooks that are no more. @param version of the catalog that says so */
  async drop(webhooks: readonly bigint[], version: bigint): Promise<void> {
    await this.sql.query(
      `UPDATE delivery SET status = 'gone', body = NULL, finished = clock_timestamp()
       WHERE status = 'waiting' AND NOT webhook = ANY($1::bigint[]) AND catalog_version <= $2`,
      [webhooks, version],
    );
  }

  /**
   * Makes a call that has ended without success due again: for one more try, after which it ends again if that fails.
   * @returns how it ended before; `waiting` and `delivered` stay as they are, undefined: there is no such call
   */
  async retry(id: string): Promise<DeliveryStatus | undefined> {
    const [row] = await this.sql.query<{ status: DeliveryStatus }>(
      `WITH before AS (SELECT created, id, status FROM delivery WHERE id = $1 FOR UPDATE), again AS (
         UPDATE delivery SET status = 'waiting', due = clock_timestamp(), finished = NULL FROM before
         WHERE delivery.created = before.created AND delivery.id = before.id AND before.status IN ('failed', 'blocked', 'gone')
       ) SELECT status FROM before`,
      [id],
    );
    return row?.status;
  }

  /** How many calls wait, and for how long the one that is due longest. */
  async backlog(): Promise<{ readonly waiting: number; readonly overdueMs: number }> {
    const [row] = await this.sql.query<{ waiting: string; overdue: string | null }>(
      `SELECT count(*) AS waiting, extract(epoch FROM clock_timestamp() - min(due)) * 1000 AS overdue
       FROM delivery WHERE status = 'waiting'`,
    );
    return { waiting: Number(row?.waiting ?? 0), overdueMs: Math.max(0, Number(row?.overdue ?? 0)) };
  }
}

function claimedOf(row: Row): Claimed {
  const { created, id, effect, body, attempts } = row;
  return { created, id, effect, body, webhook: BigInt(row.webhook), attempt: attempts, ageMs: Number(row.age_ms) };
}
