import { ApiError } from '@tessera/service-kit';
import type { DataSource } from 'typeorm';

/** Hours, days … of a range. */
export interface RangeQuery {
  readonly rangeStart: string;
  readonly rangeEnd: string;
  readonly granularity: string;
  /** IANA; days, weeks from Monday, months and years are those of this zone. */
  readonly zone: string;
}

/** One of them, half open. */
export interface Span {
  readonly start: string;
  readonly end: string;
}

const UNITS: Readonly<Record<string, string>> = {
  '1 hour': 'hour',
  '1 day': 'day',
  '1 week': 'week',
  '1 month': 'month',
  '1 year': 'year',
};

/** A year of hours fits. */
const BUCKET_LIMIT = 10_000;

/** As PostgreSQL's date_trunc has it. Throws ApiError 400 analytics.granularity. */
export function unitOf(granularity: string): string {
  const unit = UNITS[granularity];
  if (unit !== undefined) return unit;
  throw ApiError.invalid('analytics.granularity', `The granularity is one of ${Object.keys(UNITS).join(', ')}`);
}

/** Those that begin before the end of the range and end after its start. Throws ApiError 400 analytics.granularity, analytics.range. */
export async function spansOf(dataSource: DataSource, query: RangeQuery): Promise<Span[]> {
  const { rangeStart, rangeEnd, granularity, zone } = query;
  const rows = await dataSource.query<{ start: Date; end: Date }[]>(
    `SELECT start, date_add(start, ('1 ' || $1)::interval, $4) AS end
     FROM generate_series(date_trunc($1, $2::timestamptz, $4), $3::timestamptz, ('1 ' || $1)::interval, $4) AS start
     WHERE start < $3::timestamptz LIMIT ${BUCKET_LIMIT + 1}`,
    [unitOf(granularity), rangeStart, rangeEnd, zone],
  );
  if (rows.length <= BUCKET_LIMIT) {
    return rows.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() }));
  }
  throw ApiError.invalid('analytics.range', `At most ${BUCKET_LIMIT} results; take a coarser granularity`);
}
