import { column, type Sql, together } from '@tessera/postgres';
import type { AwardRow, GiveawayChanges, GiveawayRow } from './giveaway.fold';

async function writeGiveaways(sql: Sql, rows: readonly GiveawayRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO giveaway (id, pool, number, code, created, start_date, end_date)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[],
       $7::timestamptz[])
     ON CONFLICT (id) DO UPDATE SET created = excluded.created, start_date = excluded.start_date,
       end_date = excluded.end_date`,
    [
      column(rows, 'id'),
      column(rows, 'pool'),
      column(rows, 'number'),
      column(rows, 'code'),
      column(rows, 'created'),
      column(rows, 'startDate'),
      column(rows, 'endDate'),
    ],
  );
}

async function writeAwards(sql: Sql, rows: readonly AwardRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO giveaway (id, pool, number, code, position, application, campaign, pool_name, profile_id, session_id, awarded)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
       $8::text[], $9::text[], $10::text[], $11::timestamptz[])
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, application = excluded.application,
       campaign = excluded.campaign, pool_name = excluded.pool_name, profile_id = excluded.profile_id,
       session_id = excluded.session_id, awarded = excluded.awarded`,
    [
      column(rows, 'id'),
      column(rows, 'pool'),
      column(rows, 'number'),
      column(rows, 'code'),
      column(rows, 'position'),
      column(rows, 'application'),
      column(rows, 'campaign'),
      column(rows, 'poolName'),
      column(rows, 'profileId'),
      column(rows, 'sessionId'),
      column(rows, 'awarded'),
    ],
  );
}

/** Whose a code is is forgotten with the profile; that it is given away is not. */
export async function forgetRecipients(sql: Sql, erased: readonly string[]): Promise<void> {
  await sql.query(
    `UPDATE giveaway SET profile_id = '' FROM erasure
     WHERE giveaway.profile_id = erasure.profile_id AND giveaway.position < erasure.position
       AND erasure.profile_id = ANY($1)`,
    [erased],
  );
}

export async function writeGiveawayChanges(sql: Sql, { giveaways, awards }: GiveawayChanges): Promise<void> {
  await together([
    giveaways.length > 0 ? writeGiveaways(sql, giveaways) : undefined,
    awards.length > 0 ? writeAwards(sql, awards) : undefined,
  ]);
}
