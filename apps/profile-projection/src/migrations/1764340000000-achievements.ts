import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Achievements1764340000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE achievement (
      application bigint NOT NULL,
      profile_id text NOT NULL,
      achievement bigint NOT NULL,
      position bigint NOT NULL,
      trackers jsonb NOT NULL,
      PRIMARY KEY (application, profile_id, achievement))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE achievement');
  }
}
