import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { type Listed, type ListQuery, ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { type CouponFilter, CouponQueries } from './coupon.queries';

@Controller('internal/applications/:app/coupons')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class CouponController {
  constructor(private readonly queries: CouponQueries) {}

  @Get()
  list(@Param('app') application: string, @Query() filter: CouponFilter): Promise<Listed<Json>> {
    return this.queries.list(application, filter);
  }

  @Get(':id')
  one(@Param('app') application: string, @Param('id') id: string): Promise<Json> {
    return this.queries.one(application, id);
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
