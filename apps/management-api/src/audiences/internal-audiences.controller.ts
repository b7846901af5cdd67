import { Body, Controller, Delete, HttpCode, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ServiceGuard } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import { Actor, setActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { AudienceDto, NewAudienceDto, UpdateAudienceDto } from './audience.dto';
import { showAudience } from './audience.wire';
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
  async create(@Req() request: FastifyRequest, @Body() body: NewAudienceDto): Promise<AudienceDto> {
    return showAudience(await this.audiences.create(integrationOf(request), body));
  }

  @Put(':audienceId')
  async update(
    @Req() request: FastifyRequest,
    @Param('audienceId', IdPipe) id: bigint,
    @Body() body: UpdateAudienceDto,
  ): Promise<AudienceDto> {
    return showAudience(await this.audiences.update(integrationOf(request), id, body));
  }

  @Delete(':audienceId')
  @HttpCode(204)
  async delete(@Req() request: FastifyRequest, @Param('audienceId', IdPipe) id: bigint): Promise<void> {
    await this.audiences.delete(integrationOf(request), id);
  }
}

/** Known to the interceptor too, so that the answer says which catalog version has the write. */
function integrationOf(request: FastifyRequest): Actor {
  const actor = new Actor(INTEGRATION, 'admin', request.id, null);
  setActor(request, actor);
  return actor;
}
