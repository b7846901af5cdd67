import { Injectable } from '@nestjs/common';
import type { AnalyticsQuery, CampaignAnalytics } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import type { ApplicationEntity } from '../applications/application.entity';
import { Projections } from '../read-models/projections';
import { bucket, showBucket } from './analytics.wire';
import { campaignCounters, type Counters, showCounters } from './counters.wire';

const listed = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item) });

/** What campaigns have given, from their read model. */
@Injectable()
export class CampaignFigures {
  constructor(private readonly projections: Projections) {}

  /**
   * Counters by campaign. Where their read model does not answer, an empty map: a campaign that was found, or has just been
   * written, is shown without them.
   */
  async counters(application: ApplicationEntity, campaigns: readonly bigint[]): Promise<ReadonlyMap<bigint, Counters>> {
    if (campaigns.length === 0) return new Map();
    try {
      return await this.known(application, campaigns);
    } catch (error) {
      if (error instanceof ApiError && error.status === 503) return new Map();
      throw error;
    }
  }

  private async known({ id, currency }: ApplicationEntity, campaigns: readonly bigint[]) {
    const answer = await this.projections.ask({
      ...{ projection: 'campaign', application: id, path: `/applications/${id}/campaigns` },
      query: { ids: campaigns.join(',') },
    });
    const found = new Map(
      listed(campaignCounters)
        .parse(answer)
        .data.map((one) => [BigInt(one.campaign), one]),
    );
    return new Map(campaigns.map((campaign) => [campaign, showCounters(found.get(campaign), currency)]));
  }

  /** Throws ApiError 400 analytics.range, 503. */
  async analytics(
    { id, currency, timezone: zone }: ApplicationEntity,
    campaign: bigint,
    query: AnalyticsQuery,
  ): Promise<CampaignAnalytics[]> {
    const answer = await this.projections.ask({
      ...{ projection: 'campaign', application: id, path: `/applications/${id}/campaigns/${campaign}/analytics` },
      query: { ...query, zone },
    });
    return listed(bucket)
      .parse(answer)
      .data.map((one) => showBucket(one, currency));
  }
}
