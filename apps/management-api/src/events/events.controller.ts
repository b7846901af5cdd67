import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { findApplication } from '../applications/find-application';
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
  constructor(
    private readonly lists: EventLists,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: EventPageDto })
  async list(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: EventQueryDto,
  ): Promise<EventPageDto> {
    await findApplication(this.dataSource.manager, applicationId);
    return this.lists.read(applicationId, query);
  }

  @Get('no_total')
  @Allow('viewer')
  @ApiOkResponse({ type: EventPageWithoutTotalDto })
  async listWithoutTotal(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: EventQueryDto,
  ): Promise<EventPageWithoutTotalDto> {
    await findApplication(this.dataSource.manager, applicationId);
    return this.lists.readWithoutTotal(applicationId, query);
  }

  /** Why rules gave what the event gave: each condition with what it saw, each effect with why it was not given. */
  @Get(':eventId/explanation')
  @Allow('viewer')
  @ApiOkResponse({ type: EventExplanationDto })
  async explain(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('eventId', IdPipe) eventId: bigint,
    @Query() query: ExplanationQueryDto,
  ): Promise<EventExplanationDto> {
    await findApplication(this.dataSource.manager, applicationId);
    return this.lists.explain(applicationId, eventId, query.campaignId);
  }
}
