import { createCheckpointTable, createErasureTable, createSubjectKeyTable } from '@tessera/projection';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReadModel1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createCheckpointTable(runner);
    await createSubjectKeyTable(runner);
    await createErasureTable(runner);
    await runner.query(`
      CREATE TABLE session (
        application bigint NOT NULL,
        integration_id text NOT NULL,
        position bigint NOT NULL,
        id bigint NOT NULL,
        profile_id text NOT NULL,
        state text NOT NULL,
        coupon_codes text[] NOT NULL,
        created timestamptz NOT NULL,
        updated timestamptz NOT NULL,
        body jsonb NOT NULL,
        effects jsonb NOT NULL,
        PRIMARY KEY (application, integration_id)
      );
      CREATE UNIQUE INDEX session_id ON session (application, id);
      CREATE INDEX session_created ON session (application, created, id);
      CREATE INDEX session_profile ON session (application, profile_id, id);
      CREATE INDEX session_profile_everywhere ON session (profile_id);
      CREATE INDEX session_coupon_codes ON session USING gin (coupon_codes);
      CREATE TABLE timeline (
        application bigint NOT NULL,
        session_id text NOT NULL,
        position bigint NOT NULL,
        at timestamptz NOT NULL,
        type text NOT NULL,
        outcome text NOT NULL,
        request_id text NOT NULL,
        effects jsonb NOT NULL,
        errors jsonb NOT NULL,
        rule_failures jsonb NOT NULL,
        PRIMARY KEY (application, session_id, position)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE checkpoint, subject_key, erasure, timeline, session');
  }
}
