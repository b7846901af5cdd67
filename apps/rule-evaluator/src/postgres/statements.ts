import type { Statement } from './connection';

/** The hot statements, each prepared once per connection. Lists come as arrays; `ord` says which element a row answers. */
export const statements = {
  /** The first statement of a slice: progress moves from where it is to be, or nothing does. */
  moveProgress: {
    name: 'move_progress',
    text: `UPDATE progress SET live_next = $4, bulk_next = $5 WHERE partition = $1 AND live_next = $2 AND bulk_next = $3
      RETURNING partition`,
  },
  readOnly: { name: 'read_only', text: 'SET TRANSACTION READ ONLY' },
  firsts: {
    name: 'firsts',
    text: 'SELECT * FROM first_decisions($1::bigint[], $2::bigint[], $3::text[], $4::bigint)',
  },
  read: {
    name: 'read',
    text: `SELECT asked.ord, s.version, s.bytes
      FROM unnest($1::text[], $2::bigint[], $3::text[]) WITH ORDINALITY AS asked (kind, application, id, ord)
      JOIN state s ON s.kind = asked.kind AND s.application = asked.application AND s.id = asked.id`,
  },
  lock: {
    name: 'lock',
    text: 'SELECT ord, version, bytes FROM lock_state($1::text[], $2::bigint[], $3::text[])',
  },
  couponRows: {
    name: 'coupon_rows',
    text: `SELECT asked.ord, c.id
      FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS asked (application, number, ord)
      JOIN coupon c ON c.application = asked.application AND c.number = asked.number`,
  },
  closedSessions: {
    name: 'closed_sessions',
    text: `SELECT asked.ord, past.at, past.bytes
      FROM unnest($1::bigint[], $2::text[], $3::bigint[]) WITH ORDINALITY AS asked (application, profile, after, ord)
      CROSS JOIN LATERAL (
        SELECT at, bytes FROM closed_session c
        WHERE c.application = asked.application AND c.profile = asked.profile AND c.at > asked.after
        ORDER BY at DESC LIMIT $4
      ) past
      ORDER BY asked.ord, past.at DESC`,
  },
  customEvents: {
    name: 'custom_events',
    text: `SELECT asked.ord, past.at, past.bytes
      FROM unnest($1::bigint[], $2::text[], $3::bigint[]) WITH ORDINALITY AS asked (application, profile, after, ord)
      CROSS JOIN LATERAL (
        SELECT at, bytes FROM custom_event c
        WHERE c.application = asked.application AND c.profile = asked.profile AND c.at > asked.after
        ORDER BY at DESC LIMIT $4
      ) past
      ORDER BY asked.ord, past.at DESC`,
  },
  /** Indexes of what is due serve it; 100 are what a slice may hold without harm. */
  due: {
    name: 'due',
    text: `(SELECT kind, id, due FROM ledger WHERE due_partition = $1::integer AND due <= $2::bigint ORDER BY due LIMIT 100)
      UNION ALL
      (SELECT kind, id, due FROM profile WHERE due_partition = $1::integer AND due <= $2::bigint ORDER BY due LIMIT 100)
      ORDER BY due LIMIT 100`,
  },
  numbers: {
    name: 'numbers',
    text: `SELECT nextval('position') AS number FROM generate_series(1, $1::integer)`,
  },
  newSubjectKeys: {
    name: 'new_subject_keys',
    text: `INSERT INTO subject_keys (key_id, subject, wrapped, position)
      SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[])
      ON CONFLICT (subject) WHERE wrapped IS NOT NULL DO NOTHING`,
  },
  subjectKeys: {
    name: 'subject_keys',
    text: 'SELECT subject, key_id, wrapped FROM subject_keys WHERE subject = ANY ($1::text[]) AND wrapped IS NOT NULL',
  },
  writeState: {
    name: 'write_state',
    text: `INSERT INTO state (kind, application, id, version, owner, number, due, due_partition, bytes)
      SELECT kind, application, id, version, owner, number, due, CASE WHEN due IS NOT NULL THEN $11::integer END,
        substring($10::bytea FROM at FOR length)
      FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::integer[], $9::integer[])
        AS one (kind, application, id, version, owner, number, due, at, length)
      ON CONFLICT (kind, application, id) DO UPDATE SET
        version = excluded.version, owner = excluded.owner, number = excluded.number, bytes = excluded.bytes,
        due = excluded.due, due_partition = excluded.due_partition`,
  },
  createState: {
    name: 'create_state',
    text: `SELECT create_state($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::integer[], $7::integer[],
      $8::bytea)`,
  },
  leaveHistory: {
    name: 'leave_history',
    text: `DELETE FROM closed_session c USING unnest($1::bigint[], $2::text[]) AS gone (application, session)
      WHERE c.application = gone.application AND c.session = gone.session`,
  },
  closeSessions: {
    name: 'close_sessions',
    text: `INSERT INTO closed_session (application, profile, session, at, position, bytes)
      SELECT application, profile, session, at, position, substring($8::bytea FROM begin FOR length)
      FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::integer[], $7::integer[])
        AS one (application, profile, session, at, position, begin, length)
      ON CONFLICT (application, session) DO UPDATE SET
        profile = excluded.profile, at = excluded.at, position = excluded.position, bytes = excluded.bytes`,
  },
  recordEvents: {
    name: 'record_events',
    text: `INSERT INTO custom_event (application, profile, at, position, bytes)
      SELECT application, profile, at, position, substring($7::bytea FROM begin FOR length)
      FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::integer[], $6::integer[])
        AS one (application, profile, at, position, begin, length)`,
  },
  /**
   * Forgets a person: sessions, history and data keys that are older than the decision that says so. A key's row stays as
   * the tombstone that the relay publishes; without the wrapped key nothing opens any more.
   */
  forgetProfile: {
    name: 'forget_profile',
    text: `WITH
        sessions AS (DELETE FROM session WHERE owner = $1 AND version < $2 RETURNING application, id),
        closed AS (DELETE FROM closed_session WHERE profile = $1 AND position < $2),
        events AS (DELETE FROM custom_event WHERE profile = $1 AND position < $2)
      UPDATE subject_keys SET wrapped = NULL, position = $2, published = false
      WHERE wrapped IS NOT NULL
        AND (subject = $3 OR subject IN (SELECT application || ':s:' || id FROM sessions))`,
  },
  rememberFirsts: {
    name: 'remember_firsts',
    text: `INSERT INTO dedupe (application, request_id, position, recorded_at, hash, reply)
      SELECT application, request_id, position, recorded_at,
        substring($9::bytea FROM hash_at FOR hash_length), substring($9::bytea FROM reply_at FOR reply_length)
      FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::integer[], $6::integer[], $7::integer[], $8::integer[])
        AS one (application, request_id, position, recorded_at, hash_at, hash_length, reply_at, reply_length)`,
  },
  /** The last statement of a slice: its `seq`s and its outbox row. */
  finish: {
    name: 'finish',
    text: `WITH moved AS (
        UPDATE progress SET decisions_seq = $2, effects_seq = $3, dead_letters_seq = $4,
          outbox_number = $5, catalog_version = $6
        WHERE partition = $1
      )
      INSERT INTO outbox (partition, number, live_from, bulk_from, live_to, bulk_to, requests, records, replies)
      VALUES ($1, $5, $7, $8, $9, $10, $11, $12, $13)`,
  },
} satisfies Readonly<Record<string, Statement>>;
