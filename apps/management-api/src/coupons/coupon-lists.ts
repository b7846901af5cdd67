import { Injectable } from '@nestjs/common';
import type { CouponSearch } from '@tessera/api-contracts';
import { COUNT_LIMIT } from '@tessera/postgres';
import { pageBounds } from '@tessera/service-kit';
import { CampaignLists, type CampaignState } from '../campaigns/campaign-lists';
import type { CouponPageDto, CouponPageWithoutTotalDto, CouponQueryDto } from './coupon.dto';
import { type CouponPage, CouponQueries } from './coupon-queries';

/** Which coupons: of one campaign or of the whole application, and with which attributes. */
export interface CouponSelection {
  readonly application: bigint;
  readonly campaign?: bigint;
  readonly campaignState?: CampaignState | undefined;
  readonly search?: CouponSearch;
}

/** The lists of coupons. */
@Injectable()
export class CouponLists {
  constructor(
    private readonly queries: CouponQueries,
    private readonly campaigns: CampaignLists,
  ) {}

  /** Throws ApiError 400 page.*, cursor.invalid; 503. */
  async read(selection: CouponSelection, query: CouponQueryDto): Promise<CouponPageDto> {
    const { totalResultSize = COUNT_LIMIT, ...page } = await this.page(selection, query, 'true');
    return { totalResultSize, ...page };
  }

  /** As `read`, without counting. */
  readWithoutTotal(selection: CouponSelection, query: CouponQueryDto): Promise<CouponPageWithoutTotalDto> {
    return this.page(selection, query, 'false');
  }

  private async page(
    { application, campaign, campaignState, search }: CouponSelection,
    query: CouponQueryDto,
    total: 'true' | 'false',
  ): Promise<CouponPage> {
    pageBounds(query);
    const attributes = search && JSON.stringify(search.attributes);
    const campaigns = campaignState && (await this.campaigns.idsIn(application, campaignState)).join();
    const campaignId = campaign?.toString();
    return this.queries.list(application, { ...query, campaignId, campaigns, attributes, total });
  }
}
