import type { MigrationInterface, QueryRunner } from 'typeorm';

const OUTBOX_HOURS = 24;
const DEDUPE_DAYS = 4;

/** The tables of the protocol and of the state that decisions are made on. No foreign keys: every lock is taken by name. */
export class Evaluator1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...PROTOCOL, ...OUTBOX, ...DEDUPE, ...STATE, ...HISTORY, ...SUBJECT_KEYS, ...FUNCTIONS])
      await runner.query(statement);
  }

  async down(): Promise<void> {
    return Promise.reject(new Error('decided state is never taken down by a migration'));
  }
}

const PROTOCOL = [
  `CREATE TABLE cluster (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    kafka_cluster_id text NOT NULL
  )`,
  // One row per partition, so that one compare-and-set moves both lanes.
  `CREATE TABLE progress (
    partition integer PRIMARY KEY,
    live_next bigint NOT NULL,
    bulk_next bigint NOT NULL,
    decisions_seq bigint NOT NULL DEFAULT 0,
    effects_seq bigint NOT NULL DEFAULT 0,
    dead_letters_seq bigint NOT NULL DEFAULT 0,
    outbox_number bigint NOT NULL DEFAULT 0,
    catalog_version bigint NOT NULL DEFAULT 0
  ) WITH (fillfactor = 10)`,
  `CREATE TABLE attempt (
    partition integer PRIMARY KEY,
    live_next bigint NOT NULL,
    bulk_next bigint NOT NULL,
    begun integer NOT NULL
  )`,
  // No cache: numbers must be given in the order in which they are asked for.
  'CREATE SEQUENCE position CACHE 1',
];

/** Buckets by the hour of the day and by the day: the janitor empties old ones by TRUNCATE, and nobody runs DDL. */
const OUTBOX = [
  `CREATE TABLE outbox (
    hour smallint NOT NULL DEFAULT extract(hour FROM now() AT TIME ZONE 'UTC'),
    partition integer NOT NULL,
    number bigint NOT NULL,
    live_from bigint NOT NULL,
    bulk_from bigint NOT NULL,
    live_to bigint NOT NULL,
    bulk_to bigint NOT NULL,
    requests integer NOT NULL,
    records bytea NOT NULL,
    replies bytea NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now()
  ) PARTITION BY LIST (hour)`,
  'CREATE INDEX outbox_order ON outbox (partition, number)',
  ...Array.from({ length: OUTBOX_HOURS }, (_, hour) => [
    `CREATE TABLE outbox_${hour} PARTITION OF outbox FOR VALUES IN (${hour})`,
    // The bytes are compressed by Kafka or not worth it; PostgreSQL shall not try.
    `ALTER TABLE outbox_${hour} ALTER COLUMN records SET STORAGE EXTERNAL, ALTER COLUMN replies SET STORAGE EXTERNAL`,
  ]).flat(),
];

const DEDUPE = [
  `CREATE TABLE dedupe (
    day smallint NOT NULL DEFAULT (extract(epoch FROM now())::bigint / 86400) % ${DEDUPE_DAYS},
    application bigint NOT NULL,
    request_id text NOT NULL,
    hash bytea NOT NULL,
    position bigint NOT NULL,
    recorded_at bigint NOT NULL,
    reply bytea
  ) PARTITION BY LIST (day)`,
  'CREATE INDEX dedupe_request ON dedupe (application, request_id)',
  ...Array.from(
    { length: DEDUPE_DAYS },
    (_, day) => `CREATE TABLE dedupe_${day} PARTITION OF dedupe FOR VALUES IN (${day})`,
  ),
];

/**
 * One table per kind of row under one parent, so that a slice's rows of all kinds are locked, read and written by one
 * statement each. `bytes` is the event that made the row what it is, in the frame of decisions.v1; null: the row is not
 * there, it was created to be locked or it was deleted.
 */
const STATE = [
  `CREATE TABLE state (
    kind text NOT NULL,
    application bigint NOT NULL,
    id text NOT NULL,
    version bigint,
    bytes bytea,
    owner text,
    number bigint,
    PRIMARY KEY (kind, application, id)
  ) PARTITION BY LIST (kind)`,
  ...['session', 'profile', 'activity', 'coupon', 'counter'].map(
    (kind) => `CREATE TABLE ${kind} PARTITION OF state FOR VALUES IN ('${kind}') WITH (fillfactor = 70)`,
  ),
  // A session's profile, to find what an erasure must purge.
  `CREATE INDEX session_owner ON session (owner) WHERE owner IS NOT NULL`,
  'CREATE UNIQUE INDEX coupon_number ON coupon (application, number) WHERE number IS NOT NULL',
];

const HISTORY = [
  `CREATE TABLE closed_session (
    application bigint NOT NULL,
    profile text NOT NULL,
    session text NOT NULL,
    at bigint NOT NULL,
    position bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (application, session)
  )`,
  'CREATE INDEX closed_session_newest ON closed_session (application, profile, at DESC)',
  `CREATE TABLE custom_event (
    application bigint NOT NULL,
    profile text NOT NULL,
    at bigint NOT NULL,
    position bigint NOT NULL PRIMARY KEY,
    bytes bytea NOT NULL
  )`,
  'CREATE INDEX custom_event_newest ON custom_event (application, profile, at DESC)',
];

/** The truth about data keys; the relay publishes it. `wrapped` null: erased, and that is final for this key. */
const SUBJECT_KEYS = [
  `CREATE TABLE subject_keys (
    key_id text PRIMARY KEY,
    subject text NOT NULL,
    wrapped bytea,
    position bigint NOT NULL,
    published boolean NOT NULL DEFAULT false
  )`,
  'CREATE UNIQUE INDEX subject_keys_live ON subject_keys (subject) WHERE wrapped IS NOT NULL',
  'CREATE INDEX subject_keys_unpublished ON subject_keys (position) WHERE NOT published',
];

/** Two statements each, because the second must see what others committed while the first waited. */
const FUNCTIONS = [
  `CREATE FUNCTION first_decisions(locks bigint[], applications bigint[], ids text[], since bigint)
   RETURNS TABLE (application bigint, request_id text, hash bytea, "position" bigint, recorded_at bigint, reply bytea)
   LANGUAGE plpgsql AS $$
   #variable_conflict use_column
   BEGIN
     PERFORM pg_advisory_xact_lock(one) FROM unnest(locks) AS one;
     RETURN QUERY
       SELECT d.application, d.request_id, d.hash, d.position, d.recorded_at, d.reply
       FROM unnest(applications, ids) AS asked (application, request_id)
       JOIN dedupe d ON d.application = asked.application AND d.request_id = asked.request_id
       WHERE d.recorded_at > since;
   END $$`,
  `CREATE FUNCTION lock_state(kinds text[], applications bigint[], ids text[])
   RETURNS TABLE (ord bigint, version bigint, bytes bytea)
   LANGUAGE plpgsql AS $$
   #variable_conflict use_column
   BEGIN
     INSERT INTO state (kind, application, id)
       SELECT asked.kind, asked.application, asked.id
       FROM unnest(kinds, applications, ids) WITH ORDINALITY AS asked (kind, application, id, ord)
       ORDER BY asked.ord
       ON CONFLICT DO NOTHING;
     RETURN QUERY
       SELECT asked.ord, s.version, s.bytes
       FROM unnest(kinds, applications, ids) WITH ORDINALITY AS asked (kind, application, id, ord)
       JOIN state s ON s.kind = asked.kind AND s.application = asked.application AND s.id = asked.id
       ORDER BY asked.ord
       FOR UPDATE OF s;
   END $$`,
];
