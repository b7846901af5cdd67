import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Giveaways1764340000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE giveaway (
        id bigint PRIMARY KEY,
        pool bigint NOT NULL,
        number bigint NOT NULL,
        code text NOT NULL,
        created timestamptz,
        position bigint,
        application bigint,
        campaign bigint,
        pool_name text,
        profile_id text,
        session_id text,
        awarded timestamptz
      );
      CREATE INDEX giveaway_pool ON giveaway (pool, id);
      CREATE INDEX giveaway_profile ON giveaway (profile_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE giveaway');
  }
}
