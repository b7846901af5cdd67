import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What campaigns are made from; the rules of no campaign. */
export class CampaignTemplates1764370000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE campaign_templates (
      id bigint NOT NULL CONSTRAINT campaign_templates_pk PRIMARY KEY,
      name text NOT NULL,
      description text NOT NULL,
      instructions text NOT NULL,
      state text NOT NULL,
      application_ids bigint[] NOT NULL,
      tags text[] NOT NULL,
      features text[] NOT NULL,
      limits jsonb NOT NULL,
      coupon_settings jsonb,
      rollback_coupons_on_cancel boolean NOT NULL,
      attributes jsonb NOT NULL,
      parameters jsonb NOT NULL,
      rules jsonb NOT NULL,
      bindings jsonb NOT NULL,
      created_by bigint NOT NULL,
      updated_by bigint NOT NULL,
      created timestamptz NOT NULL,
      updated timestamptz NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE campaign_templates');
  }
}
