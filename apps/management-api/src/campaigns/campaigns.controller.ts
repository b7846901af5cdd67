import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { CampaignCopies } from './campaign-copies.service';
import {
  CampaignCopyDto,
  CampaignDto,
  CampaignPageDto,
  CampaignQueryDto,
  CampaignSearchDto,
  NewCampaignDto,
  UpdateCampaignDto,
} from './campaign.dto';
import { CampaignLists } from './campaign-lists';
import { Campaigns } from './campaigns.service';
import { findCampaign, type Place } from './find-campaign';
import { InCampaign } from './in-campaign';

@ApiTags('campaigns')
@Controller('v1/applications/:applicationId')
export class CampaignsController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly copies: CampaignCopies,
    private readonly lists: CampaignLists,
    private readonly dataSource: DataSource,
  ) {}

  @Post('campaigns')
  @HttpCode(201)
  @Allow('editor')
  @ApiCreatedResponse({ type: CampaignDto })
  async create(
    @CurrentActor() actor: Actor,
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Body() body: NewCampaignDto,
  ): Promise<CampaignDto> {
    return this.lists.show(await this.campaigns.create(actor, applicationId, body));
  }

  @Get('campaigns')
  @Allow('viewer')
  @ApiOkResponse({ type: CampaignPageDto })
  list(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: CampaignQueryDto,
  ): Promise<CampaignPageDto> {
    return this.lists.read(applicationId, query, {});
  }

  @Post('campaigns_search')
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CampaignPageDto })
  search(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: CampaignQueryDto,
    @Body() body: CampaignSearchDto,
  ): Promise<CampaignPageDto> {
    return this.lists.read(applicationId, query, body.attributes);
  }

  @Get('campaigns/:campaignId')
  @Allow('viewer')
  @ApiOkResponse({ type: CampaignDto })
  async get(@InCampaign() { applicationId, campaignId }: Place): Promise<CampaignDto> {
    const { campaign } = await findCampaign(this.dataSource.manager, applicationId, campaignId);
    return this.lists.show(campaign);
  }

  @Put('campaigns/:campaignId')
  @Allow('editor')
  @ApiOkResponse({ type: CampaignDto })
  async update(
    @CurrentActor() actor: Actor,
    @InCampaign() { applicationId, campaignId }: Place,
    @Body() body: UpdateCampaignDto,
  ): Promise<CampaignDto> {
    return this.lists.show(await this.campaigns.update(actor, applicationId, campaignId, body));
  }

  @Post('campaigns/:campaignId/copy')
  @HttpCode(200)
  @Allow('editor')
  @ApiOkResponse({ type: CampaignPageDto })
  async copy(
    @CurrentActor() actor: Actor,
    @InCampaign() { applicationId, campaignId }: Place,
    @Body() body: CampaignCopyDto,
  ): Promise<CampaignPageDto> {
    const copies = await this.copies.copy(actor, applicationId, campaignId, body);
    const data = await Promise.all(copies.map((copy) => this.lists.show(copy)));
    return { totalResultSize: data.length, hasMore: false, data };
  }

  @Delete('campaigns/:campaignId')
  @HttpCode(204)
  @Allow('editor')
  @ApiNoContentResponse()
  async delete(@CurrentActor() actor: Actor, @InCampaign() { applicationId, campaignId }: Place): Promise<void> {
    await this.campaigns.delete(actor, applicationId, campaignId);
  }
}
