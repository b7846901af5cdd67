import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events are found by the ids that their senders gave them. */
export class EventIds1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE event ADD COLUMN integration_id text');
    await runner.query(
      'CREATE INDEX event_integration_id ON event (application, integration_id) WHERE integration_id IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE event DROP COLUMN integration_id');
  }
}
