import { Body, Controller, Get, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { CalledBy, type Caller } from '../auth/caller';
import { Answers, stateFor } from '../call/answers';
import { callOf } from '../call/call';
import { readAdvancedEventBody } from '../convert/bodies';
import { eventRequest } from '../convert/profile';
import { EVENT_PLACES } from '../convert/refusals';
import { EventReads } from '../reads/event-reads';
import { STALE } from '../reads/due';
import { DescribesAcceptance, DescribesRead, DescribesWrite } from './describe';
import { AdvancedEvent, AdvancedEventRequest, IntegrationState, SessionQuery } from './dto';

/** Events that have an id of their sender, and may be about a closed session. */
@ApiTags('Events')
@Controller('v3/events')
@UseGuards(ApiKeyGuard)
export class AdvancedEventsController {
  constructor(
    private readonly answers: Answers,
    private readonly reads: EventReads,
    private readonly clock: Clock,
  ) {}

  @Post()
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'trackEventV3', summary: 'Record a custom event once, and evaluate it' })
  @ApiBody({ type: AdvancedEventRequest })
  @ApiOkResponse({ type: IntegrationState })
  @DescribesAcceptance()
  @DescribesWrite()
  async track(
    @Query() query: SessionQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readAdvancedEventBody(given);
    const call = callOf(request, body.occurredAt, this.clock.now());
    const { integrationId, connectedSessionId = null } = body;
    const event = eventRequest(body, call.caller, { integrationId, connectedSessionId });
    const dry = query.dry === 'true';
    const submission = { call, request: event, places: EVENT_PLACES, dry, content: body.responseContent };
    await this.answers.answer(submission, reply, stateFor(call, body.responseContent));
  }

  @Get(':integrationId')
  @AllowedTo(['integration', 'read'])
  @ApiOperation({ operationId: 'getEventV3', summary: 'An event by the id that its sender gave it' })
  @ApiOkResponse({ type: AdvancedEvent })
  @DescribesRead()
  async read(
    @Param('integrationId') id: string,
    @CalledBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { event, stale } = await this.reads.one(caller, id);
    if (stale) void reply.header(STALE, 'true');
    await reply.send(event);
  }
}
