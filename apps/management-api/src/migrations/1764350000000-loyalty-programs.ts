import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE loyalty_programs (
    id bigint NOT NULL CONSTRAINT loyalty_programs_pk PRIMARY KEY,
    name text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    application_ids bigint[] NOT NULL,
    default_validity text NOT NULL,
    default_pending text NOT NULL,
    allow_subledger boolean NOT NULL,
    timezone text NOT NULL,
    tiers jsonb NOT NULL,
    tiers_expiration_policy text,
    tiers_expire_in text,
    tier_cycle_start_date timestamptz,
    tiers_downgrade_policy text NOT NULL,
    program_join_policy text NOT NULL,
    return_policy text NOT NULL,
    created timestamptz NOT NULL,
    modified timestamptz NOT NULL)`,
  'CREATE UNIQUE INDEX loyalty_programs_name ON loyalty_programs (name)',
];

/** The account's loyalty programs. */
export class LoyaltyPrograms1764350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE loyalty_programs');
  }
}
