import { Injectable } from '@nestjs/common';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList } from '@tessera/projection';
import { DataSource } from 'typeorm';

export interface CustomerFilter extends ListQuery {
  /** Sessions that were created from this instant on. */
  readonly rangeStart?: string | undefined;
  /** Sessions that were created before this instant. */
  readonly rangeEnd?: string | undefined;
  /** The id that the integration chose. */
  readonly profile?: string | undefined;
  /** Ids with commas between: only sessions to which one of them gave something. */
  readonly campaigns?: string | undefined;
}

/** What a customer's closed sessions come to; of cancelled ones nothing counts, of returned units the discounts do not. */
export interface CustomerOrders {
  readonly profile: string;
  readonly firstOrder: string;
  readonly lastOrder: string;
  readonly orders: number;
  readonly discountedOrders: number;
  readonly ordersWithoutCoupon: number;
  /** Before discounts, in major units. */
  readonly revenue: number;
  readonly discounts: number;
  readonly acceptedCoupons: number;
  readonly rejectedCoupons: number;
  readonly createdCoupons: number;
  readonly freeItems: number;
}

/** What one session was given. */
const GIVEN = `SELECT
    count(*) FILTER (WHERE type = 'acceptCoupon') AS accepted,
    count(*) FILTER (WHERE type = 'rejectCoupon') AS rejected,
    count(*) FILTER (WHERE type = 'couponCreated') AS created_coupons,
    count(*) FILTER (WHERE type = 'addFreeItem') AS free_items,
    coalesce(sum(value) FILTER (WHERE type LIKE 'setDiscount%'), 0) AS discounts
  FROM (
    SELECT effect ->> 'effectType' AS type,
      CASE WHEN jsonb_typeof(effect #> '{props,value}') = 'number' THEN (effect #>> '{props,value}')::numeric END AS value
    FROM jsonb_array_elements(effects) AS effect
  ) AS one`;

const BY_CAMPAIGN = `EXISTS (SELECT 1 FROM jsonb_array_elements(effects) AS effect
  WHERE (effect ->> 'campaignId')::bigint = ANY($5::bigint[]))`;

/** One row for each customer with closed sessions; `id` and `created` are what lists sort by. */
const CUSTOMERS = `(SELECT profile_id AS id, min(created) AS created, max(created) AS last, count(*)::int AS orders,
    count(*) FILTER (WHERE discounts > 0)::int AS discounted, count(*) FILTER (WHERE accepted = 0)::int AS without_coupon,
    sum((body ->> 'total')::numeric)::float8 AS revenue, sum(discounts)::float8 AS discounts,
    sum(accepted)::int AS accepted, sum(rejected)::int AS rejected, sum(created_coupons)::int AS created_coupons,
    sum(free_items)::int AS free_items
  FROM session CROSS JOIN LATERAL (${GIVEN}) AS given
  WHERE application = $1 AND profile_id <> '' AND state IN ('closed', 'partially_returned')
    AND ($2::timestamptz IS NULL OR created >= $2) AND ($3::timestamptz IS NULL OR created < $3)
    AND ($4::text IS NULL OR profile_id = $4) AND ($5::bigint[] IS NULL OR ${BY_CAMPAIGN})
  GROUP BY profile_id) AS customer`;

interface Row {
  readonly id: string;
  readonly created: Date;
  readonly last: Date;
  readonly orders: number;
  readonly discounted: number;
  readonly without_coupon: number;
  readonly revenue: number;
  readonly discounts: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly created_coupons: number;
  readonly free_items: number;
}

/** Customers of one application by what they ordered. */
@Injectable()
export class CustomerQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** Throws ApiError 400 on bad pages and cursors. */
  list(application: string, filter: CustomerFilter): Promise<Listed<CustomerOrders>> {
    const { rangeStart = null, rangeEnd = null, profile, campaigns } = filter;
    const conditions = new Conditions()
      .bind(application)
      .bind(rangeStart)
      .bind(rangeEnd)
      .bind(profile?.normalize('NFC') ?? null)
      .bind(campaigns?.split(',') ?? null);
    const list = { table: CUSTOMERS, columns: '*', conditions };
    return readList<Row, CustomerOrders>(sqlOf(this.dataSource), list, filter, this.cursors, (rows) =>
      Promise.resolve(rows.map(shown)),
    );
  }
}

function shown(row: Row): CustomerOrders {
  return {
    profile: row.id,
    firstOrder: row.created.toISOString(),
    lastOrder: row.last.toISOString(),
    orders: row.orders,
    discountedOrders: row.discounted,
    ordersWithoutCoupon: row.without_coupon,
    revenue: row.revenue,
    discounts: row.discounts,
    acceptedCoupons: row.accepted,
    rejectedCoupons: row.rejected,
    createdCoupons: row.created_coupons,
    freeItems: row.free_items,
  };
}
