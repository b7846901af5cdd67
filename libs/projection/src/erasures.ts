import { type Sql, together } from '@tessera/postgres';
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

/**
 * Keeps the newest erasure of each profile. Comes first in every transaction of a fold, also where there is none: another partition's
 * transaction may hold rows of the profile that nobody sees yet. So one with erasures waits for those that are under way, and those
 * that begin later wait for it and then see it.
 */
export async function noteErasures(sql: Sql, erasures: readonly Erasure[]): Promise<void> {
  if (erasures.length === 0) {
    await sql.query('LOCK TABLE erasure IN ROW SHARE MODE');
    return;
  }
  await together([sql.query('LOCK TABLE erasure IN EXCLUSIVE MODE'), keepNewest(sql, erasures)]);
}

async function keepNewest(sql: Sql, erasures: readonly Erasure[]): Promise<void> {
  await sql.query(
    `INSERT INTO erasure (profile_id, position)
     SELECT profile_id, max(position) FROM unnest($1::text[], $2::bigint[]) AS given (profile_id, position) GROUP BY profile_id
     ON CONFLICT (profile_id) DO UPDATE SET position = GREATEST(erasure.position, excluded.position)`,
    [erasures.map(({ profileId }) => profileId), erasures.map(({ position }) => position)],
  );
}

/**
 * Purges those of the profiles that were ever erased: nearly always none, and then nothing is sent. A row of before an erasure may be
 * folded after it, so stores name the profiles of whatever they just wrote.
 */
export async function purgeErased(
  sql: Sql,
  profiles: readonly string[],
  purge: (erased: readonly string[]) => Promise<void>,
): Promise<void> {
  if (profiles.length === 0) return;
  const erased = await erasedAmong(sql, profiles);
  if (erased.length > 0) await purge(erased);
}

/**
 * It is asked first and by itself, because a join of a large table with the erasures may be planned from the large one, which then is
 * read whole with every batch.
 */
async function erasedAmong(sql: Sql, profiles: readonly string[]): Promise<readonly string[]> {
  const rows = await sql.query<{ readonly profile_id: string }>(
    'SELECT profile_id FROM erasure WHERE profile_id = ANY ($1::text[])',
    [[...new Set(profiles)]],
  );
  return rows.map(({ profile_id }) => profile_id);
}
