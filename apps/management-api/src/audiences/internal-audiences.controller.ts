import { Body, Controller, Delete, HttpCode, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CallingService, type ServiceClaims, ServiceGuard } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import type { KeyedCall } from '../answered-calls/answered-once';
import { Actor, setActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { AudienceDto, NewAudienceDto, UpdateAudienceDto } from './audience.dto';
import { Audiences } from './audiences.service';

/** No user: an integration did it. */
const INTEGRATION = 0n;

/** What the Integration API writes of audiences: the gateway asks for it, signed, since the catalog is written here alone. */
@ApiExcludeController()
@Controller('internal/audiences')
@UseGuards(ServiceGuard)
export class InternalAudiencesController {
  constructor(private readonly audiences: Audiences) {}

  @Post()
  @HttpCode(201)
  create(
    @Req() request: FastifyRequest,
    @CallingService() service: ServiceClaims,
    @Body() body: NewAudienceDto,
  ): Promise<AudienceDto> {
    return this.audiences.create(integrationOf(request), body, callOf(request, service));
  }

  @Put(':audienceId')
  update(
    @Req() request: FastifyRequest,
    @CallingService() service: ServiceClaims,
    @Param('audienceId', IdPipe) id: bigint,
    @Body() body: UpdateAudienceDto,
  ): Promise<AudienceDto> {
    return this.audiences.update(integrationOf(request), id, body, callOf(request, service));
  }

  @Delete(':audienceId')
  @HttpCode(204)
  async delete(
    @Req() request: FastifyRequest,
    @CallingService() service: ServiceClaims,
    @Param('audienceId', IdPipe) id: bigint,
  ): Promise<void> {
    await this.audiences.delete(integrationOf(request), id, callOf(request, service));
  }
}

/** The integration's own key, and the hash of its call; null: it sent none. */
function callOf({ headers }: FastifyRequest, { application }: ServiceClaims): KeyedCall | null {
  const [key, hash] = [headers['idempotency-key'], headers['x-tessera-call-hash']];
  if (typeof key !== 'string' || typeof hash !== 'string' || application === undefined) return null;
  return { application: BigInt(application), key, hash: Buffer.from(hash, 'base64url') };
}

/** Known to the interceptor too, so that the answer says which catalog version has the write. */
function integrationOf(request: FastifyRequest): Actor {
  const actor = new Actor(INTEGRATION, 'admin', request.id, null);
  setActor(request, actor);
  return actor;
}
