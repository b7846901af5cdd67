import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What integrations were answered under keys of their own, for a day. */
export class AnsweredCalls1764395000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE answered_calls (
        application bigint NOT NULL,
        key text NOT NULL,
        hash bytea NOT NULL,
        answer jsonb,
        at timestamptz NOT NULL,
        CONSTRAINT answered_calls_pk PRIMARY KEY (application, key)
      );
      CREATE INDEX answered_calls_at ON answered_calls (at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE answered_calls');
  }
}
