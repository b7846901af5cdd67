import { createCheckpointTable, createErasureTable, createSubjectKeyTable } from '@tessera/projection';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReadModel1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createCheckpointTable(runner);
    await createSubjectKeyTable(runner);
    await createErasureTable(runner);
    await runner.query(`
      CREATE TABLE profile (
        integration_id text PRIMARY KEY,
        position bigint NOT NULL,
        id bigint NOT NULL,
        created timestamptz NOT NULL,
        updated timestamptz NOT NULL,
        attributes jsonb NOT NULL
      );
      CREATE UNIQUE INDEX profile_id ON profile (id);
      CREATE TABLE activity (
        application bigint NOT NULL,
        profile_id text NOT NULL,
        position bigint NOT NULL,
        closed_sessions bigint NOT NULL,
        total_sales bigint NOT NULL,
        last_activity timestamptz NOT NULL,
        currency text NOT NULL,
        PRIMARY KEY (application, profile_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE checkpoint, subject_key, erasure, activity, profile');
  }
}
