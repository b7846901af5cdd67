import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Achievements of campaigns; how far profiles are with them, the evaluator knows. */
export class Achievements1764340000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE achievements (
      id bigint NOT NULL CONSTRAINT achievements_pk PRIMARY KEY,
      application_id bigint NOT NULL,
      campaign_id bigint NOT NULL CONSTRAINT achievements_campaign_fk REFERENCES campaigns (id) ON DELETE CASCADE,
      name text NOT NULL,
      title text NOT NULL,
      description text NOT NULL,
      target bigint NOT NULL,
      period text NOT NULL,
      recurrence_policy text NOT NULL,
      activation_policy text NOT NULL,
      fixed_start_date timestamptz,
      end_date timestamptz,
      allow_rollback_after_completion boolean NOT NULL,
      created_by bigint NOT NULL,
      created timestamptz NOT NULL,
      modified timestamptz NOT NULL)`);
    await runner.query('CREATE UNIQUE INDEX achievements_name ON achievements (campaign_id, name)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE achievements');
  }
}
