import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { findApplication } from '../applications/find-application';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import { CouponLists } from './coupon-lists';
import { ApplicationCouponQueryDto, CouponPageDto, CouponPageWithoutTotalDto, CouponSearchDto } from './coupon.dto';

/** The coupons of all campaigns of an application. */
@ApiTags('coupons')
@Controller('v1/applications/:applicationId')
export class ApplicationCouponsController {
  constructor(
    private readonly lists: CouponLists,
    private readonly dataSource: DataSource,
  ) {}

  @Post(['coupons_search', 'coupons_search_advanced'])
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageDto })
  async search(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() { campaignState, ...query }: ApplicationCouponQueryDto,
    @Body() search: CouponSearchDto,
  ): Promise<CouponPageDto> {
    await findApplication(this.dataSource.manager, applicationId);
    return this.lists.read({ application: applicationId, campaignState, search }, query);
  }

  @Post('coupons_search_advanced/no_total')
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageWithoutTotalDto })
  async searchWithoutTotal(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() { campaignState, ...query }: ApplicationCouponQueryDto,
    @Body() search: CouponSearchDto,
  ): Promise<CouponPageWithoutTotalDto> {
    await findApplication(this.dataSource.manager, applicationId);
    return this.lists.readWithoutTotal({ application: applicationId, campaignState, search }, query);
  }
}
