import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import { CreatedManagementKeyDto, ManagementKeyPageDto, NewManagementKeyDto } from './management-key.dto';
import { ManagementKeyEntity } from './management-key.entity';
import { ManagementKeys, showManagementKey } from './management-keys.service';

@ApiTags('management keys')
@Controller('v1/management_keys')
export class ManagementKeysController {
  constructor(
    private readonly keys: ManagementKeys,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: CreatedManagementKeyDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewManagementKeyDto): Promise<CreatedManagementKeyDto> {
    const { row, key } = await this.keys.create(actor, body);
    return { ...showManagementKey(row), key };
  }

  /** Keys that are not revoked; expired ones stay to be seen. */
  @Get()
  @Allow('admin')
  @ApiOkResponse({ type: ManagementKeyPageDto })
  list(@Query() query: ListQueryDto): Promise<ManagementKeyPageDto> {
    return this.pages.read({
      list: 'management_keys',
      entity: ManagementKeyEntity,
      query,
      where: (rows) => rows.andWhere({ revoked: false }),
      show: showManagementKey,
    });
  }

  @Delete(':keyId')
  @HttpCode(204)
  @Allow('admin')
  @ApiNoContentResponse()
  async revoke(@CurrentActor() actor: Actor, @Param('keyId', IdPipe) id: bigint): Promise<void> {
    await this.keys.revoke(actor, id);
  }
}
