import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ids that senders gave their events. */
export class EventIds1764370000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE event_id PARTITION OF state FOR VALUES IN ('eventId')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_id');
  }
}
