import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { type Listed, type ListQuery, ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { type SessionFilter, SessionQueries } from './session.queries';

@Controller('internal/applications/:app/customer_sessions')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class SessionController {
  constructor(private readonly queries: SessionQueries) {}

  @Get()
  list(@Param('app') application: string, @Query() filter: SessionFilter): Promise<Listed<Json>> {
    return this.queries.list(application, filter);
  }

  @Get(':integrationId')
  one(@Param('app') application: string, @Param('integrationId') id: string): Promise<object> {
    return this.queries.one(application, id);
  }

  @Get(':integrationId/timeline')
  timeline(
    @Param('app') application: string,
    @Param('integrationId') id: string,
    @Query() query: ListQuery,
  ): Promise<Listed<Json>> {
    return this.queries.timeline(application, id, query);
  }
}
