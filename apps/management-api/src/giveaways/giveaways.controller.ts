import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Req,
  type StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { NotesChange } from '../changes/notes-change';
import { CsvDownload } from '../exports/csv-download';
import { download } from '../exports/download';
import { CsvUpload } from '../imports/csv-upload';
import { uploadOf } from '../imports/uploads';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import { GiveawayCodes } from './giveaway-codes.service';
import {
  GiveawayImportDto,
  GiveawayImportQueryDto,
  GiveawayPoolDto,
  GiveawayPoolPageDto,
  NewGiveawayPoolDto,
  UpdateGiveawayPoolDto,
} from './giveaway.dto';
import { readGiveawayFile } from './giveaway-file';
import { GiveawayPoolEntity } from './giveaway-pool.entity';
import { showGiveawayPool } from './giveaway-pool.wire';
import { findGiveawayPool, GiveawayPools } from './giveaway-pools.service';

@ApiTags('giveaways')
@Controller('v1/giveaways/pools')
export class GiveawaysController {
  constructor(
    private readonly giveawayPools: GiveawayPools,
    private readonly codes: GiveawayCodes,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('editor')
  @ApiCreatedResponse({ type: GiveawayPoolDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewGiveawayPoolDto): Promise<GiveawayPoolDto> {
    return showGiveawayPool(await this.giveawayPools.create(actor, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: GiveawayPoolPageDto })
  list(@Query() query: ListQueryDto): Promise<GiveawayPoolPageDto> {
    return this.pages.read({ list: 'giveaway_pools', entity: GiveawayPoolEntity, query, show: showGiveawayPool });
  }

  @Get(':poolId')
  @Allow('viewer')
  @ApiOkResponse({ type: GiveawayPoolDto })
  async get(@Param('poolId', IdPipe) id: bigint): Promise<GiveawayPoolDto> {
    return showGiveawayPool(await findGiveawayPool(this.dataSource.manager, id));
  }

  @Put(':poolId')
  @Allow('editor')
  @ApiOkResponse({ type: GiveawayPoolDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('poolId', IdPipe) id: bigint,
    @Body() body: UpdateGiveawayPoolDto,
  ): Promise<GiveawayPoolDto> {
    return showGiveawayPool(await this.giveawayPools.update(actor, id, body));
  }

  /** 409 where effects name it, with each of their rulesets. */
  @Delete(':poolId')
  @HttpCode(204)
  @Allow('editor')
  @ApiNoContentResponse()
  async delete(@CurrentActor() actor: Actor, @Param('poolId', IdPipe) id: bigint): Promise<void> {
    await this.giveawayPools.delete(actor, id);
  }

  /** Adds the codes in the file's column `code`, with `startdate` and `enddate`; those that the pool has already are left out. */
  @CsvUpload(':poolId/import', 'editor', GiveawayImportDto)
  @UseInterceptors(NotesChange)
  async import(
    @CurrentActor() actor: Actor,
    @Param('poolId', IdPipe) id: bigint,
    @Query() { skipInvalid }: GiveawayImportQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<GiveawayImportDto> {
    const file = await readGiveawayFile(await uploadOf(request), skipInvalid === 'true');
    return this.codes.import(actor, id, file);
  }

  @CsvDownload(':poolId/export')
  async export(@Param('poolId', IdPipe) id: bigint): Promise<StreamableFile> {
    return download(`giveaways-${id}`, await this.codes.export(id));
  }
}
