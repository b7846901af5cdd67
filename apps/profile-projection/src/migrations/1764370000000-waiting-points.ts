import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  'CREATE INDEX ledger_entry_of_session ON ledger_entry (session_id)',
  'CREATE INDEX ledger_entry_of_transaction ON ledger_entry (transaction_uuid)',
];

/** What is activated is named by its session or its transactions. */
export class WaitingPoints1764370000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ledger_entry_of_session, ledger_entry_of_transaction');
  }
}
