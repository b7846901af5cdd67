import { type Json, openSealed } from '@tessera/api-contracts';
import { column, jsonColumn, type Sql, together } from '@tessera/postgres';
import { noteErasures, purgeErased } from '@tessera/projection';
import type { Changes, SessionRow, TimelineRow } from './fold';

/** unnest() would flatten lists of lists, so the coupon codes travel as JSON. */
async function writeSessions(sql: Sql, rows: readonly SessionRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO session (application, integration_id, position, id, profile_id, state, coupon_codes, created, updated, closed_at, body, effects)
     SELECT application, integration_id, position, id, profile_id, state, ARRAY(SELECT jsonb_array_elements_text(codes)),
       created, updated, closed_at, body, effects
     FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::jsonb[],
       $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::jsonb[], $12::jsonb[])
       AS row (application, integration_id, position, id, profile_id, state, codes, created, updated, closed_at, body, effects)
     ON CONFLICT (application, integration_id) DO UPDATE SET position = excluded.position, id = excluded.id,
       profile_id = excluded.profile_id, state = excluded.state, coupon_codes = excluded.coupon_codes,
       created = excluded.created, updated = excluded.updated, closed_at = excluded.closed_at, body = excluded.body, effects = excluded.effects
     WHERE session.position < excluded.position`,
    [
      column(rows, 'application'),
      column(rows, 'integrationId'),
      column(rows, 'position'),
      column(rows, 'id'),
      column(rows, 'profileId'),
      column(rows, 'state'),
      jsonColumn(rows, 'couponCodes'),
      column(rows, 'created'),
      column(rows, 'updated'),
      column(rows, 'closedAt'),
      jsonColumn(rows, 'body'),
      jsonColumn(rows, 'effects'),
    ],
  );
}

async function writeTimeline(sql: Sql, rows: readonly TimelineRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO timeline (application, session_id, position, at, type, outcome, request_id, effects, errors, rule_failures)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
       $8::jsonb[], $9::jsonb[], $10::jsonb[])
     ON CONFLICT DO NOTHING`,
    [
      column(rows, 'application'),
      column(rows, 'sessionId'),
      column(rows, 'position'),
      column(rows, 'at'),
      column(rows, 'type'),
      column(rows, 'outcome'),
      column(rows, 'requestId'),
      jsonColumn(rows, 'effects'),
      jsonColumn(rows, 'errors'),
      jsonColumn(rows, 'ruleFailures'),
    ],
  );
}

interface Held {
  readonly application: string;
  readonly integration_id: string;
  readonly body: Json;
  readonly effects: Json;
}

const purged = (held: Json): Json => openSealed(held, () => undefined) ?? null;

/** The keys are gone, so what they sealed is only ballast; what was written after the erasure has a new key and stays. */
async function purge(sql: Sql, erased: readonly string[]): Promise<void> {
  const rows = await sql.query<Held>(
    `SELECT application, integration_id, body, effects FROM session JOIN erasure USING (profile_id)
     WHERE profile_id = ANY($1) AND session.position < erasure.position`,
    [erased],
  );
  if (rows.length === 0) return;
  await sql.query(
    `UPDATE session SET body = row.body, effects = row.effects
     FROM unnest($1::bigint[], $2::text[], $3::jsonb[], $4::jsonb[]) AS row (application, integration_id, body, effects)
     WHERE session.application = row.application AND session.integration_id = row.integration_id`,
    [
      column(rows, 'application'),
      column(rows, 'integration_id'),
      rows.map(({ body }) => JSON.stringify(purged(body))),
      rows.map(({ effects }) => JSON.stringify(purged(effects))),
    ],
  );
}

/** Writes what the fold found, in the transaction of the checkpoint. */
export async function write(sql: Sql, changes: Changes): Promise<void> {
  const profiles = [...column(changes.sessions, 'profileId'), ...column(changes.erasures, 'profileId')];
  await together([
    noteErasures(sql, changes.erasures),
    changes.sessions.length > 0 ? writeSessions(sql, changes.sessions) : undefined,
    changes.timeline.length > 0 ? writeTimeline(sql, changes.timeline) : undefined,
    purgeErased(sql, profiles, (erased) => purge(sql, erased)),
  ]);
}
