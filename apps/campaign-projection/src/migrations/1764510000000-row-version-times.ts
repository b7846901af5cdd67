import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows that are there already do not tell their time: a history may read more of them than it needs. */
export class RowVersionTimes1764510000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE row_version ADD at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE row_version DROP at');
  }
}
