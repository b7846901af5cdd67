import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work on coupons that outlives the call that asked for it. */
export class CouponJobs1764310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE coupon_jobs (
      id bigint NOT NULL CONSTRAINT coupon_jobs_pk PRIMARY KEY,
      application_id bigint NOT NULL,
      campaign_id bigint NOT NULL,
      work jsonb NOT NULL,
      state text NOT NULL,
      chunk integer NOT NULL,
      cursor text,
      done integer NOT NULL,
      sent_at timestamptz,
      failure jsonb,
      created_by bigint NOT NULL,
      created timestamptz NOT NULL,
      updated timestamptz NOT NULL)`);
    await runner.query(`CREATE INDEX coupon_jobs_running ON coupon_jobs (updated) WHERE state = 'running'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE coupon_jobs');
  }
}
