import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { type Listed, ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { type GiveawayFilter, GiveawayQueries } from './giveaway.queries';

@Controller('internal')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class GiveawayController {
  constructor(private readonly queries: GiveawayQueries) {}

  /** What was given away in one application. */
  @Get('applications/:app/giveaways')
  ofApplication(@Param('app') application: string, @Query() filter: GiveawayFilter): Promise<Listed<Json>> {
    return this.queries.list(application, filter);
  }

  /** The codes of a pool, which is the account's, given or not. */
  @Get('giveaway_pools/:pool/giveaways')
  ofPool(@Param('pool') poolId: string, @Query() filter: GiveawayFilter): Promise<Listed<Json>> {
    return this.queries.list(null, { ...filter, poolId });
  }
}
