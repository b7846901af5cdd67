import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Creates rows that nobody holds, in the order given. An empty row that was created to be locked, or that was left behind by
 * a deletion, counts as not there. Where a row is there, it is a conflict (SQLSTATE 40001) for the whole transaction.
 */
export class CreatedRows1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION create_state(kinds text[], applications bigint[], ids text[], versions bigint[], numbers bigint[],
        begins integer[], lengths integer[], packed bytea)
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        made bigint;
      BEGIN
        INSERT INTO state (kind, application, id, version, number, bytes)
          SELECT kind, application, id, version, number, substring(packed FROM at FOR length)
          FROM unnest(kinds, applications, ids, versions, numbers, begins, lengths)
            AS one (kind, application, id, version, number, at, length)
          ON CONFLICT (kind, application, id) DO UPDATE SET
            version = excluded.version, number = excluded.number, bytes = excluded.bytes
          WHERE state.bytes IS NULL;
        GET DIAGNOSTICS made = ROW_COUNT;
        IF made <> cardinality(ids) THEN
          RAISE EXCEPTION 'a row that was to be created is there' USING ERRCODE = 'serialization_failure';
        END IF;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION create_state');
  }
}
