import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deliveries are found by their own id and say which request they come from. */
export class Requests1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE delivery ADD COLUMN request_id text NOT NULL DEFAULT '';
      CREATE INDEX delivery_id ON delivery (id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX delivery_id; ALTER TABLE delivery DROP COLUMN request_id');
  }
}
