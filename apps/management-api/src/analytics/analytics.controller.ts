import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import { findCampaign } from '../campaigns/find-campaign';
import { IdPipe } from '../lists/id.pipe';
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
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('campaignId', IdPipe) id: bigint,
    @Query() query: AnalyticsQueryDto,
  ): Promise<AnalyticsDto> {
    const { application } = await findCampaign(this.dataSource.manager, applicationId, id);
    const data = await this.figures.analytics(application, id, query);
    return { totalResultSize: data.length, data };
  }
}
