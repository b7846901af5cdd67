import { Injectable } from '@nestjs/common';
import { counterApart, counterParts, LIMIT_PERIODS, periodName } from '@tessera/promotion';
import { DataSource } from 'typeorm';
import { type BudgetBucket, budgetCourse, type Move, type Value } from './budget-course';
import { spenderName } from './budget.store';
import { type RangeQuery, spansOf, unitOf } from './buckets';

/** Whose counters, and when. */
export interface BudgetQuery {
  /** An instant: of limits that have periods, the counters of those that it lies in. */
  readonly at: string;
  /** IANA; of the periods. */
  readonly zone: string;
  /** Beside those of the campaign as a whole: the counters of these, and of their combinations. */
  readonly profileId?: string;
  readonly couponId?: string;
  readonly sessionId?: string;
  readonly identifier?: string;
}

export interface BudgetCourseQuery extends RangeQuery {
  /** The present. */
  readonly at: string;
}

/** How much of a limit is used up; amounts as text, money in minor units. */
export interface Counter {
  /** Its name. */
  readonly counter: string;
  readonly value: string;
}

interface CourseRow {
  /** Null: a counter as it is now, in `given`. */
  readonly bucket: Date | null;
  readonly action: string | null;
  readonly period: string | null;
  readonly name: string | null;
  readonly given: string;
  readonly undone: string;
}

const WHOLE = spenderName({ apart: '', profileId: '' });

/** How much of its limits a campaign used up. */
@Injectable()
export class BudgetQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Counters that never moved are left out. */
  async counters(application: string, campaign: string, query: BudgetQuery): Promise<Counter[]> {
    const periods = LIMIT_PERIODS.map((period) => periodName(period, query.zone, BigInt(Date.parse(query.at))));
    return this.dataSource.query<Counter[]>(
      `SELECT counter, value FROM budget
       WHERE application = $1 AND campaign = $2 AND spender = ANY($3::uuid[]) AND period = ANY($4) ORDER BY counter`,
      [application, campaign, spenders(query), periods],
    );
  }

  /** As the analytics of the campaign, of its limits as a whole. Throws ApiError 400 analytics.granularity, analytics.range. */
  async course(application: string, campaign: string, query: BudgetCourseQuery): Promise<BudgetBucket[]> {
    const spans = await spansOf(this.dataSource, query);
    const rows = await this.recorded(application, campaign, query);
    return budgetCourse({ spans, values: rows.flatMap(valueIn), moves: rows.flatMap(moveIn) }, query.zone, query.at);
  }

  /** One statement, so that counters and what moved them are of the same moment. */
  private recorded(application: string, campaign: string, { rangeStart, granularity, zone }: RangeQuery) {
    return this.dataSource.query<CourseRow[]>(
      `SELECT NULL::timestamptz AS bucket, action, period, NULL::text AS name, value AS given, 0 AS undone
       FROM budget WHERE application = $1 AND campaign = $2 AND spender = $6
       UNION ALL
       SELECT date_trunc($3, quarter, $5) AS bucket, NULL, NULL, name, sum(given), sum(undone)
       FROM budget_course
       WHERE application = $1 AND campaign = $2 AND quarter >= date_trunc($3, $4::timestamptz, $5)
       GROUP BY bucket, name`,
      [application, campaign, unitOf(granularity), rangeStart, zone, WHOLE],
    );
  }
}

/** Everybody together, each that is named by itself, and all their combinations. */
function spenders({ profileId, couponId, sessionId, identifier }: BudgetQuery): string[] {
  const each = <T>(one: T | undefined): readonly (T | null)[] => (one === undefined ? [null] : [null, one]);
  const aparts = each(couponId).flatMap((coupon) =>
    each(sessionId).flatMap((session) =>
      each(identifier).map((asked) =>
        counterApart({ couponId: coupon === null ? null : BigInt(coupon), sessionId: session, identifier: asked }),
      ),
    ),
  );
  return aparts.flatMap((apart) => each(profileId).map((profile) => spenderName({ apart, profileId: profile ?? '' })));
}

function valueIn({ bucket, action, period, given: value }: CourseRow): Value[] {
  return bucket === null && action !== null && period !== null ? [{ action, period, value }] : [];
}

function moveIn({ bucket, name, given, undone }: CourseRow): Move[] {
  if (bucket === null || name === null) return [];
  const { action, period } = counterParts(name);
  return [{ bucket: bucket.toISOString(), action, period, given, undone }];
}
