import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CouponJob } from '@tessera/api-contracts';
import type { FastifyReply } from 'fastify';
import { Allow } from '../auth/access';
import { type Actor, CurrentActor } from '../auth/actor';
import type { Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { NotesChange } from '../changes/notes-change';
import { CouponDeletionDto, UpdateCouponBatchDto } from '../coupons/coupon.dto';
import { REPLY_TIMEOUT_MS } from '../coupons/evaluator';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import {
  BegunBatchDto,
  BegunJobDto,
  CouponJobDto,
  CouponJobPageDto,
  NewCouponDeletionJobDto,
  NewCouponsAsyncDto,
  NewCouponUpdateJobDto,
} from './coupon-job.dto';
import { CouponJobs } from './coupon-jobs.service';

const LATER = 'Not done within 30 s: `{ "id" }` of the job that goes on.';

/** Work on many coupons: jobs, and calls that wait for one. */
@ApiTags('coupons')
@Controller('v1/applications/:applicationId/campaigns/:campaignId')
export class CouponJobsController {
  constructor(private readonly jobs: CouponJobs) {}

  /** Up to 5,000,000 coupons; each can be redeemed as soon as its part of the job is done. */
  @Post('coupons_async')
  @HttpCode(200)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiOkResponse({ type: BegunBatchDto })
  async create(
    @InCampaign() place: Place,
    @Body() body: NewCouponsAsyncDto,
    @CurrentActor() actor: Actor,
  ): Promise<BegunBatchDto> {
    const { id, batchId = '' } = await this.jobs.create(place, actor, body);
    return { batchId, jobId: id };
  }

  @Post('coupons_update_jobs')
  @HttpCode(202)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiAcceptedResponse({ type: BegunJobDto })
  async update(
    @InCampaign() place: Place,
    @Body() { filters, changes }: NewCouponUpdateJobDto,
    @CurrentActor() actor: Actor,
  ): Promise<BegunJobDto> {
    const { id } = await this.jobs.change(place, actor, { ...filters }, changes);
    return { id };
  }

  @Post('coupons_deletion_jobs')
  @HttpCode(202)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiAcceptedResponse({ type: BegunJobDto })
  async delete(
    @InCampaign() place: Place,
    @Body() { filters }: NewCouponDeletionJobDto,
    @CurrentActor() actor: Actor,
  ): Promise<BegunJobDto> {
    const { id } = await this.jobs.delete(place, actor, { ...filters });
    return { id };
  }

  @Put('coupons')
  @HttpCode(204)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiNoContentResponse()
  @ApiAcceptedResponse({ type: BegunJobDto, description: LATER })
  async updateBatch(
    @InCampaign() place: Place,
    @Body() body: UpdateCouponBatchDto,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BegunJobDto | undefined> {
    return this.waited(place, await this.jobs.update(place, actor, body), reply);
  }

  @Delete('coupons')
  @HttpCode(204)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiNoContentResponse()
  @ApiAcceptedResponse({ type: BegunJobDto, description: LATER })
  async deleteBatch(
    @InCampaign() place: Place,
    @Query() filter: CouponDeletionDto,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BegunJobDto | undefined> {
    return this.waited(place, await this.jobs.delete(place, actor, { ...filter }), reply);
  }

  @Get('coupon_jobs')
  @Allow('viewer')
  @ApiOkResponse({ type: CouponJobPageDto })
  list(@InCampaign() place: Place, @Query() query: ListQueryDto): Promise<CouponJobPageDto> {
    return this.jobs.list(place, query);
  }

  @Get('coupon_jobs/:jobId')
  @Allow('viewer')
  @ApiOkResponse({ type: CouponJobDto })
  one(@InCampaign() place: Place, @Param('jobId', IdPipe) id: bigint): Promise<CouponJobDto> {
    return this.jobs.one(place, id);
  }

  /** What it has done until then stays. */
  @Delete('coupon_jobs/:jobId')
  @HttpCode(204)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiNoContentResponse()
  cancel(@InCampaign() place: Place, @Param('jobId', IdPipe) id: bigint): Promise<void> {
    return this.jobs.cancel(place, id);
  }

  private async waited(place: Place, job: CouponJob, reply: FastifyReply): Promise<BegunJobDto | undefined> {
    if (await this.jobs.ended(place, job, REPLY_TIMEOUT_MS)) return undefined;
    void reply.status(202);
    return { id: job.id };
  }
}
