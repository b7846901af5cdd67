import { createCheckpointTable, createErasureTable, createSubjectKeyTable } from '@tessera/projection';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReadModel1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createCheckpointTable(runner);
    await createSubjectKeyTable(runner);
    await createErasureTable(runner);
    await runner.query(`
      CREATE TABLE counter (
        application bigint NOT NULL,
        campaign bigint NOT NULL,
        name text NOT NULL,
        partition integer NOT NULL,
        given bigint NOT NULL,
        undone bigint NOT NULL,
        last_at timestamptz NOT NULL,
        last_seq bigint NOT NULL,
        PRIMARY KEY (application, campaign, name, partition)
      );
      CREATE TABLE course (
        application bigint NOT NULL,
        campaign bigint NOT NULL,
        quarter timestamptz NOT NULL,
        name text NOT NULL,
        partition integer NOT NULL,
        given bigint NOT NULL,
        undone bigint NOT NULL,
        last_at timestamptz NOT NULL,
        last_seq bigint NOT NULL,
        PRIMARY KEY (application, campaign, quarter, name, partition)
      );
      CREATE TABLE event (
        application bigint NOT NULL,
        id bigint NOT NULL,
        position bigint NOT NULL,
        created timestamptz NOT NULL,
        type text NOT NULL,
        profile_id text NOT NULL,
        session_id text NOT NULL,
        coupon_codes text[] NOT NULL,
        referral_code text NOT NULL,
        campaigns bigint[] NOT NULL,
        body jsonb NOT NULL,
        PRIMARY KEY (application, id)
      );
      CREATE TABLE profile (
        integration_id text PRIMARY KEY,
        id bigint NOT NULL,
        position bigint NOT NULL
      );
      CREATE INDEX event_created ON event (application, created, id);
      CREATE INDEX event_session ON event (application, session_id, id);
      CREATE INDEX event_profile ON event (profile_id, application, id);
      CREATE INDEX event_coupon_codes ON event USING gin (coupon_codes);
      CREATE INDEX event_campaigns ON event USING gin (campaigns);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE checkpoint, subject_key, erasure, profile, event, course, counter');
  }
}
