import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened on a day is added up. */
export class EntriesOfADay1764430000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX ledger_entry_of_day ON ledger_entry (program, created)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ledger_entry_of_day');
  }
}
