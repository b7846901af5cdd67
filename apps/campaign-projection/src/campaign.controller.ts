import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import type { RangeQuery } from './buckets';
import { type CampaignCounters, CampaignQueries } from './campaign.queries';
import type { Bucket } from './cumulated';

@Controller('internal/applications/:app/campaigns')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class CampaignController {
  constructor(private readonly queries: CampaignQueries) {}

  /** `ids` with commas between. */
  @Get()
  async counters(@Param('app') application: string, @Query('ids') ids: string): Promise<{ data: CampaignCounters[] }> {
    return { data: await this.queries.counters(application, ids.split(',')) };
  }

  @Get(':id/analytics')
  async analytics(
    @Param('app') application: string,
    @Param('id') campaign: string,
    @Query() query: RangeQuery,
  ): Promise<{ data: Bucket[] }> {
    return { data: await this.queries.analytics(application, campaign, query) };
  }
}
