import {
  activityRange,
  activityReportQuery,
  customerActivityReport,
  customerAnalytics,
  customerSearch,
  pageOf,
  pageWithoutTotalOf,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { ShownDto } from '../read-models/read-model.dto';

export class CustomerSearchDto extends createZodDto(customerSearch) {}
export class CustomerAnalyticsDto extends createZodDto(customerAnalytics) {}
export class ActivityRangeDto extends createZodDto(activityRange) {}
export class ActivityReportQueryDto extends createZodDto(activityReportQuery) {}
export class ActivityReportDto extends createZodDto(customerActivityReport) {}
export class ActivityReportPageDto extends createZodDto(pageOf(customerActivityReport)) {}
export class ActivityReportPageWithoutTotalDto extends createZodDto(pageWithoutTotalOf(customerActivityReport)) {}
export class CustomerPageWithoutTotalDto extends createZodDto(pageWithoutTotalOf(ShownDto.schema)) {}
