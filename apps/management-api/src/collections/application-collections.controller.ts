import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import { CollectionCalls } from './collection-calls';
import { CollectionPageDto, CollectionQueryDto } from './collection.dto';

@ApiTags('collections')
@Controller('v1/applications/:applicationId/collections')
export class ApplicationCollectionsController {
  constructor(private readonly calls: CollectionCalls) {}

  /** Those of the account that the application may use. */
  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: CollectionPageDto })
  list(
    @Param('applicationId', KnownApplication) applicationId: bigint,
    @Query() query: CollectionQueryDto,
  ): Promise<CollectionPageDto> {
    return this.calls.listUsable(applicationId, query);
  }
}
