import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import { findCampaign, type Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { AnalyticsDto, AnalyticsQueryDto } from './analytics.dto';
import { CampaignFigures } from './campaign-figures';

/** What a campaign gave, hour by hour or more coarsely. */
@ApiTags('campaigns')
@Controller('v1/applications/:applicationId/campaigns/:campaignId/analytics')
export class AnalyticsController {
  constructor(
    private readonly figures: CampaignFigures,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: AnalyticsDto })
  async read(
    @InCampaign() { applicationId, campaignId }: Place,
    @Query() query: AnalyticsQueryDto,
  ): Promise<AnalyticsDto> {
    const { application } = await findCampaign(this.dataSource.manager, applicationId, campaignId);
    const data = await this.figures.analytics(application, campaignId, query);
    return { totalResultSize: data.length, data };
  }
}
