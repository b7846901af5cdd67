import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE applications ADD COLUMN limits jsonb NOT NULL DEFAULT '[]'`,
  `ALTER TABLE applications ADD COLUMN partial_rewards boolean NOT NULL DEFAULT false`,
  `CREATE TABLE evaluation_trees (
    application_id bigint NOT NULL CONSTRAINT evaluation_trees_application_fk REFERENCES applications (id),
    version integer NOT NULL,
    set jsonb NOT NULL,
    created_by bigint NOT NULL,
    created timestamptz NOT NULL,
    CONSTRAINT evaluation_trees_pk PRIMARY KEY (application_id, version))`,
];

const DOWN = [
  'DROP TABLE evaluation_trees',
  'ALTER TABLE applications DROP COLUMN partial_rewards',
  'ALTER TABLE applications DROP COLUMN limits',
];

/** Applications have default limits and an evaluation tree; those that were there before have neither. */
export class LimitsAndEvaluation1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
