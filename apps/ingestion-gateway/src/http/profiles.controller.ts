import { Body, Controller, HttpCode, Param, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { Answers, stateFor } from '../call/answers';
import { callOf } from '../call/call';
import { readProfileBody, readProfilesBody } from '../convert/bodies';
import { ProfileBatch } from '../call/profile-batch';
import { profileRequest } from '../convert/profile';
import { PROFILE_PLACES } from '../convert/refusals';
import { DescribesAcceptance, DescribesSilence, DescribesWrite } from './describe';
import {
  AcceptedProfiles,
  IntegrationState,
  IntegrationStates,
  EvaluationQuery,
  ProfileRequest,
  ProfilesQuery,
  ProfilesRequest,
} from './dto';

@ApiTags('Customer profiles')
@Controller('v2/customer_profiles')
@UseGuards(ApiKeyGuard)
export class ProfilesController {
  constructor(
    private readonly answers: Answers,
    private readonly batch: ProfileBatch,
    private readonly clock: Clock,
  ) {}

  @Put(':integrationId')
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'updateCustomerProfileV2', summary: 'Create or update a profile' })
  @ApiBody({ type: ProfileRequest })
  @ApiOkResponse({ type: IntegrationState })
  @DescribesAcceptance()
  @DescribesWrite()
  async update(
    @Param('integrationId') id: string,
    @Query() query: EvaluationQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readProfileBody(given);
    const call = callOf(request, body.occurredAt, this.clock.now());
    const update = profileRequest(id, body, call.caller, query.runRuleEngine === 'true');
    const render = stateFor(call, body.responseContent);
    const dry = query.dry === 'true';
    await this.answers.answer(
      { call, request: update, places: PROFILE_PLACES, dry, content: body.responseContent },
      reply,
      render,
    );
  }

  @Put()
  @AllowedTo(['integration', 'import'])
  @HttpCode(200)
  @ApiOperation({ operationId: 'updateCustomerProfilesV2', summary: 'Create or update at most 1,000 profiles' })
  @ApiBody({ type: ProfilesRequest })
  @ApiOkResponse({ type: IntegrationStates })
  @ApiAcceptedResponse({ description: 'Recorded, with `Prefer: respond-async`', type: AcceptedProfiles })
  @DescribesSilence()
  @DescribesWrite()
  async updateAll(
    @Query() query: ProfilesQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readProfilesBody(given);
    const call = callOf(request, body.occurredAt, this.clock.now());
    if (call.preference.respondAsync) {
      const tokens = await this.batch.accept(call, body.customerProfiles);
      await reply.status(202).send({ requestId: call.requestId, tokens });
      return;
    }
    const states = await this.batch.update(call, body.customerProfiles);
    if (query.silent === 'yes') await reply.status(204).send();
    else await reply.status(200).send({ integrationStates: states });
  }
}
