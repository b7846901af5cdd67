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
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { CsvDownload } from '../exports/csv-download';
import { CsvUpload } from '../imports/csv-upload';
import { uploadOf } from '../imports/uploads';
import { IdPipe } from '../lists/id.pipe';
import { CollectionCalls } from './collection-calls';
import { readCollectionFile } from './collection-file';
import { findCollection, OF_ACCOUNT } from './collection-place';
import {
  CollectionDto,
  CollectionImportDto,
  CollectionItemPageDto,
  CollectionPageDto,
  CollectionQueryDto,
  ImportQueryDto,
  NewCollectionDto,
  UpdateCollectionDto,
} from './collection.dto';
import { showCollection } from './collection.wire';
import { Collections } from './collections.service';

/** Collections of the account, for its applications. */
@ApiTags('collections')
@Controller('v1/collections')
export class CollectionsController {
  constructor(
    private readonly collections: Collections,
    private readonly calls: CollectionCalls,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('editor')
  @ApiCreatedResponse({ type: CollectionDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewCollectionDto): Promise<CollectionDto> {
    return showCollection(await this.collections.create(actor, OF_ACCOUNT, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: CollectionPageDto })
  list(@Query() query: CollectionQueryDto): Promise<CollectionPageDto> {
    return this.calls.list(OF_ACCOUNT, query);
  }

  @Get(':collectionId')
  @Allow('viewer')
  @ApiOkResponse({ type: CollectionDto })
  async get(@Param('collectionId', IdPipe) id: bigint): Promise<CollectionDto> {
    return showCollection(await findCollection(this.dataSource.manager, OF_ACCOUNT, id));
  }

  @Put(':collectionId')
  @Allow('editor')
  @ApiOkResponse({ type: CollectionDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('collectionId', IdPipe) id: bigint,
    @Body() body: UpdateCollectionDto,
  ): Promise<CollectionDto> {
    return showCollection(await this.collections.update(actor, OF_ACCOUNT, id, body));
  }

  /** 409 where rules name it, with each of their rulesets. */
  @Delete(':collectionId')
  @HttpCode(204)
  @Allow('editor')
  @ApiNoContentResponse()
  async delete(@CurrentActor() actor: Actor, @Param('collectionId', IdPipe) id: bigint): Promise<void> {
    await this.collections.delete(actor, OF_ACCOUNT, id);
  }

  @Get(':collectionId/items')
  @Allow('viewer')
  @ApiOkResponse({ type: CollectionItemPageDto })
  items(@Param('collectionId', IdPipe) id: bigint, @Query() query: CollectionQueryDto): Promise<CollectionItemPageDto> {
    return this.calls.items(OF_ACCOUNT, id, query);
  }

  @CsvDownload(':collectionId/export')
  export(@Param('collectionId', IdPipe) id: bigint): Promise<StreamableFile> {
    return this.calls.export(OF_ACCOUNT, id);
  }

  /** Puts the file's items, in its column `item`, in place of those before. */
  @CsvUpload(':collectionId/import', 'editor', CollectionImportDto)
  async import(
    @CurrentActor() actor: Actor,
    @Param('collectionId', IdPipe) id: bigint,
    @Query() { skipInvalid }: ImportQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<CollectionImportDto> {
    const file = await readCollectionFile(await uploadOf(request), skipInvalid === 'true');
    return this.calls.import(actor, OF_ACCOUNT, id, file);
  }
}
