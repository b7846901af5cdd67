import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { coupon, referral } from '@tessera/api-contracts';
import { CampaignLists } from '../campaigns/campaign-lists';
import { Profiles } from '../customers/profiles';
import { Projections, type Question } from '../read-models/projections';
import { allPages, pagesOf } from './all-pages';
import { type CsvRow, csvOf, type DateFormat } from './csv';
import { EFFECT_COLUMNS, effectRows, exportedEvent } from './effect-rows';
import { COUPON_COLUMNS, couponRow } from './coupon-row';
import type {
  CouponExportQueryDto,
  EffectExportQueryDto,
  ReferralExportQueryDto,
  SessionExportQueryDto,
} from './export.dto';
import { REFERRAL_COLUMNS, referralRow } from './referral-row';
import { type ExportedSession, exportedSession, SESSION_COLUMNS, sessionRow } from './session-row';

type CodeFilter = Omit<CouponExportQueryDto, 'dateFormat'> & Pick<ReferralExportQueryDto, 'advocate'>;

/** Reads the read models to their end, by key. */
@Injectable()
export class Exports {
  constructor(
    private readonly projections: Projections,
    private readonly campaigns: CampaignLists,
    private readonly profiles: Profiles,
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
    const pages = await pagesOf(
      this.projections,
      {
        ...{ projection: 'session', application, path: `/applications/${application}/customer_sessions` },
        query: { createdBefore, createdAfter, profile, state, effects: 'true' },
      },
      exportedSession,
    );
    return csvOf(SESSION_COLUMNS, this.sessionRows(application, pages, query.dateFormat));
  }

  private async *sessionRows(
    application: bigint,
    pages: AsyncIterable<readonly ExportedSession[]>,
    dateFormat: DateFormat,
  ): AsyncGenerator<CsvRow> {
    for await (const sessions of pages) {
      const ids = sessions.map(({ profileId }) => profileId);
      const known = await this.profiles.named(application, ids);
      for (const session of sessions) yield sessionRow(session, known.get(session.profileId)?.id, dateFormat);
    }
  }

  /** Throws ApiError 503 before anything is streamed. */
  async coupons(application: bigint, { dateFormat, ...query }: CouponExportQueryDto): Promise<Readable> {
    const coupons = await allPages(this.projections, await this.codes(application, 'coupons', query), coupon);
    return csvOf(
      COUPON_COLUMNS,
      rowsOf(coupons, (one) => [couponRow(one, application, dateFormat)]),
    );
  }

  /** Throws ApiError 503 before anything is streamed. */
  async referrals(application: bigint, query: ReferralExportQueryDto): Promise<Readable> {
    const { dateFormat, code: value, ...filter } = query;
    const question = await this.codes(application, 'referrals', { ...filter, value });
    const referrals = await allPages(this.projections, question, referral);
    return csvOf(
      REFERRAL_COLUMNS,
      rowsOf(referrals, (one) => [referralRow(one, application, dateFormat)]),
    );
  }

  private async codes(
    application: bigint,
    list: 'coupons' | 'referrals',
    { campaignState, campaignId, ...filter }: CodeFilter,
  ): Promise<Question> {
    const campaigns = campaignState && (await this.campaigns.idsIn(application, campaignState)).join();
    const query = { ...filter, campaignId: campaignId?.toString(), campaigns };
    return { projection: 'coupon', application, path: `/applications/${application}/${list}`, query };
  }
}

async function* rowsOf<T>(items: AsyncIterable<T>, rows: (item: T) => CsvRow[]): AsyncGenerator<CsvRow> {
  for await (const item of items) yield* rows(item);
}
