import { analyticsQuery, campaignAnalytics } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class AnalyticsQueryDto extends createZodDto(analyticsQuery) {}
export class AnalyticsDto extends createZodDto(
  z.object({ totalResultSize: z.int(), data: z.array(campaignAnalytics) }),
) {}
