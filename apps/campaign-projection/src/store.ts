import { type Json, openSealed } from '@tessera/api-contracts';
import { column, jsonColumn, type Sql, together } from '@tessera/postgres';
import { noteErasures, purgeErased } from '@tessera/projection';
import { purgeBudgets, writeBudgets } from './budget.store';
import type { EventRow } from './events';
import type { Changes, ProfileRow } from './fold';
import type { Addition } from './measures';

/** Of each table that additions are summed up in: its key. */
const SUMS = {
  counter: 'application, campaign, name, partition',
  course: 'application, campaign, quarter, name, partition',
  budget_course: 'application, campaign, quarter, name, partition',
} as const;

/**
 * Adds to the sums of a partition. A row says how far it has counted, and only what is beyond that is
 * added: decisions of a partition come in order, so this is the whole guard against counting twice.
 */
async function add(sql: Sql, table: keyof typeof SUMS, rows: readonly Addition[]): Promise<void> {
  const key = SUMS[table];
  await sql.query(
    `INSERT INTO ${table} (${key}, given, undone, last_at, last_seq)
     SELECT ${key}, sum(row.given), sum(row.undone), max(row.at), max(row.seq)
     FROM (
       SELECT *, date_bin('15 minutes', at, timestamptz '2000-01-01 00:00Z') AS quarter
       FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::int[], $5::bigint[], $6::timestamptz[], $7::bigint[], $8::bigint[])
         AS addition (application, campaign, name, partition, seq, at, given, undone)
     ) AS row LEFT JOIN ${table} AS held USING (${key})
     WHERE held.last_seq IS NULL OR held.last_seq < row.seq
     GROUP BY ${key}
     ON CONFLICT (${key}) DO UPDATE SET given = ${table}.given + excluded.given, undone = ${table}.undone + excluded.undone,
       last_at = GREATEST(${table}.last_at, excluded.last_at), last_seq = excluded.last_seq`,
    [
      column(rows, 'application'),
      column(rows, 'campaign'),
      column(rows, 'name'),
      column(rows, 'partition'),
      column(rows, 'seq'),
      column(rows, 'at'),
      column(rows, 'given'),
      column(rows, 'undone'),
    ],
  );
}

/** unnest() would flatten lists of lists, so codes and campaigns travel as JSON. */
async function writeEvents(sql: Sql, rows: readonly EventRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO event (application, id, position, created, type, profile_id, session_id, coupon_codes, referral_code,
       campaigns, integration_id, body)
     SELECT application, id, position, created, type, profile_id, session_id,
       ARRAY(SELECT jsonb_array_elements_text(codes)), referral_code,
       ARRAY(SELECT jsonb_array_elements_text(campaigns)::bigint), integration_id, body
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
       $8::jsonb[], $9::text[], $10::jsonb[], $11::text[], $12::jsonb[])
       AS row (application, id, position, created, type, profile_id, session_id, codes, referral_code, campaigns, integration_id,
         body)
     ON CONFLICT DO NOTHING`,
    [
      column(rows, 'application'),
      column(rows, 'id'),
      column(rows, 'position'),
      column(rows, 'created'),
      column(rows, 'type'),
      column(rows, 'profileId'),
      column(rows, 'sessionId'),
      jsonColumn(rows, 'couponCodes'),
      column(rows, 'referralCode'),
      jsonColumn(rows, 'campaigns'),
      column(rows, 'integrationId'),
      jsonColumn(rows, 'body'),
    ],
  );
}

/** A profile is created once; where it is created again, after an erasure, the later id stands. */
async function writeProfiles(sql: Sql, rows: readonly ProfileRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO profile (integration_id, id, position)
     SELECT DISTINCT ON (integration_id) * FROM unnest($1::text[], $2::bigint[], $3::bigint[])
       AS row (integration_id, id, position) ORDER BY integration_id, position DESC
     ON CONFLICT (integration_id) DO UPDATE SET id = excluded.id, position = excluded.position
     WHERE profile.position < excluded.position`,
    [column(rows, 'integrationId'), column(rows, 'id'), column(rows, 'position')],
  );
}

interface Held {
  readonly application: string;
  readonly id: string;
  readonly body: Json;
}

/** The keys are gone, so what they sealed is only ballast; what came after the erasure has a new key and stays. */
async function purge(sql: Sql, erased: readonly string[]): Promise<void> {
  const rows = await sql.query<Held>(
    `SELECT application, id, body FROM event JOIN erasure USING (profile_id)
     WHERE profile_id = ANY($1) AND event.position < erasure.position AND body::text LIKE '%"$sealed"%'`,
    [erased],
  );
  if (rows.length === 0) return;
  await sql.query(
    `UPDATE event SET body = row.body FROM unnest($1::bigint[], $2::bigint[], $3::jsonb[]) AS row (application, id, body)
     WHERE event.application = row.application AND event.id = row.id`,
    [
      column(rows, 'application'),
      column(rows, 'id'),
      rows.map(({ body }) => JSON.stringify(openSealed(body, () => undefined) ?? null)),
    ],
  );
}

/** Writes what the fold found, in the transaction of the checkpoint. */
export async function write(sql: Sql, changes: Changes): Promise<void> {
  const { movements, budgets, budgetAdditions, events, profiles, erasures } = changes;
  const named = [events, budgets, erasures].flatMap((rows) => rows.map(({ profileId }) => profileId));
  await together([
    noteErasures(sql, erasures),
    movements.length > 0 ? add(sql, 'counter', movements) : undefined,
    movements.length > 0 ? add(sql, 'course', movements) : undefined,
    budgetAdditions.length > 0 ? add(sql, 'budget_course', budgetAdditions) : undefined,
    events.length > 0 ? writeEvents(sql, events) : undefined,
    profiles.length > 0 ? writeProfiles(sql, profiles) : undefined,
    // Last, since other partitions wait for rows that they write too.
    budgets.length > 0 ? writeBudgets(sql, budgets) : undefined,
    purgeErased(sql, named, (erased) => together([purge(sql, erased), purgeBudgets(sql, erased)])),
  ]);
}
