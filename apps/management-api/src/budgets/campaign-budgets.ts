import { Injectable } from '@nestjs/common';
import type { AnalyticsQuery, BudgetCourse, BudgetQuery, CampaignBudget } from '@tessera/api-contracts';
import { canonicalCode } from '@tessera/promotion';
import { ApiError, Clock } from '@tessera/service-kit';
import { z } from 'zod';
import type { CampaignPlace } from '../campaigns/find-campaign';
import { KnownCodes } from '../imports/known-codes';
import { Projections } from '../read-models/projections';
import { bucket, counter, limitsInEffect, showBudget, showCourse, type Spender } from './budget.wire';

const counters = z.object({ data: z.array(counter) });
const buckets = z.object({ data: z.array(bucket) });

type Codes = Pick<Spender, 'coupon' | 'referral'>;

const NO_CODE: Codes = { coupon: undefined, referral: undefined };

/** The limits of campaigns, with how much of them is used up, from their read model. */
@Injectable()
export class CampaignBudgets {
  constructor(
    private readonly projections: Projections,
    private readonly codes: KnownCodes,
    private readonly clock: Clock,
  ) {}

  /** Throws ApiError 404 coupon.not_found, 503. */
  async read({ application, campaign }: CampaignPlace, query: BudgetQuery): Promise<CampaignBudget[]> {
    const { currency, timezone } = application;
    const at = this.clock.now();
    const spender = await this.spender(application.id, campaign.id, query);
    const { profileId, coupon, referral, sessionId, identifier } = spender;
    const said = { profileId, couponId: (coupon ?? referral)?.toString(), sessionId, identifier };
    const answer = await this.ask({ application, campaign }, '', at, said);
    const values = new Map(counters.parse(answer).data.map((one) => [one.counter, one.value]));
    return limitsInEffect(campaign, application).map((limit) =>
      showBudget(limit, spender, values, { currency, timezone, at }),
    );
  }

  /** Of the limits of the campaign as a whole. Throws ApiError 400 analytics.range, 503. */
  async course(place: CampaignPlace, query: AnalyticsQuery): Promise<BudgetCourse[]> {
    const { application, campaign } = place;
    const { data } = buckets.parse(await this.ask(place, '/course', this.clock.now(), query));
    return limitsInEffect(campaign, application)
      .filter(({ entities }) => entities.length === 0)
      .map((limit) => showCourse(limit, data, application.currency));
  }

  private ask(
    { application, campaign }: CampaignPlace,
    path: string,
    at: bigint,
    query: Readonly<Record<string, string | undefined>>,
  ): Promise<unknown> {
    const { id, timezone: zone } = application;
    return this.projections.ask({
      ...{ projection: 'campaign', application: id },
      path: `/applications/${id}/campaigns/${campaign.id}/budgets${path}`,
      query: { ...query, zone, at: new Date(Number(at)).toISOString() },
    });
  }

  private async spender(application: bigint, campaign: bigint, query: BudgetQuery): Promise<Spender> {
    const { coupon: code, identifier } = query;
    const codes = code === undefined ? NO_CODE : await this.known(application, campaign, canonicalCode(code));
    const [profileId, sessionId] = [query.profileId, query.sessionId].map((id) => id?.normalize('NFC'));
    return { campaign, profileId, sessionId, identifier, ...codes };
  }

  private async known(application: bigint, campaign: bigint, code: string): Promise<Codes> {
    const coupon = (await this.codes.coupons(application, [code], campaign)).get(code);
    if (coupon !== undefined) return { ...NO_CODE, coupon };
    const referral = (await this.codes.referrals(application, [code], campaign)).get(code);
    if (referral !== undefined) return { ...NO_CODE, referral };
    throw ApiError.notFound('coupon.not_found', 'The campaign has no coupon and no referral of this code');
  }
}
