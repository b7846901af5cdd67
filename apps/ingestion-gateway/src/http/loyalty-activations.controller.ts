import { Body, Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../answer/state';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { Activations } from '../call/activations';
import { callOf } from '../call/call';
import { readActivationBody } from '../convert/bodies';
import { programOf } from '../reads/loyalty-reads';
import { DescribesMissing, DescribesWrite } from './describe';
import { ActivatedPoints, ActivatePointsBody } from './dto';

@ApiTags('Loyalty')
@Controller('v1/loyalty_programs/:loyaltyProgramId')
@UseGuards(ApiKeyGuard)
export class LoyaltyActivationsController {
  constructor(
    private readonly activations: Activations,
    private readonly clock: Clock,
  ) {}

  @Post('activate_points')
  @HttpCode(200)
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'activateLoyaltyPoints', summary: 'Make points active that wait for it' })
  @ApiBody({ type: ActivatePointsBody })
  @ApiOkResponse({ type: ActivatedPoints })
  @DescribesMissing()
  @DescribesWrite()
  async activate(
    @Param('loyaltyProgramId') programId: string,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
  ): Promise<{ ledgerEntries: JsonObject[] }> {
    const body = readActivationBody(given);
    const call = callOf(request, undefined, this.clock.now());
    return { ledgerEntries: await this.activations.activate(call, programOf(call.caller, programId), body) };
  }
}
