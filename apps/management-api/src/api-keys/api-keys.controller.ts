import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import { ApiKeyDto, ApiKeyPageDto, CreatedApiKeyDto, NewApiKeyDto, UpdateApiKeyDto } from './api-key.dto';
import { ApiKeyEntity } from './api-key.entity';
import { showApiKey } from './api-key.wire';
import { ApiKeys } from './api-keys.service';

@ApiTags('API keys')
@Controller('v1/applications/:applicationId/api_keys')
export class ApiKeysController {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: CreatedApiKeyDto })
  async create(
    @CurrentActor() actor: Actor,
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Body() body: NewApiKeyDto,
  ): Promise<CreatedApiKeyDto> {
    const { row, key } = await this.apiKeys.create(actor, applicationId, body);
    return { ...showApiKey(row), key };
  }

  /** Keys that are not revoked; expired ones stay to be seen. */
  @Get()
  @Allow('admin')
  @ApiOkResponse({ type: ApiKeyPageDto })
  list(
    @Param('applicationId', KnownApplication) applicationId: bigint,
    @Query() query: ListQueryDto,
  ): Promise<ApiKeyPageDto> {
    return this.pages.read({
      list: `api_keys/${applicationId}`,
      entity: ApiKeyEntity,
      query,
      where: (rows) => rows.andWhere({ applicationId, revoked: false }),
      show: showApiKey,
    });
  }

  @Put(':keyId')
  @Allow('admin')
  @ApiOkResponse({ type: ApiKeyDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('keyId', IdPipe) id: bigint,
    @Body() body: UpdateApiKeyDto,
  ): Promise<ApiKeyDto> {
    return showApiKey(await this.apiKeys.update(actor, applicationId, id, body));
  }

  @Delete(':keyId')
  @HttpCode(204)
  @Allow('admin')
  @ApiNoContentResponse()
  async revoke(
    @CurrentActor() actor: Actor,
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('keyId', IdPipe) id: bigint,
  ): Promise<void> {
    await this.apiKeys.revoke(actor, applicationId, id);
  }
}
