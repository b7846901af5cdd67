import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { COUNT_LIMIT } from '@tessera/postgres';
import { pageBounds } from '@tessera/service-kit';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import { CouponQueries } from '../coupons/coupon-queries';
import { ListQueryDto } from '../lists/list.dto';
import { RefereePageDto } from './referral.dto';

/** Whom a customer brought. */
@ApiTags('referrals')
@Controller('v1/applications/:applicationId/profile/:integrationId/friends')
export class FriendsController {
  constructor(private readonly queries: CouponQueries) {}

  /** Friends whose redemption of a referral of this advocate stands, each with the session; nobody: an empty list. */
  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: RefereePageDto })
  async list(
    @Param('applicationId', KnownApplication) application: bigint,
    @Param('integrationId') advocate: string,
    @Query() query: ListQueryDto,
  ): Promise<RefereePageDto> {
    pageBounds(query);
    const { totalResultSize = COUNT_LIMIT, ...page } = await this.queries.friends(application, advocate, query);
    return { totalResultSize, ...page };
  }
}
