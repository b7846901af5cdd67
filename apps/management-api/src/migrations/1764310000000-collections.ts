import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE collections (
    id bigint NOT NULL CONSTRAINT collections_pk PRIMARY KEY,
    application_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    subscribed_application_ids bigint[] NOT NULL,
    created_by bigint NOT NULL,
    modified_by bigint NOT NULL,
    created timestamptz NOT NULL,
    modified timestamptz NOT NULL)`,
  'CREATE UNIQUE INDEX collections_name ON collections (application_id, campaign_id, name)',
  `CREATE TABLE collection_items (
    collection_id bigint NOT NULL,
    id bigint NOT NULL,
    item text NOT NULL,
    CONSTRAINT collection_items_pk PRIMARY KEY (collection_id, id))`,
];

const DOWN = ['DROP TABLE collection_items', 'DROP TABLE collections'];

/** Collections of the account and of campaigns, with their items. */
export class Collections1764310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
