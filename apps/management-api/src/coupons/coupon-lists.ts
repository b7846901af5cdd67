import { Injectable } from '@nestjs/common';
import { COUNT_LIMIT, type CouponSearch } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { pageRequest } from '../lists/page-request';
import type { CouponPageDto, CouponPageWithoutTotalDto, CouponQueryDto } from './coupon.dto';
import { CouponQueries } from './coupon-queries';

/** The lists of coupons: of one campaign or of a whole application. */
@Injectable()
export class CouponLists {
  constructor(private readonly queries: CouponQueries) {}

  /** Throws ApiError 400 page.*, cursor.invalid; 503. */
  async read(application: bigint, campaign: bigint | undefined, query: CouponQueryDto): Promise<CouponPageDto> {
    pageRequest(query);
    const { totalResultSize = COUNT_LIMIT, ...page } = await this.queries.list(application, {
      ...query,
      campaignId: campaign?.toString(),
    });
    return { totalResultSize, ...page };
  }

  async readWithoutTotal(
    application: bigint,
    campaign: bigint | undefined,
    query: CouponQueryDto,
  ): Promise<CouponPageWithoutTotalDto> {
    const page = await this.read(application, campaign, query);
    return { hasMore: page.hasMore, data: page.data, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
  }
}

/** A search whose condition we would ignore would find what was not asked for. Throws ApiError 400 `coupon.search`. */
export function checkSearch({ attributes }: CouponSearch): void {
  if (Object.keys(attributes).length === 0) return;
  throw ApiError.invalid('coupon.search', 'Coupons are not searched by attributes', '/attributes');
}
