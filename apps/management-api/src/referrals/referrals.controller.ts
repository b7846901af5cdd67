import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { COUNT_LIMIT } from '@tessera/postgres';
import { pageBounds } from '@tessera/service-kit';
import { Allow } from '../auth/access';
import { CouponQueries, type ReferralPage } from '../coupons/coupon-queries';
import { CouponRequests, type Place } from '../coupons/coupon-requests';
import { Coupons } from '../coupons/coupons.service';
import { IdPipe } from '../lists/id.pipe';
import {
  ReferralDto,
  ReferralPageDto,
  ReferralPageWithoutTotalDto,
  ReferralQueryDto,
  UpdateReferralDto,
} from './referral.dto';

/** Codes by which customers bring customers. */
@ApiTags('referrals')
@Controller('v1/applications/:applicationId/campaigns/:campaignId/referrals')
export class ReferralsController {
  constructor(
    private readonly coupons: Coupons,
    private readonly requests: CouponRequests,
    private readonly queries: CouponQueries,
  ) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: ReferralPageDto })
  async list(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('campaignId', IdPipe) campaignId: bigint,
    @Query() query: ReferralQueryDto,
  ): Promise<ReferralPageDto> {
    const { totalResultSize = COUNT_LIMIT, ...page } = await this.page({ applicationId, campaignId }, query, 'true');
    return { totalResultSize, ...page };
  }

  @Get('no_total')
  @Allow('viewer')
  @ApiOkResponse({ type: ReferralPageWithoutTotalDto })
  listWithoutTotal(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('campaignId', IdPipe) campaignId: bigint,
    @Query() query: ReferralQueryDto,
  ): Promise<ReferralPageWithoutTotalDto> {
    return this.page({ applicationId, campaignId }, query, 'false');
  }

  @Put(':referralId')
  @Allow('editor')
  @ApiOkResponse({ type: ReferralDto })
  update(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('campaignId', IdPipe) campaignId: bigint,
    @Param('referralId', IdPipe) id: bigint,
    @Body() body: UpdateReferralDto,
  ): Promise<ReferralDto> {
    return this.coupons.updateReferral({ applicationId, campaignId }, id, body);
  }

  @Delete(':referralId')
  @HttpCode(204)
  @Allow('editor')
  @ApiNoContentResponse()
  delete(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('campaignId', IdPipe) campaignId: bigint,
    @Param('referralId', IdPipe) id: bigint,
  ): Promise<void> {
    return this.coupons.deleteReferral({ applicationId, campaignId }, id);
  }

  private async page(place: Place, query: ReferralQueryDto, total: 'true' | 'false'): Promise<ReferralPage> {
    pageBounds(query);
    await this.requests.place(place);
    const { code: value, ...filter } = query;
    return this.queries.referrals(place.applicationId, {
      ...{ ...filter, value, total },
      campaignId: place.campaignId.toString(),
    });
  }
}
