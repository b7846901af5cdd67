import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Audiences of the account; who is in them, the profiles know. */
export class Audiences1764320000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE audiences (
      id bigint NOT NULL CONSTRAINT audiences_pk PRIMARY KEY,
      name text NOT NULL,
      description text NOT NULL,
      integration text NOT NULL,
      integration_id text NOT NULL,
      created_in_3rd_party boolean NOT NULL,
      subscribed_application_ids bigint[] NOT NULL,
      created timestamptz NOT NULL,
      modified timestamptz NOT NULL)`);
    await runner.query('CREATE UNIQUE INDEX audiences_name ON audiences (name)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audiences');
  }
}
