import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import {
  AdditionalCostDto,
  AdditionalCostPageDto,
  NewAdditionalCostDto,
  UpdateAdditionalCostDto,
} from './additional-cost.dto';
import { AdditionalCostEntity } from './additional-cost.entity';
import { showAdditionalCost } from './additional-cost.wire';
import { AdditionalCosts, findAdditionalCost } from './additional-costs.service';

@ApiTags('additional costs')
@Controller('v1/additional_costs')
export class AdditionalCostsController {
  constructor(
    private readonly costs: AdditionalCosts,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: AdditionalCostDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewAdditionalCostDto): Promise<AdditionalCostDto> {
    return showAdditionalCost(await this.costs.create(actor, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: AdditionalCostPageDto })
  list(@Query() query: ListQueryDto): Promise<AdditionalCostPageDto> {
    return this.pages.read({ list: 'additional_costs', entity: AdditionalCostEntity, query, show: showAdditionalCost });
  }

  @Get(':additionalCostId')
  @Allow('viewer')
  @ApiOkResponse({ type: AdditionalCostDto })
  async get(@Param('additionalCostId', IdPipe) id: bigint): Promise<AdditionalCostDto> {
    return showAdditionalCost(await findAdditionalCost(this.dataSource.manager, id));
  }

  @Put(':additionalCostId')
  @Allow('admin')
  @ApiOkResponse({ type: AdditionalCostDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('additionalCostId', IdPipe) id: bigint,
    @Body() body: UpdateAdditionalCostDto,
  ): Promise<AdditionalCostDto> {
    return showAdditionalCost(await this.costs.update(actor, id, body));
  }
}
