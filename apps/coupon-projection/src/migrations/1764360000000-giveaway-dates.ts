import type { MigrationInterface, QueryRunner } from 'typeorm';

export class GiveawayDates1764360000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE giveaway ADD start_date timestamptz, ADD end_date timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE giveaway DROP start_date, DROP end_date');
  }
}
