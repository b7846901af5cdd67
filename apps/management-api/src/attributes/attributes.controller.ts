import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import { AttributeDto, AttributePageDto, NewAttributeDto, UpdateAttributeDto } from './attribute.dto';
import { AttributeEntity } from './attribute.entity';
import { showAttribute } from './attribute.wire';
import { AttributeDeclarations, findAttribute } from './attributes.service';

@ApiTags('attributes')
@Controller('v1/attributes')
export class AttributesController {
  constructor(
    private readonly declarations: AttributeDeclarations,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
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
  list(@Query() query: ListQueryDto): Promise<AttributePageDto> {
    return this.pages.read({ list: 'attributes', entity: AttributeEntity, query, show: showAttribute });
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
}
