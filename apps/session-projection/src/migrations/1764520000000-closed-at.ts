import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of sessions that are there already it is told when they change again, or the read model is rebuilt. */
export class ClosedAt1764520000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE session ADD closed_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE session DROP closed_at');
  }
}
