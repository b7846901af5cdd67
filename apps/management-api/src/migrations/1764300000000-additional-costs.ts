import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE additional_costs (
    id bigint NOT NULL CONSTRAINT additional_costs_pk PRIMARY KEY,
    name text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    type text NOT NULL,
    application_ids bigint[] NOT NULL,
    created timestamptz NOT NULL)`,
  'CREATE UNIQUE INDEX additional_costs_name ON additional_costs (name)',
];

/** Names for costs beside the prices. */
export class AdditionalCosts1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE additional_costs');
  }
}
