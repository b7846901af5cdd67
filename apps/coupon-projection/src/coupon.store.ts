import { column, jsonColumn, type Sql, together } from '@tessera/postgres';
import { noteErasures, purgeErased } from '@tessera/projection';
import type { Changes, CountersRow, OpeningRow, RedemptionRow, ReservationRow, ReservedRow, SettingsRow } from './fold';
import { forgetRecipients, writeGiveawayChanges } from './giveaway.store';

/** Settings win by their own position; a deletion is a row that stays, so that a late creation cannot revive it. */
async function writeSettings(sql: Sql, rows: readonly SettingsRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO coupon (application, id, settings_position, deleted, code, canonical, campaign, batch, recipient,
       usage_limit, start_date, expiry_date, created, body, currency, advocate)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::text[], $6::text[], $7::bigint[],
       $8::text[], $9::text[], $10::bigint[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::jsonb[], $15::text[], $16::text[])
     ON CONFLICT (application, id) DO UPDATE SET settings_position = excluded.settings_position, deleted = excluded.deleted,
       code = excluded.code, canonical = excluded.canonical, campaign = excluded.campaign, batch = excluded.batch,
       recipient = excluded.recipient, usage_limit = excluded.usage_limit, start_date = excluded.start_date,
       expiry_date = excluded.expiry_date, created = excluded.created, body = excluded.body, currency = excluded.currency, advocate = excluded.advocate
     WHERE coupon.settings_position IS NULL OR coupon.settings_position < excluded.settings_position`,
    [
      column(rows, 'application'),
      column(rows, 'id'),
      column(rows, 'position'),
      column(rows, 'deleted'),
      column(rows, 'code'),
      column(rows, 'canonical'),
      column(rows, 'campaign'),
      column(rows, 'batch'),
      column(rows, 'recipient'),
      column(rows, 'usageLimit'),
      column(rows, 'startDate'),
      column(rows, 'expiryDate'),
      column(rows, 'created'),
      jsonColumn(rows, 'body'),
      column(rows, 'currency'),
      column(rows, 'advocate'),
    ],
  );
}

async function writeCounters(sql: Sql, rows: readonly CountersRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO coupon (application, id, counters_position, usage_counter, discount_counter, currency)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
     ON CONFLICT (application, id) DO UPDATE SET counters_position = excluded.counters_position,
       usage_counter = excluded.usage_counter, discount_counter = excluded.discount_counter
     WHERE coupon.counters_position IS NULL OR coupon.counters_position < excluded.counters_position`,
    [
      column(rows, 'application'),
      column(rows, 'id'),
      column(rows, 'position'),
      column(rows, 'usageCounter'),
      column(rows, 'discountCounter'),
      column(rows, 'currency'),
    ],
  );
}

async function writeRedemptions(sql: Sql, rows: readonly RedemptionRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO redemption (application, coupon_id, position, session_id, profile_id, delta, discount, at)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
       $8::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      column(rows, 'application'),
      column(rows, 'couponId'),
      column(rows, 'position'),
      column(rows, 'sessionId'),
      column(rows, 'profileId'),
      column(rows, 'delta'),
      column(rows, 'discount'),
      column(rows, 'at'),
    ],
  );
}

async function writeOpenings(sql: Sql, rows: readonly OpeningRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO opening (application, coupon_id, profile_id, position, redemptions)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[])
     ON CONFLICT (application, coupon_id, profile_id) DO UPDATE SET position = excluded.position,
       redemptions = excluded.redemptions
     WHERE opening.position < excluded.position`,
    [
      column(rows, 'application'),
      column(rows, 'couponId'),
      column(rows, 'profileId'),
      column(rows, 'position'),
      column(rows, 'redemptions'),
    ],
  );
}

async function writeReserved(sql: Sql, rows: readonly ReservedRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO coupon (application, id, reservation_position, reservation_counter, currency)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
     ON CONFLICT (application, id) DO UPDATE SET reservation_position = excluded.reservation_position,
       reservation_counter = excluded.reservation_counter
     WHERE coupon.reservation_position IS NULL OR coupon.reservation_position < excluded.reservation_position`,
    [
      column(rows, 'application'),
      column(rows, 'id'),
      column(rows, 'position'),
      column(rows, 'reservationCounter'),
      column(rows, 'currency'),
    ],
  );
}

/** One that was given back is a row that stays, so that an earlier one that comes late cannot revive it. */
async function writeReservations(sql: Sql, rows: readonly ReservationRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO reservation (application, coupon_id, profile_id, position, reserved, at)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::boolean[], $6::timestamptz[])
     ON CONFLICT (application, coupon_id, profile_id) DO UPDATE SET position = excluded.position,
       reserved = excluded.reserved, at = excluded.at
     WHERE reservation.position < excluded.position`,
    [
      column(rows, 'application'),
      column(rows, 'couponId'),
      column(rows, 'profileId'),
      column(rows, 'position'),
      column(rows, 'reserved'),
      column(rows, 'at'),
    ],
  );
}

/** Who redeemed is forgotten with the profile; that a coupon was redeemed is not. */
async function forget(sql: Sql, erased: readonly string[]): Promise<void> {
  await together([
    sql.query(
      `UPDATE redemption SET profile_id = '' FROM erasure
       WHERE redemption.profile_id = erasure.profile_id AND redemption.position < erasure.position
         AND erasure.profile_id = ANY($1)`,
      [erased],
    ),
    ...['reservation', 'opening'].map((table) =>
      sql.query(
        `DELETE FROM ${table} USING erasure
         WHERE ${table}.profile_id = erasure.profile_id AND ${table}.position < erasure.position
           AND erasure.profile_id = ANY($1)`,
        [erased],
      ),
    ),
    forgetRecipients(sql, erased),
  ]);
}

/** Writes what the fold found, in the transaction of the checkpoint. */
export async function write(sql: Sql, changes: Changes): Promise<void> {
  const { redemptions, openings, reservations, awards, erasures } = changes;
  const profiles = [redemptions, openings, reservations, awards, erasures].flatMap((rows) =>
    rows.map(({ profileId }) => profileId),
  );
  await together([
    noteErasures(sql, erasures),
    changes.settings.length > 0 ? writeSettings(sql, changes.settings) : undefined,
    changes.counters.length > 0 ? writeCounters(sql, changes.counters) : undefined,
    redemptions.length > 0 ? writeRedemptions(sql, redemptions) : undefined,
    openings.length > 0 ? writeOpenings(sql, openings) : undefined,
    changes.reserved.length > 0 ? writeReserved(sql, changes.reserved) : undefined,
    reservations.length > 0 ? writeReservations(sql, reservations) : undefined,
    writeGiveawayChanges(sql, changes),
    purgeErased(sql, profiles, (erased) => forget(sql, erased)),
  ]);
}
