import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Profiles by when the next of their memberships ends by itself; of those that stay there is nothing in it. */
export class MembershipEnds1764390000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX profile_due ON profile (due_partition, due) WHERE due IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX profile_due');
  }
}
