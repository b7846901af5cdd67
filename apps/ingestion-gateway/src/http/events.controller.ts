import { Body, Controller, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { Answers, stateFor } from '../call/answers';
import { callOf } from '../call/call';
import { readEventBody } from '../convert/bodies';
import { eventRequest } from '../convert/profile';
import { EVENT_PLACES } from '../convert/refusals';
import { DescribesAcceptance, DescribesSilence, DescribesWrite } from './describe';
import { EventQuery, EventRequest, IntegrationState } from './dto';

@ApiTags('Events')
@Controller('v2/events')
@UseGuards(ApiKeyGuard)
export class EventsController {
  constructor(
    private readonly answers: Answers,
    private readonly clock: Clock,
  ) {}

  @Post()
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'trackEventV2', summary: 'Record a custom event, and evaluate it' })
  @ApiBody({ type: EventRequest })
  @ApiOkResponse({ type: IntegrationState })
  @DescribesSilence()
  @DescribesAcceptance()
  @DescribesWrite()
  async track(
    @Query() query: EventQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readEventBody(given);
    const call = callOf(request, body.occurredAt, this.clock.now());
    const dry = query.dry === 'true';
    const render = stateFor(call, body.responseContent);
    const event = eventRequest(body, call.caller);
    // A dry run is asked for its answer.
    const silent = query.silent === 'yes' && !dry;
    const answer = silent ? () => undefined : render;
    await this.answers.answer(
      { call, request: event, places: EVENT_PLACES, dry, content: body.responseContent },
      reply,
      answer,
    );
  }
}
