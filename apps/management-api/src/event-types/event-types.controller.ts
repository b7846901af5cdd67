import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { EventLists } from '../events/event-lists';
import { forApplications } from '../lists/for-applications';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import {
  EventTypeDto,
  EventTypeNamesDto,
  EventTypePageDto,
  EventTypeQueryDto,
  NewEventTypeDto,
  UpdateEventTypeDto,
} from './event-type.dto';
import { EventTypeEntity } from './event-type.entity';
import { showEventType } from './event-type.wire';
import { EventTypes } from './event-types.service';

@ApiTags('event types')
@Controller('v1')
export class EventTypesController {
  constructor(
    private readonly eventTypes: EventTypes,
    private readonly pages: Pages,
    private readonly events: EventLists,
  ) {}

  @Post('event_types')
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: EventTypeDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewEventTypeDto): Promise<EventTypeDto> {
    return showEventType(await this.eventTypes.create(actor, body));
  }

  @Put('event_types/:eventTypeId')
  @Allow('admin')
  @ApiOkResponse({ type: EventTypeDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('eventTypeId', IdPipe) id: bigint,
    @Body() body: UpdateEventTypeDto,
  ): Promise<EventTypeDto> {
    return showEventType(await this.eventTypes.update(actor, id, body));
  }

  @Get('event_types')
  @Allow('viewer')
  @ApiOkResponse({ type: EventTypePageDto })
  list(@Query() query: EventTypeQueryDto): Promise<EventTypePageDto> {
    const { applicationIds, name } = query;
    return this.pages.read({
      list: `event_types/${applicationIds}/${name}`,
      entity: EventTypeEntity,
      query,
      where: (rows) => {
        forApplications(rows, applicationIds);
        if (name) rows.andWhere('strpos(lower(row.name), lower(:name)) > 0', { name });
      },
      show: showEventType,
    });
  }

  /** Of the events that the application has, built-in ones among them, as the public API says; declared types are in the list above. */
  @Get('applications/:applicationId/event_types')
  @Allow('viewer')
  @ApiOkResponse({ type: EventTypeNamesDto })
  names(
    @Param('applicationId', KnownApplication) applicationId: bigint,
    @Query() query: ListQueryDto,
  ): Promise<EventTypeNamesDto> {
    return this.events.types(applicationId, query);
  }
}
