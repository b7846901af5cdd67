import type { MigrationInterface, QueryRunner } from 'typeorm';

/** After how long an application's open sessions are cancelled. */
export class IdleSessions1764360000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE applications ADD COLUMN session_idle_after text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE applications DROP COLUMN session_idle_after');
  }
}
