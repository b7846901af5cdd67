import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { ApplicationLists } from './application-lists';
import {
  ApplicationDto,
  ApplicationHealthDto,
  ApplicationPageDto,
  NewApplicationDto,
  UpdateApplicationDto,
} from './application.dto';
import { Applications } from './applications.service';
import { findApplication } from './find-application';
import { ApplicationUse } from './application-use';

@ApiTags('applications')
@Controller('v1/applications')
export class ApplicationsController {
  constructor(
    private readonly applications: Applications,
    private readonly use: ApplicationUse,
    private readonly dataSource: DataSource,
    private readonly lists: ApplicationLists,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: ApplicationDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewApplicationDto): Promise<ApplicationDto> {
    return this.lists.show(await this.applications.create(actor, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: ApplicationPageDto })
  list(@Query() query: ListQueryDto): Promise<ApplicationPageDto> {
    return this.lists.read(query);
  }

  @Get(':applicationId')
  @Allow('viewer')
  @ApiOkResponse({ type: ApplicationDto })
  async get(@Param('applicationId', IdPipe) id: bigint): Promise<ApplicationDto> {
    return this.lists.show(await findApplication(this.dataSource.manager, id));
  }

  @Put(':applicationId')
  @Allow('admin')
  @ApiOkResponse({ type: ApplicationDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('applicationId', IdPipe) id: bigint,
    @Body() body: UpdateApplicationDto,
  ): Promise<ApplicationDto> {
    return this.lists.show(await this.applications.update(actor, id, body));
  }

  @Get(':applicationId/health_report')
  @Allow('viewer')
  @ApiOkResponse({ type: ApplicationHealthDto })
  async health(@Param('applicationId', IdPipe) id: bigint): Promise<ApplicationHealthDto> {
    return this.use.of(await findApplication(this.dataSource.manager, id));
  }
}
