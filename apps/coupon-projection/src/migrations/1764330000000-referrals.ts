import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Referrals are coupons whose codes have an advocate. */
export class Referrals1764330000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE coupon ADD COLUMN advocate text');
    await runner.query('CREATE INDEX coupon_advocate ON coupon (application, advocate) WHERE advocate IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE coupon DROP COLUMN advocate');
  }
}
