import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import { CouponLists } from './coupon-lists';
import { ApplicationCouponQueryDto, CouponPageDto, CouponPageWithoutTotalDto, CouponSearchDto } from './coupon.dto';

/** The coupons of all campaigns of an application. */
@ApiTags('coupons')
@Controller('v1/applications/:applicationId')
export class ApplicationCouponsController {
  constructor(private readonly lists: CouponLists) {}

  @Post(['coupons_search', 'coupons_search_advanced'])
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageDto })
  search(
    @Param('applicationId', KnownApplication) applicationId: bigint,
    @Query() { campaignState, ...query }: ApplicationCouponQueryDto,
    @Body() search: CouponSearchDto,
  ): Promise<CouponPageDto> {
    return this.lists.read({ application: applicationId, campaignState, search }, query);
  }

  @Post('coupons_search_advanced/no_total')
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageWithoutTotalDto })
  searchWithoutTotal(
    @Param('applicationId', KnownApplication) applicationId: bigint,
    @Query() { campaignState, ...query }: ApplicationCouponQueryDto,
    @Body() search: CouponSearchDto,
  ): Promise<CouponPageWithoutTotalDto> {
    return this.lists.readWithoutTotal({ application: applicationId, campaignState, search }, query);
  }
}
