import { column, jsonColumn, type Sql, together } from '@tessera/postgres';
import { noteErasures, purgeErased } from '@tessera/projection';
import { writeEntries, writeLedgers } from './ledger.store';
import type { AchievementRow, ActivityRow, Changes, ProfileRow } from './fold';

async function writeProfiles(sql: Sql, rows: readonly ProfileRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO profile (integration_id, position, id, created, updated, attributes, audiences)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::jsonb[], $7::jsonb[])
     ON CONFLICT (integration_id) DO UPDATE SET position = excluded.position, id = excluded.id, created = excluded.created,
       updated = excluded.updated, attributes = excluded.attributes, audiences = excluded.audiences
     WHERE profile.position < excluded.position`,
    [
      column(rows, 'integrationId'),
      column(rows, 'position'),
      column(rows, 'id'),
      column(rows, 'created'),
      column(rows, 'updated'),
      jsonColumn(rows, 'attributes'),
      jsonColumn(rows, 'audiences'),
    ],
  );
}

async function writeActivities(sql: Sql, rows: readonly ActivityRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO activity (application, profile_id, position, closed_sessions, total_sales, last_activity, currency)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::text[])
     ON CONFLICT (application, profile_id) DO UPDATE SET position = excluded.position,
       closed_sessions = excluded.closed_sessions, total_sales = excluded.total_sales, last_activity = excluded.last_activity
     WHERE activity.position < excluded.position`,
    [
      column(rows, 'application'),
      column(rows, 'profileId'),
      column(rows, 'position'),
      column(rows, 'closedSessions'),
      column(rows, 'totalSales'),
      column(rows, 'lastActivity'),
      column(rows, 'currency'),
    ],
  );
}

async function writeAchievements(sql: Sql, rows: readonly AchievementRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO achievement (application, profile_id, achievement, position, trackers)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::jsonb[])
     ON CONFLICT (application, profile_id, achievement) DO UPDATE SET position = excluded.position, trackers = excluded.trackers
     WHERE achievement.position < excluded.position`,
    [
      column(rows, 'application'),
      column(rows, 'profileId'),
      column(rows, 'achievement'),
      column(rows, 'position'),
      jsonColumn(rows, 'trackers'),
    ],
  );
}

/** Sealed attributes cannot be opened any more, and the open ones go too; a profile written after the erasure stays. */
async function purge(sql: Sql, erased: readonly string[]): Promise<void> {
  await sql.query(
    `UPDATE profile SET attributes = '{}', audiences = '[]' FROM erasure
     WHERE profile.integration_id = erasure.profile_id AND profile.position < erasure.position AND erasure.profile_id = ANY($1)`,
    [erased],
  );
}

/** Writes what the fold found, in the transaction of the checkpoint. */
export async function write(sql: Sql, changes: Changes): Promise<void> {
  const profiles = [...column(changes.profiles, 'integrationId'), ...column(changes.erasures, 'profileId')];
  await together([
    noteErasures(sql, changes.erasures),
    changes.profiles.length > 0 ? writeProfiles(sql, changes.profiles) : undefined,
    changes.activities.length > 0 ? writeActivities(sql, changes.activities) : undefined,
    changes.achievements.length > 0 ? writeAchievements(sql, changes.achievements) : undefined,
    changes.ledgers.length > 0 ? writeLedgers(sql, changes.ledgers) : undefined,
    changes.entries.length > 0 ? writeEntries(sql, changes.entries) : undefined,
    purgeErased(sql, profiles, (erased) => purge(sql, erased)),
  ]);
}
