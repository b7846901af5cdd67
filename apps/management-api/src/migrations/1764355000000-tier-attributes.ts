import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The attribute of profiles that says when tiers of a program end. */
export class TierAttributes1764355000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE loyalty_programs ADD COLUMN tiers_expiration_attribute text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE loyalty_programs DROP COLUMN tiers_expiration_attribute');
  }
}
