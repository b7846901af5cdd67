import type { MigrationInterface, QueryRunner } from 'typeorm';

/** They begin with the decisions that are folded from now on; a read model that is rebuilt knows all of them. */
export class Budgets1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE budget (
        application bigint NOT NULL,
        campaign bigint NOT NULL,
        spender uuid NOT NULL,
        action text NOT NULL,
        period text NOT NULL,
        counter text NOT NULL,
        profile_id text NOT NULL,
        value bigint NOT NULL,
        position bigint NOT NULL,
        PRIMARY KEY (application, campaign, spender, action, period)
      );
      CREATE INDEX budget_profile ON budget (profile_id);
      CREATE TABLE budget_course (
        application bigint NOT NULL,
        campaign bigint NOT NULL,
        quarter timestamptz NOT NULL,
        name text NOT NULL,
        partition integer NOT NULL,
        given bigint NOT NULL,
        undone bigint NOT NULL,
        last_at timestamptz NOT NULL,
        last_seq bigint NOT NULL,
        PRIMARY KEY (application, campaign, quarter, name, partition)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE budget, budget_course');
  }
}
