import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Campaigns say whether a return tries their rules again; those that were there before do not. */
export class ReevaluateOnReturn1764410000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE campaigns ADD COLUMN reevaluate_on_return boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE campaigns DROP COLUMN reevaluate_on_return');
  }
}
