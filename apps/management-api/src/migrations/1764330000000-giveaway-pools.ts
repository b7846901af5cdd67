import type { MigrationInterface, QueryRunner } from 'typeorm';

export class GiveawayPools1764330000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE giveaway_pools (
      id bigint NOT NULL CONSTRAINT giveaway_pools_pk PRIMARY KEY,
      name text NOT NULL,
      description text NOT NULL,
      subscribed_application_ids bigint[] NOT NULL,
      created_by bigint NOT NULL,
      modified_by bigint NOT NULL,
      created timestamptz NOT NULL,
      modified timestamptz NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE giveaway_pools');
  }
}
