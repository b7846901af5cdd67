import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type RangeQuery, spansOf, unitOf } from './buckets';
import { type Bucket, cumulated, type Sum } from './cumulated';

/** What a campaign has given since it began, by measure; amounts as text, money in minor units. */
export interface CampaignCounters {
  readonly campaign: string;
  /** When it last gave something that lasts. */
  readonly lastActivity: string;
  readonly measures: Readonly<Record<string, Sum>>;
}

interface CounterRow {
  readonly campaign: string;
  readonly last: Date;
  readonly measures: CampaignCounters['measures'];
}

interface SumRow {
  /** Null: since the campaign began. */
  readonly bucket: Date | null;
  readonly name: string;
  readonly given: string;
  readonly undone: string;
}

/** Counters and analytics of campaigns. */
@Injectable()
export class CampaignQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Of these campaigns; one that never gave anything is left out. */
  async counters(application: string, campaigns: readonly string[]): Promise<CampaignCounters[]> {
    const rows = await this.dataSource.query<CounterRow[]>(
      `SELECT campaign, max(last) AS last,
         jsonb_object_agg(name, jsonb_build_object('given', given::text, 'undone', undone::text)) AS measures
       FROM (
         SELECT campaign, name, sum(given) AS given, sum(undone) AS undone, max(last_at) AS last
         FROM counter WHERE application = $1 AND campaign = ANY($2::bigint[]) GROUP BY campaign, name
       ) AS summed GROUP BY campaign ORDER BY campaign`,
      [application, campaigns],
    );
    return rows.map(({ campaign, last, measures }) => ({ campaign, lastActivity: last.toISOString(), measures }));
  }

  /**
   * The course of a campaign: one bucket for each hour, day … that begins before the end of the range and ends after its
   * start. Throws ApiError 400 analytics.granularity, analytics.range.
   */
  async analytics(application: string, campaign: string, query: RangeQuery): Promise<Bucket[]> {
    const spans = await spansOf(this.dataSource, query);
    const sums = await this.sums(application, campaign, query);
    return cumulated(
      spans.map(({ start }) => start),
      sums.map(({ bucket, ...sum }) => ({ ...sum, bucket: bucket?.toISOString() })),
    );
  }

  /** One statement, so that both sums are of the same moment. */
  private sums(application: string, campaign: string, { rangeStart, granularity, zone }: RangeQuery) {
    return this.dataSource.query<SumRow[]>(
      `SELECT NULL::timestamptz AS bucket, name, sum(given) AS given, sum(undone) AS undone
       FROM counter WHERE application = $1 AND campaign = $2 GROUP BY name
       UNION ALL
       SELECT date_trunc($3, quarter, $5) AS bucket, name, sum(given), sum(undone)
       FROM course WHERE application = $1 AND campaign = $2 AND quarter >= date_trunc($3, $4::timestamptz, $5)
       GROUP BY bucket, name`,
      [application, campaign, unitOf(granularity), rangeStart, zone],
    );
  }
}
