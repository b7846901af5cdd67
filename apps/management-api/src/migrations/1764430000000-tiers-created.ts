import type { MigrationInterface, QueryRunner } from 'typeorm';

const each = (changed: string): string => `UPDATE loyalty_programs SET tiers = (
    SELECT jsonb_agg(${changed} ORDER BY place) FROM jsonb_array_elements(tiers) WITH ORDINALITY AS held (tier, place)
  ) WHERE tiers <> '[]'`;

const CREATED = `to_char(created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** When each tier was created; of those that are there it is not known, so they are as old as their program. */
export class TiersCreated1764430000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(each(`tier || jsonb_build_object('created', ${CREATED})`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(each(`tier - 'created'`));
  }
}
