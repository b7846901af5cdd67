import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { coupon } from '@tessera/api-contracts';
import { CampaignLists } from '../campaigns/campaign-lists';
import { Projections } from '../read-models/projections';
import { allPages } from './all-pages';
import { type CsvRow, csvOf } from './csv';
import { EFFECT_COLUMNS, effectRows, exportedEvent } from './effect-rows';
import { COUPON_COLUMNS, couponRow } from './coupon-row';
import type { CouponExportQueryDto, EffectExportQueryDto, SessionExportQueryDto } from './export.dto';
import { exportedSession, SESSION_COLUMNS, sessionRow } from './session-row';

/** Reads the read models to their end, by key. */
@Injectable()
export class Exports {
  constructor(
    private readonly projections: Projections,
    private readonly campaigns: CampaignLists,
  ) {}

  /** Throws ApiError 503 before anything is streamed. */
  async effects(application: bigint, query: EffectExportQueryDto): Promise<Readable> {
    const { createdBefore, createdAfter, campaignId } = query;
    const events = await allPages(
      this.projections,
      {
        ...{ projection: 'campaign', application, path: `/applications/${application}/events` },
        query: { createdBefore, createdAfter, campaigns: campaignId?.toString() },
      },
      exportedEvent,
    );
    return csvOf(
      EFFECT_COLUMNS,
      rowsOf(events, (event) => effectRows(event, query)),
    );
  }

  /** Throws ApiError 503 before anything is streamed. */
  async sessions(application: bigint, query: SessionExportQueryDto): Promise<Readable> {
    const { createdBefore, createdAfter, profileIntegrationId: profile, customerSessionState: state } = query;
    const sessions = await allPages(
      this.projections,
      {
        ...{ projection: 'session', application, path: `/applications/${application}/customer_sessions` },
        query: { createdBefore, createdAfter, profile, state, effects: 'true' },
      },
      exportedSession,
    );
    return csvOf(
      SESSION_COLUMNS,
      rowsOf(sessions, (session) => [sessionRow(session, query.dateFormat)]),
    );
  }

  /** Throws ApiError 503 before anything is streamed. */
  async coupons(application: bigint, query: CouponExportQueryDto): Promise<Readable> {
    const { campaignState, campaignId, dateFormat, ...filter } = query;
    const campaigns = campaignState && (await this.campaigns.idsIn(application, campaignState)).join();
    const coupons = await allPages(
      this.projections,
      {
        ...{ projection: 'coupon', application, path: `/applications/${application}/coupons` },
        query: { ...filter, campaignId: campaignId?.toString(), campaigns },
      },
      coupon,
    );
    return csvOf(
      COUPON_COLUMNS,
      rowsOf(coupons, (one) => [couponRow(one, application, dateFormat)]),
    );
  }
}

async function* rowsOf<T>(items: AsyncIterable<T>, rows: (item: T) => CsvRow[]): AsyncGenerator<CsvRow> {
  for await (const item of items) yield* rows(item);
}
