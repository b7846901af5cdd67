import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { findApplication } from '../applications/find-application';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import { CouponLists } from './coupon-lists';
import { CouponPageDto, CouponPageWithoutTotalDto, CouponQueryDto, CouponSearchDto } from './coupon.dto';

/** The coupons of all campaigns of an application. */
@ApiTags('coupons')
@Controller('v1/applications/:applicationId/coupons_search_advanced')
export class ApplicationCouponsController {
  constructor(
    private readonly lists: CouponLists,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageDto })
  async search(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: CouponQueryDto,
    @Body() search: CouponSearchDto,
  ): Promise<CouponPageDto> {
    await findApplication(this.dataSource.manager, applicationId);
    return this.lists.read({ application: applicationId, search }, query);
  }

  @Post('no_total')
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageWithoutTotalDto })
  async searchWithoutTotal(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: CouponQueryDto,
    @Body() search: CouponSearchDto,
  ): Promise<CouponPageWithoutTotalDto> {
    await findApplication(this.dataSource.manager, applicationId);
    return this.lists.readWithoutTotal({ application: applicationId, search }, query);
  }
}
