import { Body, Controller, Delete, HttpCode, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AUDIENCE_CHANGES_PER_CALL } from '@tessera/api-contracts';
import { ApiError, Clock } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import { AudienceCatalog } from '../audiences/audience-catalog';
import { AudienceMembers } from '../audiences/audience-members';
import { membershipChanges } from '../audiences/membership-changes';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { type Call, callOf } from '../call/call';
import { ProfileBatch } from '../call/profile-batch';
import { readMembershipsBody, readProfileBody } from '../convert/bodies';
import { DescribesMissing, DescribesWrite } from './describe';
import { Audience, AudienceMemberships, NewAudience, ProfileRequest, UpdateAudience } from './dto';

@ApiTags('Audiences')
@Controller('v2')
@UseGuards(ApiKeyGuard)
export class AudiencesController {
  constructor(
    private readonly catalog: AudienceCatalog,
    private readonly members: AudienceMembers,
    private readonly batch: ProfileBatch,
    private readonly clock: Clock,
  ) {}

  @Post('audiences')
  @HttpCode(201)
  @AllowedTo(['integration'])
  @ApiOperation({ operationId: 'createAudienceV2', summary: 'Create an audience' })
  @ApiCreatedResponse({ type: Audience })
  @DescribesWrite()
  create(@Req() request: FastifyRequest, @Body() body: NewAudience): Promise<Audience> {
    return this.catalog.create(this.callOf(request), body);
  }

  @Put('audiences/:audienceId')
  @AllowedTo(['integration'])
  @ApiOperation({ operationId: 'updateAudienceV2', summary: 'Update an audience' })
  @ApiOkResponse({ type: Audience })
  @DescribesWrite()
  @DescribesMissing()
  update(
    @Req() request: FastifyRequest,
    @Param('audienceId') id: string,
    @Body() body: UpdateAudience,
  ): Promise<Audience> {
    return this.catalog.update(this.callOf(request), audienceId(id), body);
  }

  @Delete('audiences/:audienceId')
  @HttpCode(204)
  @AllowedTo(['integration'])
  @ApiOperation({ operationId: 'deleteAudienceV2', summary: 'Delete an audience; nobody is in it any more' })
  @ApiNoContentResponse()
  @DescribesWrite()
  @DescribesMissing()
  async delete(@Req() request: FastifyRequest, @Param('audienceId') id: string): Promise<void> {
    await this.catalog.delete(this.callOf(request), audienceId(id));
  }

  @Delete('audiences/:audienceId/memberships')
  @HttpCode(204)
  @AllowedTo(['integration'])
  @ApiOperation({ operationId: 'deleteAudienceMembershipsV2', summary: 'Take everybody out of an audience' })
  @ApiNoContentResponse()
  @DescribesWrite()
  @DescribesMissing()
  async empty(@Param('audienceId') text: string, @Req() request: FastifyRequest): Promise<void> {
    const id = audienceId(text);
    await this.members.changeAll(this.callOf(request), id, { audiencesChanges: { deletes: [Number(id)] } });
  }

  @Put('audience_customers/:audienceId/attributes')
  @HttpCode(204)
  @AllowedTo(['integration'])
  @ApiOperation({
    operationId: 'updateAudienceCustomersAttributes',
    summary: 'Write attributes of everybody in an audience',
  })
  @ApiBody({ type: ProfileRequest })
  @ApiNoContentResponse()
  @DescribesWrite()
  @DescribesMissing()
  async writeAttributes(
    @Param('audienceId') text: string,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const { attributes } = readProfileBody(given);
    await this.members.changeAll(this.callOf(request), audienceId(text), { attributes });
  }

  @Post('customer_audiences')
  @HttpCode(204)
  @AllowedTo(['integration', 'import'])
  @ApiOperation({
    operationId: 'updateCustomerProfileAudiences',
    summary: 'Put profiles into audiences and take them out; rules run for those whose audiences change',
  })
  @ApiBody({ type: AudienceMemberships })
  @ApiNoContentResponse()
  @DescribesWrite()
  async change(@Body() given: unknown, @Req() request: FastifyRequest): Promise<void> {
    const body = readMembershipsBody(given);
    if (body.data.length > AUDIENCE_CHANGES_PER_CALL) {
      throw ApiError.of(413, 'batch.too_large', `At most ${AUDIENCE_CHANGES_PER_CALL} changes in one call`);
    }
    const call = this.callOf(request);
    await this.batch.decide(call, membershipChanges(body, call.caller));
  }

  private callOf(request: FastifyRequest): Call {
    return callOf(request, undefined, this.clock.now());
  }
}

/** What cannot be an id names nothing. */
function audienceId(text: string): bigint {
  if (/^[1-9]\d{0,14}$/.test(text)) return BigInt(text);
  throw ApiError.notFound('audience.not_found', 'There is no such audience');
}
