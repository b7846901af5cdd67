import type { MigrationInterface, QueryRunner } from 'typeorm';

/** It begins with the decisions that are folded from now on; a read model that is rebuilt knows all of them. */
export class RowVersions1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE row_version (
        name uuid NOT NULL,
        position bigint NOT NULL,
        partition integer NOT NULL,
        record_offset bigint NOT NULL,
        PRIMARY KEY (name, position)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE row_version');
  }
}
