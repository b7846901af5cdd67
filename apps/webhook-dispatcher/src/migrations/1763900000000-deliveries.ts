import { createCheckpointTable, createSubjectKeyTable } from '@tessera/projection';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Deliveries1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createCheckpointTable(runner);
    await createSubjectKeyTable(runner);
    await runner.query(`
      CREATE TABLE delivery (
        created timestamptz NOT NULL,
        id uuid NOT NULL,
        application bigint NOT NULL,
        campaign bigint NOT NULL,
        webhook bigint NOT NULL,
        catalog_version bigint NOT NULL,
        effect bytea NOT NULL,
        status text NOT NULL,
        attempts int NOT NULL,
        due timestamptz NOT NULL,
        body text,
        finished timestamptz,
        PRIMARY KEY (created, id)
      ) PARTITION BY RANGE (created);
      CREATE INDEX delivery_due ON delivery (webhook, due) WHERE status = 'waiting';
      CREATE INDEX delivery_application ON delivery (application, created, id);
      CREATE TABLE attempt (
        created timestamptz NOT NULL,
        id uuid NOT NULL,
        number int NOT NULL,
        at timestamptz NOT NULL,
        duration_ms int,
        status int,
        error text,
        PRIMARY KEY (created, id, number)
      ) PARTITION BY RANGE (created);
      CREATE TABLE endpoint (
        webhook bigint PRIMARY KEY,
        disabled timestamptz NOT NULL,
        modified bigint NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE checkpoint, subject_key, delivery, attempt, endpoint');
  }
}
