import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Open sessions by when they are cancelled; of those that stay open there is nothing in it. */
export class IdleSessions1764360000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX session_due ON session (due) WHERE due IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX session_due');
  }
}
