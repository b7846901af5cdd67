import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  // Ids of catalog entities, users and keys: one sequence, so that an id names one thing.
  `CREATE SEQUENCE catalog_ids`,
  `CREATE TABLE catalog_counter (
    id smallint NOT NULL CONSTRAINT catalog_counter_pk PRIMARY KEY,
    version bigint NOT NULL)`,
  `INSERT INTO catalog_counter (id, version) VALUES (1, 0)`,
  `CREATE TABLE catalog_relay (
    id smallint NOT NULL CONSTRAINT catalog_relay_pk PRIMARY KEY,
    published bigint NOT NULL)`,
  `INSERT INTO catalog_relay (id, published) VALUES (1, 0)`,
  `CREATE TABLE catalog_log (
    version bigint NOT NULL CONSTRAINT catalog_log_pk PRIMARY KEY,
    application bigint NOT NULL,
    kind text NOT NULL,
    actor bigint NOT NULL,
    request_id text NOT NULL,
    at timestamptz NOT NULL,
    bytes bytea NOT NULL)`,
  `CREATE TABLE users (
    id bigint NOT NULL CONSTRAINT users_pk PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    password text NOT NULL,
    role text NOT NULL,
    state text NOT NULL,
    created timestamptz NOT NULL,
    modified timestamptz NOT NULL)`,
  `CREATE UNIQUE INDEX users_email ON users (email)`,
  `CREATE TABLE user_sessions (
    hash bytea NOT NULL CONSTRAINT user_sessions_pk PRIMARY KEY,
    user_id bigint NOT NULL CONSTRAINT user_sessions_user_fk REFERENCES users (id) ON DELETE CASCADE,
    created timestamptz NOT NULL,
    expires timestamptz NOT NULL)`,
  `CREATE INDEX user_sessions_user ON user_sessions (user_id)`,
  `CREATE TABLE management_keys (
    id bigint NOT NULL CONSTRAINT management_keys_pk PRIMARY KEY,
    name text NOT NULL,
    role text NOT NULL,
    hash bytea NOT NULL,
    created_by bigint NOT NULL,
    created timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    revoked boolean NOT NULL)`,
  `CREATE TABLE applications (
    id bigint NOT NULL CONSTRAINT applications_pk PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL,
    currency text NOT NULL,
    timezone text NOT NULL,
    attributes jsonb NOT NULL,
    created_by bigint NOT NULL,
    created timestamptz NOT NULL,
    modified timestamptz NOT NULL)`,
  `CREATE TABLE api_keys (
    id bigint NOT NULL CONSTRAINT api_keys_pk PRIMARY KEY,
    application_id bigint NOT NULL CONSTRAINT api_keys_application_fk REFERENCES applications (id),
    title text NOT NULL,
    platform text,
    scopes text[] NOT NULL,
    hash bytea NOT NULL,
    created_by bigint NOT NULL,
    created timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    revoked boolean NOT NULL)`,
  `CREATE INDEX api_keys_application ON api_keys (application_id, id)`,
  `CREATE TABLE attributes (
    id bigint NOT NULL CONSTRAINT attributes_pk PRIMARY KEY,
    entity text NOT NULL,
    event_type text NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    type text NOT NULL,
    description text NOT NULL,
    suggestions text[] NOT NULL,
    restricted_by_suggestions boolean NOT NULL,
    editable boolean NOT NULL,
    personal boolean NOT NULL,
    application_ids bigint[] NOT NULL,
    created timestamptz NOT NULL)`,
  `CREATE UNIQUE INDEX attributes_name ON attributes (entity, event_type, name)`,
  `CREATE TABLE event_types (
    id bigint NOT NULL CONSTRAINT event_types_pk PRIMARY KEY,
    name text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    application_ids bigint[] NOT NULL,
    created timestamptz NOT NULL)`,
  `CREATE UNIQUE INDEX event_types_name ON event_types (name)`,
  `CREATE TABLE campaigns (
    id bigint NOT NULL CONSTRAINT campaigns_pk PRIMARY KEY,
    application_id bigint NOT NULL CONSTRAINT campaigns_application_fk REFERENCES applications (id),
    name text NOT NULL,
    description text NOT NULL,
    state text NOT NULL,
    start_time timestamptz,
    end_time timestamptz,
    tags text[] NOT NULL,
    features text[] NOT NULL,
    limits jsonb NOT NULL,
    attributes jsonb NOT NULL,
    active_ruleset_id bigint,
    coupon_settings jsonb,
    created_by bigint NOT NULL,
    updated_by bigint NOT NULL,
    created timestamptz NOT NULL,
    updated timestamptz NOT NULL)`,
  `CREATE INDEX campaigns_application ON campaigns (application_id, id)`,
  `CREATE TABLE rulesets (
    id bigint NOT NULL CONSTRAINT rulesets_pk PRIMARY KEY,
    application_id bigint NOT NULL,
    campaign_id bigint NOT NULL CONSTRAINT rulesets_campaign_fk REFERENCES campaigns (id) ON DELETE CASCADE,
    version integer NOT NULL,
    created_by bigint NOT NULL,
    created timestamptz NOT NULL,
    activated_at timestamptz)`,
  `CREATE INDEX rulesets_campaign ON rulesets (campaign_id, id)`,
  `CREATE TABLE ruleset_versions (
    ruleset_id bigint NOT NULL,
    version integer NOT NULL,
    rules jsonb NOT NULL,
    bindings jsonb NOT NULL,
    created_by bigint NOT NULL,
    created timestamptz NOT NULL,
    CONSTRAINT ruleset_versions_pk PRIMARY KEY (ruleset_id, version))`,
  `CREATE TABLE webhooks (
    id bigint NOT NULL CONSTRAINT webhooks_pk PRIMARY KEY,
    application_ids bigint[] NOT NULL,
    title text NOT NULL,
    verb text NOT NULL,
    url text NOT NULL,
    headers jsonb NOT NULL,
    params jsonb NOT NULL,
    payload text,
    secret jsonb NOT NULL,
    enabled boolean NOT NULL,
    created timestamptz NOT NULL,
    modified timestamptz NOT NULL)`,
];

/** The tables as the first release has them. */
export class Management1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  /** There is nothing before the first version to go back to. */
  async down(): Promise<void> {
    await Promise.reject(new Error('the first version cannot be undone; drop the schema instead'));
  }
}
