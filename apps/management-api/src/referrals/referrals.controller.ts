import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, UseInterceptors } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { COUNT_LIMIT } from '@tessera/postgres';
import { pageBounds } from '@tessera/service-kit';
import { Allow } from '../auth/access';
import { type Actor, CurrentActor } from '../auth/actor';
import type { Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { NotesChange } from '../changes/notes-change';
import { CouponQueries, type ReferralPage } from '../coupons/coupon-queries';
import { CouponRequests } from '../coupons/coupon-requests';
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
  async list(@InCampaign() place: Place, @Query() query: ReferralQueryDto): Promise<ReferralPageDto> {
    const { totalResultSize = COUNT_LIMIT, ...page } = await this.page(place, query, 'true');
    return { totalResultSize, ...page };
  }

  @Get('no_total')
  @Allow('viewer')
  @ApiOkResponse({ type: ReferralPageWithoutTotalDto })
  listWithoutTotal(@InCampaign() place: Place, @Query() query: ReferralQueryDto): Promise<ReferralPageWithoutTotalDto> {
    return this.page(place, query, 'false');
  }

  @Put(':referralId')
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiOkResponse({ type: ReferralDto })
  update(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('referralId', IdPipe) id: bigint,
    @Body() body: UpdateReferralDto,
  ): Promise<ReferralDto> {
    return this.coupons.updateReferral(actor, place, id, body);
  }

  @Delete(':referralId')
  @HttpCode(204)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiNoContentResponse()
  delete(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('referralId', IdPipe) id: bigint,
  ): Promise<void> {
    return this.coupons.deleteReferral(actor, place, id);
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
