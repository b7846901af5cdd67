import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All changes in one list: those of the catalog, which was the list until now, and all others. */
export class ChangeList1764398000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE changes (
        id bigserial NOT NULL,
        application bigint NOT NULL,
        entity text NOT NULL,
        actor bigint NOT NULL,
        request_id text NOT NULL,
        at timestamptz NOT NULL,
        version bigint,
        old jsonb,
        new jsonb,
        CONSTRAINT changes_pk PRIMARY KEY (id)
      );
      INSERT INTO changes (application, entity, actor, request_id, at, version)
        SELECT application, entity, actor, request_id, at, version FROM catalog_log ORDER BY version;
      CREATE INDEX changes_application ON changes (application, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE changes');
  }
}
