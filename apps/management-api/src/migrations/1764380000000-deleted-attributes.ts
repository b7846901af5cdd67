import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an attribute was deleted: its row stays, for values of its name may stand in the log. */
export class DeletedAttributes1764380000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attributes ADD COLUMN deleted timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attributes DROP COLUMN deleted');
  }
}
