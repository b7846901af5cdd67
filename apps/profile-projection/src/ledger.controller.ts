import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { type Listed, type ListQuery, ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { type EntryFilter, LedgerQueries, type SumsQuery } from './ledger.queries';

/** Programs belong to the account: whether an application is subscribed to one, the catalog of whoever asks says. */
@Controller('internal/loyalty_programs/:program')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class LedgerController {
  constructor(private readonly queries: LedgerQueries) {}

  @Get('ledgers')
  ledgers(@Param('program') program: string, @Query() query: ListQuery): Promise<Listed<Json>> {
    return this.queries.list(program, query);
  }

  @Get('sums')
  sums(@Param('program') program: string, @Query() query: SumsQuery): ReturnType<LedgerQueries['sums']> {
    return this.queries.sums(program, query);
  }

  @Get('entries')
  allEntries(@Param('program') program: string, @Query() filter: EntryFilter): Promise<Listed<Json>> {
    return this.queries.entries(program, undefined, filter);
  }

  @Get('profiles/:profileId')
  one(@Param('program') program: string, @Param('profileId') profileId: string): Promise<{ ledger: Json }> {
    return this.queries.one(program, profileId);
  }

  @Get('profiles/:profileId/entries')
  entries(
    @Param('program') program: string,
    @Param('profileId') profileId: string,
    @Query() filter: EntryFilter,
  ): Promise<Listed<Json>> {
    return this.queries.entries(program, profileId, filter);
  }
}
