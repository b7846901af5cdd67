import type { Sql } from '@tessera/postgres';
import { Column, Entity, PrimaryColumn, type QueryRunner } from 'typeorm';

/** A profile that was erased, by the decision of this position. */
export interface Erasure {
  readonly profileId: string;
  readonly position: bigint;
}

/** When profiles were erased: what is older and folded later must be forgotten too. */
@Entity('erasure')
export class ErasureEntity {
  @PrimaryColumn('text', { name: 'profile_id' })
  profileId!: string;

  @Column('bigint')
  position!: string;
}

/** What a migration of a service that keeps personal values calls. */
export async function createErasureTable(runner: QueryRunner): Promise<void> {
  await runner.query('CREATE TABLE erasure (profile_id text PRIMARY KEY, position bigint NOT NULL)');
}

/** Keeps the newest erasure of each profile. */
export async function noteErasures(sql: Sql, erasures: readonly Erasure[]): Promise<void> {
  if (erasures.length === 0) return;
  await sql.query(
    `INSERT INTO erasure (profile_id, position)
     SELECT profile_id, max(position) FROM unnest($1::text[], $2::bigint[]) AS given (profile_id, position) GROUP BY profile_id
     ON CONFLICT (profile_id) DO UPDATE SET position = GREATEST(erasure.position, excluded.position)`,
    [erasures.map(({ profileId }) => profileId), erasures.map(({ position }) => position)],
  );
}
