import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Campaigns say whether a cancelled session gives its coupons back; those that were there before do. */
export class RollbackCoupons1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE campaigns ADD COLUMN rollback_coupons_on_cancel boolean NOT NULL DEFAULT true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE campaigns DROP COLUMN rollback_coupons_on_cancel');
  }
}
