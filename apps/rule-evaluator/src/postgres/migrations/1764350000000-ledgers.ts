import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE ledger PARTITION OF state FOR VALUES IN ('ledger') WITH (fillfactor = 70)`,
  // When a row changes by itself next, and the partition that wrote it last and therefore looks after it.
  'ALTER TABLE state ADD COLUMN due bigint, ADD COLUMN due_partition integer',
  'CREATE INDEX ledger_due ON ledger (due_partition, due) WHERE due IS NOT NULL',
];

/** Points of a profile in a program: one more kind of row, and one that time changes. */
export class Ledgers1764350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(): Promise<void> {
    return Promise.reject(new Error('decided state is never taken down by a migration'));
  }
}
