import { Controller, Delete, HttpCode, Param, Req, Res, UseGuards } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { Answers } from '../call/answers';
import { callOf } from '../call/call';
import { normalId } from '../convert/id';
import { PROFILE_PLACES } from '../convert/refusals';
import { DescribesAcceptance, DescribesWrite } from './describe';

@ApiTags('Customer data')
@Controller('v1/customer_data')
@UseGuards(ApiKeyGuard)
export class CustomerDataController {
  constructor(
    private readonly answers: Answers,
    private readonly clock: Clock,
  ) {}

  @Delete(':integrationId')
  @HttpCode(204)
  @AllowedTo(['integration'])
  @ApiOperation({ operationId: 'deleteCustomerData', summary: "Erase a profile's personal data for good" })
  @ApiNoContentResponse({ description: 'Erased' })
  @DescribesAcceptance()
  @DescribesWrite()
  async erase(
    @Param('integrationId') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const call = callOf(request, undefined, this.clock.now());
    const erasure = { kind: 'ProfileErasureReceived', profileId: normalId(id) } as const;
    await this.answers.answer({ call, request: erasure, places: PROFILE_PLACES, dry: false }, reply, () => undefined);
  }
}
