import { Body, Controller, HttpCode, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { callOf } from '../call/call';
import { Referrals } from '../call/referrals';
import { readReferralBody, readReferralsBody } from '../convert/bodies';
import { DescribesMissing, DescribesSilence, DescribesWrite } from './describe';
import { CreatedReferral, CreatedReferrals, NewReferralBody, NewReferralsBody, ProfilesQuery } from './dto';

/** Codes by which customers bring customers. */
@ApiTags('Referrals')
@Controller('v1')
@UseGuards(ApiKeyGuard)
export class ReferralsController {
  constructor(
    private readonly referrals: Referrals,
    private readonly clock: Clock,
  ) {}

  @Post('referrals')
  @HttpCode(201)
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'createReferral', summary: 'Create a referral code of an advocate' })
  @ApiBody({ type: NewReferralBody })
  @ApiCreatedResponse({ type: CreatedReferral })
  @DescribesMissing()
  @DescribesWrite()
  create(@Body() given: unknown, @Req() request: FastifyRequest): Promise<unknown> {
    const body = readReferralBody(given);
    return this.referrals.create(callOf(request, undefined, this.clock.now()), body);
  }

  @Post('referrals_for_multiple_advocates')
  @HttpCode(201)
  @AllowedTo(['integration', 'import'])
  @ApiOperation({
    operationId: 'createReferralsForMultipleAdvocates',
    summary: 'Create a referral code for each advocate',
  })
  @ApiBody({ type: NewReferralsBody })
  @ApiCreatedResponse({ type: CreatedReferrals })
  @DescribesSilence()
  @DescribesMissing()
  @DescribesWrite()
  async createAll(
    @Query() { silent }: ProfilesQuery,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = readReferralsBody(given);
    const data = await this.referrals.createAll(callOf(request, undefined, this.clock.now()), body);
    if (silent === 'yes') await reply.status(204).send();
    else await reply.status(201).send({ totalResultSize: data.length, data });
  }
}
