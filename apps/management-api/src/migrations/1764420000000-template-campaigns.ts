import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What campaigns have from their templates beside rules: attributes of their coupons, collections, and which template it was. */
export class TemplateCampaigns1764420000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE campaigns
      ADD coupon_attributes jsonb NOT NULL DEFAULT '{}',
      ADD template_id bigint`);
    await runner.query(`ALTER TABLE campaign_templates
      ADD coupon_attributes jsonb NOT NULL DEFAULT '{}',
      ADD campaign_collections jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE campaign_templates DROP coupon_attributes, DROP campaign_collections');
    await runner.query('ALTER TABLE campaigns DROP coupon_attributes, DROP template_id');
  }
}
