import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The types of an application's events are found without looking at all of its events. */
export class EventTypes1764710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX event_type ON event (application, type, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX event_type');
  }
}
