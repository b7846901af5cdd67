import { Body, Controller, Param, Post, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { effectsOf, renderReturned } from '../answer/state';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { Answers } from '../call/answers';
import { callOf } from '../call/call';
import { readReturnBody } from '../convert/bodies';
import { normalId } from '../convert/id';
import { RETURN_PLACES } from '../convert/refusals';
import { returnRequest } from '../convert/return';
import { DescribesAcceptance, DescribesMissing, DescribesWrite } from './describe';
import { EvaluationQuery, IntegrationState, ReopenedSession, ReturnRequest } from './dto';

/** What can be done with a session that is closed, beside cancelling it. */
@ApiTags('Customer sessions')
@Controller('v2/customer_sessions/:customerSessionId')
@UseGuards(ApiKeyGuard)
export class ClosedSessionsController {
  constructor(
    private readonly answers: Answers,
    private readonly clock: Clock,
  ) {}

  @Post('returns')
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'returnCartItems', summary: 'Take units of a closed session back' })
  @ApiBody({ type: ReturnRequest })
  @ApiOkResponse({ type: IntegrationState })
  @DescribesAcceptance()
  @DescribesMissing()
  @DescribesWrite()
  async return(
    @Param('customerSessionId') id: string,
    @Query() query: EvaluationQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readReturnBody(given);
    const call = callOf(request, body.occurredAt, this.clock.now());
    const returned = returnRequest(id, body.return, query.runRuleEngine === 'true');
    const dry = query.dry === 'true';
    const content = body.responseContent ?? [];
    const submission = { call, request: returned, places: RETURN_PLACES, dry, content };
    await this.answers.answer(submission, reply, (decided, redemptions) =>
      renderReturned({ ...decided, requestId: call.requestId }, content, call.caller, redemptions),
    );
  }

  @Put('reopen')
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'reopenCustomerSession', summary: 'Open a closed session again' })
  @ApiOkResponse({ type: ReopenedSession })
  @DescribesAcceptance()
  @DescribesMissing()
  @DescribesWrite()
  async reopen(
    @Param('customerSessionId') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const call = callOf(request, undefined, this.clock.now());
    const reopening = { kind: 'SessionReopenReceived', sessionId: normalId(id) } as const;
    await this.answers.answer({ call, request: reopening, places: RETURN_PLACES, dry: false }, reply, (decided) => {
      return { requestId: call.requestId, effects: effectsOf(decided) };
    });
  }
}
