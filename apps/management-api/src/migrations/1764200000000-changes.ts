import { catalogEvents } from '@tessera/event-contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { entityPath } from '../catalog-log/entity-path';

const BATCH = 500;

interface Row {
  readonly version: string;
  readonly bytes: Uint8Array;
}

/** Each entry of the log says which entity it is about, so that the state before a change is found. */
export class Changes1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE catalog_log ADD COLUMN entity text');
    for (let after = '0'; ;) {
      const rows = (await runner.query(
        `SELECT version, bytes FROM catalog_log WHERE version > $1 ORDER BY version LIMIT ${BATCH}`,
        [after],
      )) as Row[];
      await name(runner, rows);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.version;
    }
    await runner.query('ALTER TABLE catalog_log ALTER COLUMN entity SET NOT NULL');
    await runner.query('CREATE INDEX catalog_log_entity ON catalog_log (entity, version)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE catalog_log DROP COLUMN entity');
  }
}

async function name(runner: QueryRunner, rows: readonly Row[]): Promise<void> {
  const entities = rows.map(({ bytes }) => entityPath(catalogEvents.fromWire(bytes).payload));
  await runner.query(
    `UPDATE catalog_log SET entity = row.entity FROM unnest($1::bigint[], $2::text[]) AS row (version, entity)
     WHERE catalog_log.version = row.version`,
    [rows.map(({ version }) => version), entities],
  );
}
