import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Coupons are searched by their attributes, among millions. */
export class Attributes1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX coupon_attributes ON coupon USING gin ((body -> 'attributes') jsonb_path_ops)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX coupon_attributes');
  }
}
