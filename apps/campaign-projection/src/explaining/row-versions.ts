import { createHash } from 'node:crypto';
import { renderInstant } from '@tessera/api-contracts';
import type { Sql } from '@tessera/postgres';
import type { FoldedDecision } from '@tessera/projection';
import { rowVersions } from '@tessera/promotion';
import type { Which } from './past-rows';

/** Where a decision stands in `decisions.v1`. */
export interface Place {
  readonly position: bigint;
  readonly partition: number;
  readonly offset: bigint;
}

interface Version extends Place {
  readonly name: string;
  readonly at: string;
}

/** A decision's own name; the others are those of the rows that it wrote. */
export function decisionName(application: bigint, position: bigint): string {
  return versionName('decision', `${application}/${position}`);
}

/** 128 bits of a hash: short, and the same for the same row. */
export function versionName(kind: string, name: string): string {
  return createHash('sha256').update(`${kind}/${name}`).digest('hex').slice(0, 32);
}

function versionsOf({ id, application, at, source, offset, payload }: FoldedDecision): Version[] {
  const place = { position: BigInt(id), partition: source.partition, offset };
  const rows = rowVersions({ application, at }, payload.events);
  const names = rows.map(({ kind, name }) => versionName(kind, name));
  return [decisionName(application, place.position), ...names].map((name) => ({
    name,
    at: renderInstant(at),
    ...place,
  }));
}

/** Notes where decisions stand and which rows they wrote, in the transaction of the checkpoint. */
export async function writeRowVersions(sql: Sql, records: readonly FoldedDecision[]): Promise<void> {
  const versions = records.flatMap(versionsOf);
  await sql.query(
    `INSERT INTO row_version (name, position, partition, record_offset, at)
     SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::integer[], $4::bigint[], $5::timestamptz[]) ON CONFLICT DO NOTHING`,
    [
      versions.map(({ name }) => name),
      versions.map(({ position }) => position),
      versions.map(({ partition }) => partition),
      versions.map(({ offset }) => offset),
      versions.map(({ at }) => at),
    ],
  );
}

/** Those decisions that wrote a row, the newest first. One whose time was not noted yet may be of any. */
export async function placesOf(sql: Sql, name: string, { upTo, most, after = -1n }: Which): Promise<Place[]> {
  const rows = await sql.query<{
    readonly position: string;
    readonly partition: number;
    readonly record_offset: string;
  }>(
    `SELECT position, partition, record_offset FROM row_version
     WHERE name = $1 AND position <= $2 AND (at IS NULL OR at > $4) ORDER BY position DESC LIMIT $3`,
    [name, upTo, most, renderInstant(after)],
  );
  return rows.map(({ position, partition, record_offset: offset }) => ({
    ...{ position: BigInt(position), partition, offset: BigInt(offset) },
  }));
}
