import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { NotesChange } from '../changes/notes-change';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import { LoyaltyPoints } from './loyalty-points.service';
import { LoyaltyProgramEntity } from './loyalty-program.entity';
import { showLoyaltyProgram } from './loyalty-program.wire';
import { findLoyaltyProgram, LoyaltyPrograms } from './loyalty-programs.service';
import {
  AddLoyaltyPointsDto,
  DeductLoyaltyPointsDto,
  LoyaltyProgramDto,
  LoyaltyProgramPageDto,
  NewLoyaltyProgramDto,
  UpdateLoyaltyProgramDto,
} from './loyalty.dto';

@ApiTags('loyalty')
@Controller('v1/loyalty_programs')
export class LoyaltyProgramsController {
  constructor(
    private readonly programs: LoyaltyPrograms,
    private readonly points: LoyaltyPoints,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: LoyaltyProgramDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewLoyaltyProgramDto): Promise<LoyaltyProgramDto> {
    return showLoyaltyProgram(await this.programs.create(actor, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: LoyaltyProgramPageDto })
  list(@Query() query: ListQueryDto): Promise<LoyaltyProgramPageDto> {
    return this.pages.read({
      list: 'loyalty_programs',
      entity: LoyaltyProgramEntity,
      query,
      show: showLoyaltyProgram,
    });
  }

  @Get(':programId')
  @Allow('viewer')
  @ApiOkResponse({ type: LoyaltyProgramDto })
  async get(@Param('programId', IdPipe) id: bigint): Promise<LoyaltyProgramDto> {
    return showLoyaltyProgram(await findLoyaltyProgram(this.dataSource.manager, id));
  }

  @Put(':programId')
  @Allow('admin')
  @ApiOkResponse({ type: LoyaltyProgramDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('programId', IdPipe) id: bigint,
    @Body() body: UpdateLoyaltyProgramDto,
  ): Promise<LoyaltyProgramDto> {
    return showLoyaltyProgram(await this.programs.update(actor, id, body));
  }

  @Put(':programId/profile/:integrationId/add_points')
  @HttpCode(204)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiNoContentResponse()
  async add(
    @Param('programId', IdPipe) programId: bigint,
    @Param('integrationId') profileId: string,
    @Body() body: AddLoyaltyPointsDto,
  ): Promise<void> {
    await this.points.add({ programId, profileId: profileId.normalize('NFC') }, body);
  }

  @Put(':programId/profile/:integrationId/deduct_points')
  @HttpCode(204)
  @UseInterceptors(NotesChange)
  @Allow('editor')
  @ApiNoContentResponse()
  async deduct(
    @Param('programId', IdPipe) programId: bigint,
    @Param('integrationId') profileId: string,
    @Body() body: DeductLoyaltyPointsDto,
  ): Promise<void> {
    await this.points.deduct({ programId, profileId: profileId.normalize('NFC') }, body);
  }
}
