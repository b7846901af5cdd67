import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  giveawayStock: 'giveaway_stock',
  giveaway: 'giveaway',
  giveawayCode: 'giveaway_code',
  achievement: 'achievement',
};

/** Rows of giveaway pools, of their codes, and of the numbers that these have. */
export class Giveaways1764320000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [kind, table] of Object.entries(TABLES)) {
      await runner.query(`CREATE TABLE ${table} PARTITION OF state FOR VALUES IN ('${kind}') WITH (fillfactor = 70)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.values(TABLES)) await runner.query(`DROP TABLE ${table}`);
  }
}
