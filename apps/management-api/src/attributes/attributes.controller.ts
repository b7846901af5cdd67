import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Clock } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { CsvUpload } from '../imports/csv-upload';
import { uploadOf } from '../imports/uploads';
import { IdPipe } from '../lists/id.pipe';
import { Pages } from '../lists/pages';
import { readAllowedList } from './allowed-list';
import {
  AllowedListImportDto,
  AllowedListQueryDto,
  AttributeQueryDto,
  AttributeDto,
  AttributePageDto,
  NewAttributeDto,
  UpdateAttributeDto,
} from './attribute.dto';
import { AttributeEntity } from './attribute.entity';
import { showAllowedListImport, showAttribute } from './attribute.wire';
import { AttributeDeclarations, findAttribute } from './attributes.service';

@ApiTags('attributes')
@Controller('v1/attributes')
export class AttributesController {
  constructor(
    private readonly declarations: AttributeDeclarations,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: AttributeDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewAttributeDto): Promise<AttributeDto> {
    return showAttribute(await this.declarations.create(actor, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: AttributePageDto })
  list(@Query() query: AttributeQueryDto): Promise<AttributePageDto> {
    const { entity } = query;
    return this.pages.read({
      list: `attributes/${entity}`,
      entity: AttributeEntity,
      query,
      where: (rows) => rows.andWhere(entity === undefined ? {} : { entity }),
      show: showAttribute,
    });
  }

  @Get(':attributeId')
  @Allow('viewer')
  @ApiOkResponse({ type: AttributeDto })
  async get(@Param('attributeId', IdPipe) id: bigint): Promise<AttributeDto> {
    return showAttribute(await findAttribute(this.dataSource.manager, id));
  }

  @Put(':attributeId')
  @Allow('admin')
  @ApiOkResponse({ type: AttributeDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('attributeId', IdPipe) id: bigint,
    @Body() body: UpdateAttributeDto,
  ): Promise<AttributeDto> {
    return showAttribute(await this.declarations.update(actor, id, body));
  }

  @Delete(':attributeId')
  @HttpCode(204)
  @Allow('admin')
  @ApiNoContentResponse()
  delete(@CurrentActor() actor: Actor, @Param('attributeId', IdPipe) id: bigint): Promise<void> {
    return this.declarations.delete(actor, id);
  }

  /** Puts the file's values, in its column `item`, in place of the suggestions. `restrictedBySuggestions` stays. */
  @CsvUpload(':attributeId/allowed_list/import', 'admin', AllowedListImportDto)
  async importAllowedList(
    @CurrentActor() actor: Actor,
    @Param('attributeId', IdPipe) id: bigint,
    @Query() { skipInvalid }: AllowedListQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<AllowedListImportDto> {
    const { type } = await findAttribute(this.dataSource.manager, id);
    const file = await readAllowedList(await uploadOf(request), type, skipInvalid === 'true');
    await this.declarations.update(actor, id, { suggestions: [...file.items] });
    return showAllowedListImport(id, actor, this.clock.now(), file);
  }
}
