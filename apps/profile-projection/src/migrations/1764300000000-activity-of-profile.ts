import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What all applications know of a profile is asked for by the profile. */
export class ActivityOfProfile1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX activity_profile ON activity (profile_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX activity_profile');
  }
}
