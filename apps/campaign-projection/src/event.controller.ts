import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { type Listed, type ListQuery, ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { type EventFilter, EventQueries } from './event.queries';

@Controller('internal/applications/:app/events')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class EventController {
  constructor(private readonly queries: EventQueries) {}

  @Get()
  list(@Param('app') application: string, @Query() filter: EventFilter): Promise<Listed<Json>> {
    return this.queries.list(application, filter);
  }

  @Get('named/:integrationId')
  named(@Param('app') application: string, @Param('integrationId') id: string): Promise<Json> {
    return this.queries.named(application, id);
  }
}

@Controller('internal/applications/:app/event_types')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class EventTypeController {
  constructor(private readonly queries: EventQueries) {}

  @Get()
  list(@Param('app') application: string, @Query() query: ListQuery): Promise<Listed<string>> {
    return this.queries.types(application, query);
  }
}
