import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import type { BudgetBucket } from './budget-course';
import { type BudgetCourseQuery, BudgetQueries, type BudgetQuery, type Counter } from './budget.queries';

@Controller('internal/applications/:app/campaigns/:id/budgets')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class BudgetController {
  constructor(private readonly queries: BudgetQueries) {}

  @Get()
  async counters(
    @Param('app') application: string,
    @Param('id') campaign: string,
    @Query() query: BudgetQuery,
  ): Promise<{ data: Counter[] }> {
    return { data: await this.queries.counters(application, campaign, query) };
  }

  @Get('course')
  async course(
    @Param('app') application: string,
    @Param('id') campaign: string,
    @Query() query: BudgetCourseQuery,
  ): Promise<{ data: BudgetBucket[] }> {
    return { data: await this.queries.course(application, campaign, query) };
  }
}
