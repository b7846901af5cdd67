import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which audiences a profile is in; those that were folded before were in none. */
export class Audiences1764320000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE profile ADD COLUMN audiences jsonb NOT NULL DEFAULT '[]'`);
    await runner.query('ALTER TABLE profile ALTER COLUMN audiences DROP DEFAULT');
    await runner.query('CREATE INDEX profile_audiences ON profile USING gin (audiences jsonb_path_ops)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE profile DROP COLUMN audiences');
  }
}
