import { Injectable } from '@nestjs/common';
import { exponentOf, type Json, openSealed, sealedKeys } from '@tessera/api-contracts';
import { formatAmount } from '@tessera/money';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList, SubjectKeyTable } from '@tessera/projection';
import { canonicalCode } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { DataSource } from 'typeorm';

export interface CouponFilter extends ListQuery {
  readonly campaignId?: string | undefined;
  /** Ids with commas between them: coupons of these campaigns; empty: of none. */
  readonly campaigns?: string | undefined;
  /** JSON: codes, of which it has one. */
  readonly codes?: string | undefined;
  readonly value?: string | undefined;
  /** `true`: the code as it is; else it is enough that the code begins with the value. */
  readonly exactMatch?: string | undefined;
  readonly batchId?: string | undefined;
  readonly recipientIntegrationId?: string | undefined;
  readonly valid?: string | undefined;
  readonly usable?: string | undefined;
  readonly redeemed?: string | undefined;
  readonly referralId?: string | undefined;
  /** Of a referral. */
  readonly advocate?: string | undefined;
  readonly createdBefore?: string | undefined;
  readonly createdAfter?: string | undefined;
  readonly startsBefore?: string | undefined;
  readonly startsAfter?: string | undefined;
  readonly expiresBefore?: string | undefined;
  readonly expiresAfter?: string | undefined;
  /** JSON: attributes that the coupon must have with these values. */
  readonly attributes?: string | undefined;
}

interface CouponRow {
  readonly body: { readonly [name: string]: Json };
  readonly usage_counter: string;
  readonly discount_counter: string;
  readonly reservation_counter: string;
  readonly currency: string;
}

const COLUMNS = 'body, usage_counter, discount_counter, reservation_counter, currency';

/** A referral is a coupon whose code has an advocate; each has its own lists. */
export type CodeKind = 'coupon' | 'referral';

/** Rows whose creation is folded and that were not deleted. */
const KNOWN = 'settings_position IS NOT NULL AND NOT deleted';

const OF_KIND: Readonly<Record<CodeKind, string>> = {
  coupon: 'advocate IS NULL',
  referral: 'advocate IS NOT NULL',
};

const VALID: Readonly<Record<string, string>> = {
  expired: 'expiry_date <= now()',
  validNow: '(start_date IS NULL OR start_date <= now()) AND (expiry_date IS NULL OR expiry_date > now())',
  validFuture: 'start_date > now()',
};
const USABLE = '(usage_limit = 0 OR usage_counter < usage_limit)';
const USED_UP = 'usage_limit > 0 AND usage_counter >= usage_limit';
const REDEEMED = 'usage_counter > 0';
const NOT_REDEEMED = 'usage_counter = 0';

const prefixPattern = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * The rows that a list looks at. Codes that are given whole are looked up before anything else is asked of them: among millions
 * of coupons of one campaign a planner without fresh statistics would walk through them in the order of the list.
 */
const BY_CODES = '(SELECT * FROM coupon WHERE application = $1 AND canonical = ANY ($2::text[]) OFFSET 0) AS coupon';

/** Undefined: not given whole. */
function codesGiven({ codes, value, exactMatch }: CouponFilter): string[] | undefined {
  if (codes !== undefined) return (JSON.parse(codes) as string[]).map(canonicalCode);
  return value !== undefined && exactMatch === 'true' ? [canonicalCode(value)] : undefined;
}

function conditionsOf(kind: CodeKind, application: string, filter: CouponFilter): Conditions {
  const own = new Conditions().add('application = ?', application);
  const codes = codesGiven(filter);
  if (codes !== undefined) own.bind(codes);
  const conditions = within(own.always(KNOWN).always(OF_KIND[kind]), filter)
    .add('campaign = ?::bigint', filter.campaignId)
    .add('campaign = ANY (?::bigint[])', filter.campaigns?.split(',').filter(Boolean))
    .add('canonical LIKE ?', filter.value === undefined ? undefined : prefixPattern(canonicalCode(filter.value)))
    .add('batch = ?', filter.batchId)
    .add('recipient = ?', filter.recipientIntegrationId?.normalize('NFC'))
    .add('advocate = ?', filter.advocate?.normalize('NFC'))
    .add(`body ->> 'referralId' = ?`, filter.referralId)
    .add(`body -> 'attributes' @> ?::jsonb`, filter.attributes);
  const valid = VALID[filter.valid ?? ''];
  if (valid) conditions.always(valid);
  if (filter.usable !== undefined) conditions.always(filter.usable === 'true' ? USABLE : USED_UP);
  if (filter.redeemed !== undefined) conditions.always(filter.redeemed === 'true' ? REDEEMED : NOT_REDEEMED);
  return conditions;
}

function within(conditions: Conditions, filter: CouponFilter): Conditions {
  return conditions
    .add('created < ?', filter.createdBefore)
    .add('created > ?', filter.createdAfter)
    .add('start_date < ?', filter.startsBefore)
    .add('start_date > ?', filter.startsAfter)
    .add('expiry_date < ?', filter.expiresBefore)
    .add('expiry_date > ?', filter.expiresAfter);
}

interface InventoryRow extends CouponRow {
  readonly by_profile: string;
}

export interface RedemptionsQuery {
  /** Ids with commas between them. */
  readonly coupons: string;
  /** A position: what decisions before it left; left out: all. */
  readonly before?: string | undefined;
}

export interface Redeemed {
  readonly data: readonly { readonly couponId: number; readonly count: number }[];
}

/** Holders of one coupon that are shown, the first ones. */
const MOST_HOLDERS = 1_000;

/** $1 is the application, $2 the profile. */
const OF_PROFILE = `id IN (
  SELECT coupon_id FROM reservation WHERE application = $1 AND profile_id = $2 AND reserved
  UNION ALL SELECT id FROM coupon WHERE application = $1 AND recipient = $2
  UNION ALL SELECT id FROM coupon WHERE application = $1 AND body -> 'implicitlyReserved' = 'true')`;

/** Redemptions of profiles; those from before Tessera come before all positions. */
const OF_PROFILES = `(SELECT application, coupon_id, profile_id, position, delta FROM redemption
  UNION ALL SELECT application, coupon_id, profile_id, 0, redemptions FROM opening) AS redeemed`;

const REDEEMED_BY = `(SELECT coalesce(sum(delta), 0) FROM ${OF_PROFILES}
  WHERE redeemed.application = coupon.application AND coupon_id = coupon.id AND profile_id = $2)`;

/** Coupons of one application with their counters. */
@Injectable()
export class CouponQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
    private readonly keys: SubjectKeyTable,
  ) {}

  /** Throws ApiError 400 on bad pages and cursors. */
  list(kind: CodeKind, application: string, filter: CouponFilter): Promise<Listed<Json>> {
    const table = codesGiven(filter) === undefined ? 'coupon' : BY_CODES;
    const list = { table, columns: COLUMNS, conditions: conditionsOf(kind, application, filter) };
    return readList<CouponRow, Json>(sqlOf(this.dataSource), list, filter, this.cursors, (rows) => this.show(rows));
  }

  /** Throws ApiError 404. */
  async one(kind: CodeKind, application: string, id: string): Promise<Json> {
    const rows = await this.dataSource.query<CouponRow[]>(
      `SELECT ${COLUMNS} FROM coupon WHERE application = $1 AND id = $2 AND ${KNOWN} AND ${OF_KIND[kind]}`,
      [application, numberOf(id)],
    );
    const [found] = await this.show(rows);
    if (found === undefined) throw ApiError.notFound(`${kind}.not_found`, `There is no such ${kind}`);
    return found;
  }

  /** Uses and rollbacks of a coupon, paged by their position. */
  async redemptions(application: string, id: string, query: ListQuery): Promise<Listed<Json>> {
    const conditions = new Conditions().add('application = ?', application).add('coupon_id = ?::bigint', numberOf(id));
    const table = `(SELECT redemption.*, position AS id, at AS created FROM redemption) AS redemption`;
    const columns = `jsonb_build_object('position', position, 'sessionId', session_id, 'profileId', profile_id,
      'delta', delta, 'at', at) AS body`;
    return readList<{ body: Json }, Json>(
      sqlOf(this.dataSource),
      { table, columns, conditions },
      query,
      this.cursors,
      (rows) => Promise.resolve(rows.map(({ body }) => body)),
    );
  }

  /** Coupons that the profile has reserved, that are its own, and that are everybody's, with how often it redeemed each. */
  inventory(application: string, profile: string, query: ListQuery): Promise<Listed<Json>> {
    const conditions = new Conditions()
      .add('application = ?', application)
      .bind(profile.normalize('NFC'))
      .always(KNOWN)
      .always(OF_KIND.coupon)
      .always(OF_PROFILE);
    const list = { table: 'coupon', columns: `${COLUMNS}, ${REDEEMED_BY} AS by_profile`, conditions };
    return readList<InventoryRow, Json>(sqlOf(this.dataSource), list, query, this.cursors, async (rows) => {
      const coupons = await this.show(rows);
      return rows.map(({ by_profile }, index) => ({ ...coupons[index], profileRedemptionCount: Number(by_profile) }));
    });
  }

  /** How often the profile has redeemed each of the coupons, but for those that it never did. */
  async redemptionsBy(application: string, profile: string, { coupons, before }: RedemptionsQuery): Promise<Redeemed> {
    const data = await this.dataSource.query<{ couponId: string; count: string }[]>(
      `SELECT coupon_id AS "couponId", sum(delta) AS count FROM ${OF_PROFILES}
       WHERE application = $1 AND profile_id = $2 AND coupon_id = ANY($3::bigint[]) AND ($4::bigint IS NULL OR position < $4)
       GROUP BY coupon_id`,
      [application, profile.normalize('NFC'), coupons.split(','), before ?? null],
    );
    return { data: data.map(({ couponId, count }) => ({ couponId: Number(couponId), count: Number(count) })) };
  }

  /** The ids of the profiles that have the coupon reserved. Throws ApiError 404. */
  async holders(application: string, code: string): Promise<{ readonly data: readonly string[] }> {
    const sql = sqlOf(this.dataSource);
    const of = [application, canonicalCode(code)];
    const [coupon] = await sql.query<{ id: string }>(
      `SELECT id FROM coupon WHERE application = $1 AND canonical = $2 AND ${KNOWN} AND ${OF_KIND.coupon}`,
      of,
    );
    if (coupon === undefined) throw ApiError.notFound('coupon.not_found', 'There is no such coupon');
    const holders = await sql.query<{ profile_id: string }>(
      `SELECT profile_id FROM reservation WHERE application = $1 AND coupon_id = $2 AND reserved
       ORDER BY position LIMIT ${MOST_HOLDERS}`,
      [application, coupon.id],
    );
    return { data: holders.map(({ profile_id }) => profile_id) };
  }

  private async show(rows: readonly CouponRow[]): Promise<readonly { readonly [name: string]: Json }[]> {
    const open = await this.keys.opener(sealedKeys(rows.map(({ body }) => body)));
    return rows.map((row) => opened(row, open));
  }
}

function opened(row: CouponRow, open: Parameters<typeof openSealed>[1]): { readonly [name: string]: Json } {
  return openSealed(withCounters(row), open) as { readonly [name: string]: Json };
}

/** Nothing has the id 0: what is no number names nothing. */
function numberOf(id: string): string {
  return /^\d{1,18}$/.test(id) ? id : '0';
}

/** The body was written with the settings; counters have their own position. */
function withCounters(row: CouponRow): { readonly [name: string]: Json } {
  const { body, usage_counter } = row;
  const counted = { ...body, usageCounter: Number(usage_counter) };
  return 'advocateProfileIntegrationId' in body ? counted : { ...counted, ...couponCounters(row) };
}

function couponCounters(row: CouponRow): { readonly [name: string]: Json } {
  const { body, discount_counter, reservation_counter, currency } = row;
  const exponent = exponentOf(currency);
  const discountCounter = formatAmount(BigInt(discount_counter), exponent);
  const { discountLimit } = body;
  return {
    discountCounter,
    reservationCounter: Number(reservation_counter),
    ...(typeof discountLimit === 'number' && {
      discountRemainder: Number((discountLimit - discountCounter).toFixed(exponent)),
    }),
  };
}
