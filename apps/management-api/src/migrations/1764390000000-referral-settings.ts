import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the codes of referrals look that rules create. */
export class ReferralSettings1764390000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE campaigns ADD COLUMN referral_settings jsonb');
    await runner.query('ALTER TABLE campaign_templates ADD COLUMN referral_settings jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE campaigns DROP COLUMN referral_settings');
    await runner.query('ALTER TABLE campaign_templates DROP COLUMN referral_settings');
  }
}
