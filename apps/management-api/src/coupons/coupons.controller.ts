import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import { type Actor, CurrentActor } from '../auth/actor';
import { findCampaign, type Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { NotesChange } from '../changes/notes-change';
import { IdPipe } from '../lists/id.pipe';
import { CouponLists, type CouponSelection } from './coupon-lists';
import {
  CouponDto,
  CouponPageDto,
  CouponPageWithoutTotalDto,
  CouponQueryDto,
  CouponSearchDto,
  NewCouponsDto,
  NewCouponsForRecipientsDto,
  NewCouponsQueryDto,
  UpdateCouponDto,
} from './coupon.dto';
import { Coupons, type CreatedCoupons } from './coupons.service';

@ApiTags('coupons')
@Controller('v1/applications/:applicationId/campaigns/:campaignId')
export class CouponsController {
  constructor(
    private readonly coupons: Coupons,
    private readonly lists: CouponLists,
    private readonly dataSource: DataSource,
  ) {}

  /** 202 with the batch id where not all coupons were decided within 30 s: they will be. */
  @Post('coupons')
  @HttpCode(200)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiOkResponse({ type: CouponPageDto })
  @ApiNoContentResponse({ description: 'With silent=yes.' })
  @ApiAcceptedResponse({ description: 'Recorded, not yet decided: `{ "batchId" }`.' })
  async create(
    @InCampaign() place: Place,
    @Query() query: NewCouponsQueryDto,
    @Body() body: NewCouponsDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return answerOf(await this.coupons.create(place, body), query, reply);
  }

  /** One coupon for each recipient. */
  @Post('coupons_with_recipients')
  @HttpCode(200)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiOkResponse({ type: CouponPageDto })
  @ApiNoContentResponse({ description: 'With silent=yes.' })
  @ApiAcceptedResponse({ description: 'Recorded, not yet decided: `{ "batchId" }`.' })
  async createForRecipients(
    @InCampaign() place: Place,
    @Query() query: NewCouponsQueryDto,
    @Body() body: NewCouponsForRecipientsDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return answerOf(await this.coupons.createForRecipients(place, body), query, reply);
  }

  @Get('coupons')
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageDto })
  async list(@InCampaign() place: Place, @Query() query: CouponQueryDto): Promise<CouponPageDto> {
    return this.lists.read(await this.selection(place), query);
  }

  @Get('coupons/no_total')
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageWithoutTotalDto })
  async listWithoutTotal(
    @InCampaign() place: Place,
    @Query() query: CouponQueryDto,
  ): Promise<CouponPageWithoutTotalDto> {
    return this.lists.readWithoutTotal(await this.selection(place), query);
  }

  @Post(['coupons_search', 'coupons_search_advanced'])
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageDto })
  async search(
    @InCampaign() place: Place,
    @Query() query: CouponQueryDto,
    @Body() search: CouponSearchDto,
  ): Promise<CouponPageDto> {
    return this.lists.read({ ...(await this.selection(place)), search }, query);
  }

  @Post('coupons_search_advanced/no_total')
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CouponPageWithoutTotalDto })
  async searchWithoutTotal(
    @InCampaign() place: Place,
    @Query() query: CouponQueryDto,
    @Body() search: CouponSearchDto,
  ): Promise<CouponPageWithoutTotalDto> {
    return this.lists.readWithoutTotal({ ...(await this.selection(place)), search }, query);
  }

  @Put('coupons/:couponId')
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiOkResponse({ type: CouponDto })
  update(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('couponId', IdPipe) id: bigint,
    @Body() body: UpdateCouponDto,
  ): Promise<CouponDto> {
    return this.coupons.update(actor, place, id, body);
  }

  @Delete('coupons/:couponId')
  @HttpCode(204)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiNoContentResponse()
  async delete(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('couponId', IdPipe) id: bigint,
  ): Promise<void> {
    await this.coupons.delete(actor, place, id);
  }

  /** Throws ApiError 404. */
  private async selection({ applicationId, campaignId }: Place): Promise<CouponSelection> {
    await findCampaign(this.dataSource.manager, applicationId, campaignId);
    return { application: applicationId, campaign: campaignId };
  }
}

function answerOf(created: CreatedCoupons, { silent }: NewCouponsQueryDto, reply: FastifyReply): unknown {
  const status = statusOf(created, silent === 'yes');
  void reply.status(status);
  if (status === 202) return { batchId: created.batchId };
  const data = created.coupons ?? [];
  return status === 204 ? undefined : { totalResultSize: data.length, hasMore: false, data };
}

function statusOf({ coupons }: CreatedCoupons, silent: boolean): 200 | 202 | 204 {
  if (!coupons) return 202;
  return silent ? 204 : 200;
}
