import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has which coupons reserved, and what else stands in a profile's inventory. */
export class Reservations1764320000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE coupon ADD COLUMN reservation_position bigint,
        ADD COLUMN reservation_counter bigint NOT NULL DEFAULT 0;
      CREATE INDEX coupon_recipient ON coupon (application, recipient) WHERE recipient IS NOT NULL;
      CREATE INDEX coupon_of_everybody ON coupon (application) WHERE body -> 'implicitlyReserved' = 'true';
      CREATE TABLE reservation (
        application bigint NOT NULL,
        coupon_id bigint NOT NULL,
        profile_id text NOT NULL,
        position bigint NOT NULL,
        reserved boolean NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (application, coupon_id, profile_id)
      );
      CREATE INDEX reservation_profile ON reservation (profile_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE reservation;
      DROP INDEX coupon_of_everybody;
      DROP INDEX coupon_recipient;
      ALTER TABLE coupon DROP COLUMN reservation_position, DROP COLUMN reservation_counter`);
  }
}
