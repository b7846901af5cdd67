import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { type Listed, type ListQuery, ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { type CouponFilter, CouponQueries, type Redeemed, type RedemptionsQuery } from './coupon.queries';
import { FriendQueries } from './friend.queries';

@Controller('internal/applications/:app/coupons')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class CouponController {
  constructor(private readonly queries: CouponQueries) {}

  @Get()
  list(@Param('app') application: string, @Query() filter: CouponFilter): Promise<Listed<Json>> {
    return this.queries.list('coupon', application, filter);
  }

  @Get(':id')
  one(@Param('app') application: string, @Param('id') id: string): Promise<Json> {
    return this.queries.one('coupon', application, id);
  }

  @Get(':id/redemptions')
  redemptions(
    @Param('app') application: string,
    @Param('id') id: string,
    @Query() query: ListQuery,
  ): Promise<Listed<Json>> {
    return this.queries.redemptions(application, id, query);
  }
}

@Controller('internal/applications/:app/referrals')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class ReferralController {
  constructor(private readonly queries: CouponQueries) {}

  @Get()
  list(@Param('app') application: string, @Query() filter: CouponFilter): Promise<Listed<Json>> {
    return this.queries.list('referral', application, filter);
  }

  @Get(':id')
  one(@Param('app') application: string, @Param('id') id: string): Promise<Json> {
    return this.queries.one('referral', application, id);
  }
}

@Controller('internal/applications/:app/advocates/:advocate/friends')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class FriendController {
  constructor(private readonly queries: FriendQueries) {}

  @Get()
  list(
    @Param('app') application: string,
    @Param('advocate') advocate: string,
    @Query() query: ListQuery,
  ): Promise<Listed<Json>> {
    return this.queries.list(application, advocate, query);
  }
}

/** What integrations ask for of one profile, or one code. */
@Controller('internal/applications/:app')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class ReservationController {
  constructor(private readonly queries: CouponQueries) {}

  @Get('inventories/:profile/coupons')
  inventory(
    @Param('app') application: string,
    @Param('profile') profile: string,
    @Query() query: ListQuery,
  ): Promise<Listed<Json>> {
    return this.queries.inventory(application, profile, query);
  }

  @Get('inventories/:profile/redemptions')
  redemptions(
    @Param('app') application: string,
    @Param('profile') profile: string,
    @Query() query: RedemptionsQuery,
  ): Promise<Redeemed> {
    return this.queries.redemptionsBy(application, profile, query);
  }

  @Get('coupon_reservations/:code')
  holders(
    @Param('app') application: string,
    @Param('code') code: string,
  ): Promise<{ readonly data: readonly string[] }> {
    return this.queries.holders(application, code);
  }
}
