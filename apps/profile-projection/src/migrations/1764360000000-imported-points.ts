import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  'ALTER TABLE ledger_entry ADD COLUMN import_id bigint NOT NULL DEFAULT 0',
  'ALTER TABLE ledger_entry ALTER COLUMN import_id DROP DEFAULT',
  'CREATE INDEX ledger_entry_of_program ON ledger_entry (program, id)',
];

/** The file that an entry comes from, and the entries of a whole program. */
export class ImportedPoints1764360000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ledger_entry_of_program');
    await runner.query('ALTER TABLE ledger_entry DROP COLUMN import_id');
  }
}
