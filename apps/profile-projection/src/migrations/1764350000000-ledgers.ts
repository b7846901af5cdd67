import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE ledger (
    program bigint NOT NULL,
    profile_id text NOT NULL,
    position bigint NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (program, profile_id)
  )`,
  `CREATE TABLE ledger_entry (
    id bigint PRIMARY KEY,
    program bigint NOT NULL,
    profile_id text NOT NULL,
    created timestamptz NOT NULL,
    application bigint NOT NULL,
    kind text NOT NULL,
    subledger text NOT NULL,
    points bigint NOT NULL,
    transaction_uuid text NOT NULL,
    session_id text,
    body jsonb NOT NULL
  )`,
  'CREATE INDEX ledger_entry_of_profile ON ledger_entry (program, profile_id, id)',
];

/** Points of profiles, and what happened to them. Of decisions that were folded before there is nothing: no program was there. */
export class Ledgers1764350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ledger_entry, ledger');
  }
}
