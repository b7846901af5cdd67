import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiError, pageBounds } from '@tessera/service-kit';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import { ListQueryDto } from '../lists/list.dto';
import { Projections } from './projections';
import {
  CustomerQueryDto,
  SessionDto,
  SessionPageDto,
  SessionQueryDto,
  ShownDto,
  ShownPageDto,
  TimelinePageDto,
} from './read-model.dto';
import { SessionLists } from './session-lists';
import { SessionTimelines } from './session-timelines';

/** Sessions and customers of an application, from their read models. */
@ApiTags('sessions and customers')
@Controller('v1/applications/:applicationId')
export class ReadModelsController {
  constructor(
    private readonly projections: Projections,
    private readonly sessions: SessionLists,
    private readonly timelines: SessionTimelines,
  ) {}

  @Get('sessions')
  @Allow('viewer')
  @ApiOkResponse({ type: SessionPageDto })
  async list(
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: SessionQueryDto,
  ): Promise<SessionPageDto> {
    pageBounds(query);
    return this.sessions.list(application, query);
  }

  /** By the number that Tessera gave, else by the id that the integration chose. */
  @Get('sessions/:sessionId')
  @Allow('viewer')
  @ApiOkResponse({ type: SessionDto })
  session(
    @Param('applicationId', KnownApplication) application: bigint,
    @Param('sessionId') id: string,
  ): Promise<SessionDto> {
    return this.sessions.one(application, id);
  }

  /** Every decision about the session, named as above, with its effects; refused and repeated ones too. */
  @Get('sessions/:sessionId/timeline')
  @Allow('viewer')
  @ApiOkResponse({ type: TimelinePageDto })
  timeline(
    @Param('applicationId', KnownApplication) application: bigint,
    @Param('sessionId') id: string,
    @Query() query: ListQueryDto,
  ): Promise<TimelinePageDto> {
    return this.timelines.read(application, id, query);
  }

  @Get('customers')
  @Allow('viewer')
  @ApiOkResponse({ type: ShownPageDto })
  async customers(
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() { integrationId, ...query }: CustomerQueryDto,
  ): Promise<ShownPageDto> {
    pageBounds(query);
    if (integrationId !== undefined) return this.customer(application, integrationId);
    const answer = await this.projections.ask({
      projection: 'profile',
      path: '/customer_profiles',
      application,
      query: { ...query, application: application.toString() },
    });
    return ShownPageDto.schema.parse(answer);
  }

  /** A list of one or none. */
  private async customer(application: bigint, integrationId: string): Promise<ShownPageDto> {
    const path = `/customer_profiles/${encodeURIComponent(integrationId)}`;
    const query = { application: application.toString() };
    try {
      const profile = await this.projections.ask({ projection: 'profile', path, application, query });
      return { totalResultSize: 1, hasMore: false, data: [ShownDto.schema.parse(profile)] };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      return { totalResultSize: 0, hasMore: false, data: [] };
    }
  }
}
