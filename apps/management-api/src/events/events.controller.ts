import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { findApplication } from '../applications/find-application';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import { EventLists } from './event-lists';
import { EventPageDto, EventPageWithoutTotalDto, EventQueryDto } from './event.dto';

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
}
