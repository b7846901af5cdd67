import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { COUNT_LIMIT } from '@tessera/postgres';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import {
  ActivityRangeDto,
  ActivityReportDto,
  ActivityReportPageDto,
  ActivityReportPageWithoutTotalDto,
  ActivityReportQueryDto,
  CustomerAnalyticsDto,
} from './customer.dto';
import { CustomerOrderLists } from './customer-orders';

/** What customers ordered in an application. */
@ApiTags('sessions and customers')
@Controller('v1/applications/:applicationId')
export class CustomerOrdersController {
  constructor(private readonly lists: CustomerOrderLists) {}

  @Get('customers/:customerId/analytics')
  @Allow('viewer')
  @ApiOkResponse({ type: CustomerAnalyticsDto })
  analytics(
    @Param('applicationId', KnownApplication) application: bigint,
    @Param('customerId', IdPipe) id: bigint,
  ): Promise<CustomerAnalyticsDto> {
    return this.lists.analytics(application, id);
  }

  @Get('customer_activity_reports')
  @Allow('viewer')
  @ApiOkResponse({ type: ActivityReportPageDto })
  async reports(
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: ActivityReportQueryDto,
  ): Promise<ActivityReportPageDto> {
    const { totalResultSize = COUNT_LIMIT, ...page } = await this.lists.reports(application, query, 'true');
    return { totalResultSize, ...page };
  }

  @Get('customer_activity_reports/no_total')
  @Allow('viewer')
  @ApiOkResponse({ type: ActivityReportPageWithoutTotalDto })
  reportsWithoutTotal(
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: ActivityReportQueryDto,
  ): Promise<ActivityReportPageWithoutTotalDto> {
    return this.lists.reports(application, query, 'false');
  }

  @Get('customer_activity_reports/:customerId')
  @Allow('viewer')
  @ApiOkResponse({ type: ActivityReportDto })
  report(
    @Param('applicationId', KnownApplication) application: bigint,
    @Param('customerId', IdPipe) id: bigint,
    @Query() query: ActivityRangeDto,
  ): Promise<ActivityReportDto> {
    return this.lists.report(application, id, query);
  }
}
