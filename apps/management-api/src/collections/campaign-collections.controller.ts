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
import type { Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { CsvDownload } from '../exports/csv-download';
import { CsvUpload } from '../imports/csv-upload';
import { uploadOf } from '../imports/uploads';
import { IdPipe } from '../lists/id.pipe';
import { CollectionCalls } from './collection-calls';
import { readCollectionFile } from './collection-file';
import { findCollection } from './collection-place';
import {
  CollectionDto,
  CollectionImportDto,
  CollectionItemPageDto,
  CollectionPageDto,
  CollectionQueryDto,
  ImportQueryDto,
  NewCampaignCollectionDto,
  UpdateCampaignCollectionDto,
} from './collection.dto';
import { showCollection } from './collection.wire';
import { Collections } from './collections.service';

/** Collections of one campaign. */
@ApiTags('collections')
@Controller('v1/applications/:applicationId/campaigns/:campaignId/collections')
export class CampaignCollectionsController {
  constructor(
    private readonly collections: Collections,
    private readonly calls: CollectionCalls,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('editor')
  @ApiCreatedResponse({ type: CollectionDto })
  async create(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Body() body: NewCampaignCollectionDto,
  ): Promise<CollectionDto> {
    return showCollection(await this.collections.create(actor, place, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: CollectionPageDto })
  list(@InCampaign() place: Place, @Query() query: CollectionQueryDto): Promise<CollectionPageDto> {
    return this.calls.list(place, query);
  }

  @Get(':collectionId')
  @Allow('viewer')
  @ApiOkResponse({ type: CollectionDto })
  async get(@InCampaign() place: Place, @Param('collectionId', IdPipe) id: bigint): Promise<CollectionDto> {
    return showCollection(await findCollection(this.dataSource.manager, place, id));
  }

  @Put(':collectionId')
  @Allow('editor')
  @ApiOkResponse({ type: CollectionDto })
  async update(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('collectionId', IdPipe) id: bigint,
    @Body() body: UpdateCampaignCollectionDto,
  ): Promise<CollectionDto> {
    return showCollection(await this.collections.update(actor, place, id, body));
  }

  /** 409 where rules name it, with each of their rulesets. */
  @Delete(':collectionId')
  @HttpCode(204)
  @Allow('editor')
  @ApiNoContentResponse()
  async delete(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('collectionId', IdPipe) id: bigint,
  ): Promise<void> {
    await this.collections.delete(actor, place, id);
  }

  @Get(':collectionId/items')
  @Allow('viewer')
  @ApiOkResponse({ type: CollectionItemPageDto })
  items(
    @InCampaign() place: Place,
    @Param('collectionId', IdPipe) id: bigint,
    @Query() query: CollectionQueryDto,
  ): Promise<CollectionItemPageDto> {
    return this.calls.items(place, id, query);
  }

  @CsvDownload(':collectionId/export')
  export(@InCampaign() place: Place, @Param('collectionId', IdPipe) id: bigint): Promise<StreamableFile> {
    return this.calls.export(place, id);
  }

  /** Puts the file's items, in its column `item`, in place of those before. */
  @CsvUpload(':collectionId/import', 'editor', CollectionImportDto)
  async import(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('collectionId', IdPipe) id: bigint,
    @Query() { skipInvalid }: ImportQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<CollectionImportDto> {
    const file = await readCollectionFile(await uploadOf(request), skipInvalid === 'true');
    return this.calls.import(actor, place, id, file);
  }
}
