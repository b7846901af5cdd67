import { createCheckpointTable, createErasureTable, createSubjectKeyTable } from '@tessera/projection';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Settings and counters of one coupon come from decisions of different partitions, so each part keeps its own position. A
 * redemption may be folded before the creation: the row then waits, without a code, until `settings_position` is set.
 */
export class ReadModel1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createCheckpointTable(runner);
    await createSubjectKeyTable(runner);
    await createErasureTable(runner);
    await runner.query(`
      CREATE TABLE coupon (
        application bigint NOT NULL,
        id bigint NOT NULL,
        settings_position bigint,
        counters_position bigint,
        deleted boolean NOT NULL DEFAULT false,
        code text,
        canonical text,
        campaign bigint,
        batch text,
        recipient text,
        usage_limit bigint,
        start_date timestamptz,
        expiry_date timestamptz,
        created timestamptz,
        body jsonb,
        usage_counter bigint NOT NULL DEFAULT 0,
        discount_counter bigint NOT NULL DEFAULT 0,
        currency text NOT NULL,
        PRIMARY KEY (application, id)
      );
      CREATE INDEX coupon_canonical ON coupon (application, canonical text_pattern_ops);
      CREATE INDEX coupon_campaign ON coupon (application, campaign, id);
      CREATE INDEX coupon_batch ON coupon (application, batch, id);
      CREATE TABLE redemption (
        application bigint NOT NULL,
        coupon_id bigint NOT NULL,
        position bigint NOT NULL,
        session_id text NOT NULL,
        profile_id text NOT NULL,
        delta bigint NOT NULL,
        discount bigint NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (application, coupon_id, position)
      );
      CREATE INDEX redemption_profile ON redemption (profile_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE checkpoint, subject_key, erasure, redemption, coupon');
  }
}
