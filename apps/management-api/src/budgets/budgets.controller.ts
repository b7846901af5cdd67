import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { AnalyticsQueryDto } from '../analytics/analytics.dto';
import { Allow } from '../auth/access';
import { findCampaign, type Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { BudgetCoursesDto, BudgetQueryDto, BudgetsDto } from './budget.dto';
import { CampaignBudgets } from './campaign-budgets';

/** How much of its limits a campaign used up, now and in the course of time. */
@ApiTags('campaigns')
@Controller('v1/applications/:applicationId/campaigns/:campaignId/budgets')
export class BudgetsController {
  constructor(
    private readonly budgets: CampaignBudgets,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: BudgetsDto })
  async read(@InCampaign() { applicationId, campaignId }: Place, @Query() query: BudgetQueryDto): Promise<BudgetsDto> {
    const data = await this.budgets.read(await this.find(applicationId, campaignId), query);
    return { totalResultSize: data.length, data };
  }

  @Get('course')
  @Allow('viewer')
  @ApiOkResponse({ type: BudgetCoursesDto })
  async course(
    @InCampaign() { applicationId, campaignId }: Place,
    @Query() query: AnalyticsQueryDto,
  ): Promise<BudgetCoursesDto> {
    const data = await this.budgets.course(await this.find(applicationId, campaignId), query);
    return { totalResultSize: data.length, data };
  }

  private find(application: bigint, campaign: bigint) {
    return findCampaign(this.dataSource.manager, application, campaign);
  }
}
