import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CustomerAchievement } from '@tessera/api-contracts';
import { Clock, pageBounds } from '@tessera/service-kit';
import type { FastifyReply } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { CalledBy, type Caller } from '../auth/caller';
import { AchievementReads } from '../reads/achievement-reads';
import { STALE } from '../reads/due';
import { DescribesRead } from './describe';
import { AchievementQuery, CustomerAchievements } from './dto';

@ApiTags('Customer profiles')
@Controller('v1/customer_profiles/:integrationId/achievements')
@UseGuards(ApiKeyGuard)
export class AchievementsController {
  constructor(
    private readonly reads: AchievementReads,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AllowedTo(['integration', 'read'])
  @ApiOperation({ operationId: 'getCustomerAchievements', summary: 'The achievements, and how far a profile is' })
  @ApiOkResponse({ type: CustomerAchievements })
  @DescribesRead()
  async list(
    @Param('integrationId') id: string,
    @Query() query: AchievementQuery,
    @CalledBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { pageSize, skip } = pageBounds(query);
    const { achievements, stale } = await this.reads.of(caller, id, this.clock.now());
    if (stale) void reply.header(STALE, 'true');
    const wanted = achievements.filter((one) => isWanted(one, query));
    const data = wanted.slice(skip, skip + pageSize);
    await reply.send({ hasMore: wanted.length > skip + pageSize, data });
  }
}

/** A list that is left out lets all in. */
function isWanted(one: CustomerAchievement, query: AchievementQuery): boolean {
  const { achievementIds, campaignIds, achievementStatus, currentProgressStatus } = query;
  return (
    isIn(achievementIds, String(one.id)) &&
    isIn(campaignIds, String(one.campaignId)) &&
    isIn(achievementStatus, one.achievementStatus) &&
    isIn(currentProgressStatus, one.currentProgress.status)
  );
}

function isIn(list: string | undefined, value: string): boolean {
  return list === undefined || list.split(',').includes(value);
}
