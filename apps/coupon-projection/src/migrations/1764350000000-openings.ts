import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often profiles redeemed coupons before Tessera knew of it. */
export class Openings1764350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE opening (
        application bigint NOT NULL,
        coupon_id bigint NOT NULL,
        profile_id text NOT NULL,
        position bigint NOT NULL,
        redemptions bigint NOT NULL,
        PRIMARY KEY (application, coupon_id, profile_id)
      );
      CREATE INDEX opening_profile ON opening (profile_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE opening');
  }
}
