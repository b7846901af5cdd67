import { Body, Controller, Param, Post, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ReplyRecord } from '@tessera/event-contracts';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { renderLegacyState } from '../answer/legacy-state';
import type { JsonObject } from '../answer/state';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { Answers } from '../call/answers';
import { type Call, callOf } from '../call/call';
import { readLegacyEventBody, readLegacyProfileBody, readLegacySessionBody } from '../convert/bodies';
import { legacySessionRequest } from '../convert/legacy';
import { eventRequest, profileRequest } from '../convert/profile';
import { EVENT_PLACES, LEGACY_SESSION_PLACES, PROFILE_PLACES } from '../convert/refusals';
import { DescribesAcceptance, DescribesWrite } from './describe';
import { LegacyEvent, LegacyProfile, LegacySession, LegacyState, SessionQuery } from './dto';

/** The calls of the API before /v2, answered in its own shape. */
@ApiTags('Legacy')
@Controller('v1')
@UseGuards(ApiKeyGuard)
export class LegacyController {
  constructor(
    private readonly answers: Answers,
    private readonly clock: Clock,
  ) {}

  @Put('customer_sessions/:customerSessionId')
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'updateCustomerSession', summary: 'Create or update a session', deprecated: true })
  @ApiBody({ type: LegacySession })
  @ApiOkResponse({ type: LegacyState })
  @DescribesAcceptance()
  @DescribesWrite()
  async updateSession(
    @Param('customerSessionId') id: string,
    @Query() query: SessionQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readLegacySessionBody(given);
    const call = callOf(request, undefined, this.clock.now());
    const update = legacySessionRequest(id, body, call.caller);
    const dry = query.dry === 'true';
    const submission = { call, request: update, places: LEGACY_SESSION_PLACES, dry };
    await this.answers.answer(submission, reply, legacyStateFor(call));
  }

  @Put('customer_profiles/:integrationId')
  @AllowedTo(['integration', 'import'])
  @ApiOperation({
    operationId: 'updateCustomerProfile',
    summary: 'Create or update a profile, and evaluate it',
    deprecated: true,
  })
  @ApiBody({ type: LegacyProfile })
  @ApiOkResponse({ type: LegacyState })
  @DescribesAcceptance()
  @DescribesWrite()
  async updateProfile(
    @Param('integrationId') id: string,
    @Query() query: SessionQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readLegacyProfileBody(given);
    const call = callOf(request, undefined, this.clock.now());
    const update = profileRequest(id, body, call.caller, true);
    const dry = query.dry === 'true';
    await this.answers.answer({ call, request: update, places: PROFILE_PLACES, dry }, reply, legacyStateFor(call));
  }

  @Post('events')
  @AllowedTo(['integration', 'import'])
  @ApiOperation({
    operationId: 'trackEvent',
    summary: 'Record a custom event in a session, and evaluate it',
    deprecated: true,
  })
  @ApiBody({ type: LegacyEvent })
  @ApiOkResponse({ type: LegacyState })
  @DescribesAcceptance()
  @DescribesWrite()
  async track(
    @Query() query: SessionQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readLegacyEventBody(given);
    const call = callOf(request, undefined, this.clock.now());
    const event = eventRequest(body, call.caller, { sessionId: body.sessionId });
    const dry = query.dry === 'true';
    await this.answers.answer({ call, request: event, places: EVENT_PLACES, dry }, reply, legacyStateFor(call));
  }
}

/** `renderLegacyState` for one call. */
const legacyStateFor =
  (call: Call) =>
  (decided: ReplyRecord): JsonObject =>
    renderLegacyState({ ...decided, requestId: call.requestId }, call.caller);
