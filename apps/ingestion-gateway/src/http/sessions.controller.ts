import { Body, Controller, Get, Param, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { CalledBy, type Caller } from '../auth/caller';
import { Answers, stateFor } from '../call/answers';
import { callOf } from '../call/call';
import { readSessionBody } from '../convert/bodies';
import { SESSION_PLACES } from '../convert/refusals';
import { sessionRequest } from '../convert/session';
import { STALE } from '../reads/due';
import { SessionReads } from '../reads/session-reads';
import { DescribesAcceptance, DescribesRead, DescribesWrite } from './describe';
import { IntegrationRequest, IntegrationState, SessionQuery, StoredSession } from './dto';

@ApiTags('Customer sessions')
@Controller('v2/customer_sessions/:customerSessionId')
@UseGuards(ApiKeyGuard)
export class SessionsController {
  constructor(
    private readonly answers: Answers,
    private readonly reads: SessionReads,
    private readonly clock: Clock,
  ) {}

  @Put()
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'updateCustomerSessionV2', summary: 'Create or update a session, and evaluate it' })
  @ApiBody({ type: IntegrationRequest })
  @ApiOkResponse({ type: IntegrationState })
  @DescribesAcceptance()
  @DescribesWrite()
  async update(
    @Param('customerSessionId') id: string,
    @Query() query: SessionQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readSessionBody(given);
    const call = callOf(request, body.occurredAt, this.clock.now());
    const dry = query.dry === 'true';
    const update = sessionRequest(id, body.customerSession, call.caller, dry);
    const submission = { call, request: update, places: SESSION_PLACES, dry, content: body.responseContent };
    await this.answers.answer(submission, reply, stateFor(call, body.responseContent));
  }

  @Get()
  @AllowedTo(['integration', 'read'])
  @ApiOperation({ operationId: 'getCustomerSession', summary: 'A session, and the effects that hold for it' })
  @ApiOkResponse({ type: StoredSession })
  @DescribesRead()
  async read(
    @Param('customerSessionId') id: string,
    @CalledBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body, stale } = await this.reads.read(caller, id);
    if (stale) void reply.header(STALE, 'true');
    await reply.header('content-type', 'application/json; charset=utf-8').send(body);
  }
}
