import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import { EventLists } from './event-lists';
import {
  EventExplanationDto,
  EventPageDto,
  EventPageWithoutTotalDto,
  EventQueryDto,
  ExplanationQueryDto,
} from './event.dto';

/** Everything that happened in an application, with what it gave. */
@ApiTags('events')
@Controller('v1/applications/:applicationId/events')
export class EventsController {
  constructor(private readonly lists: EventLists) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: EventPageDto })
  list(
    @Param('applicationId', KnownApplication) applicationId: bigint,
    @Query() query: EventQueryDto,
  ): Promise<EventPageDto> {
    return this.lists.read(applicationId, query);
  }

  @Get('no_total')
  @Allow('viewer')
  @ApiOkResponse({ type: EventPageWithoutTotalDto })
  listWithoutTotal(
    @Param('applicationId', KnownApplication) applicationId: bigint,
    @Query() query: EventQueryDto,
  ): Promise<EventPageWithoutTotalDto> {
    return this.lists.readWithoutTotal(applicationId, query);
  }

  /** Why rules gave what the event gave: each condition with what it saw, each effect with why it was not given. */
  @Get(':eventId/explanation')
  @Allow('viewer')
  @ApiOkResponse({ type: EventExplanationDto })
  explain(
    @Param('applicationId', KnownApplication) applicationId: bigint,
    @Param('eventId', IdPipe) eventId: bigint,
    @Query() query: ExplanationQueryDto,
  ): Promise<EventExplanationDto> {
    return this.lists.explain(applicationId, eventId, query.campaignId);
  }
}
