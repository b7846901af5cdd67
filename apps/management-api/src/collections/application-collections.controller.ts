import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { findApplication } from '../applications/find-application';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import { CollectionCalls } from './collection-calls';
import { CollectionPageDto, CollectionQueryDto } from './collection.dto';

@ApiTags('collections')
@Controller('v1/applications/:applicationId/collections')
export class ApplicationCollectionsController {
  constructor(
    private readonly calls: CollectionCalls,
    private readonly dataSource: DataSource,
  ) {}

  /** Those of the account that the application may use. */
  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: CollectionPageDto })
  async list(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: CollectionQueryDto,
  ): Promise<CollectionPageDto> {
    await findApplication(this.dataSource.manager, applicationId);
    return this.calls.listUsable(applicationId, query);
  }
}
