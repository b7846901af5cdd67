import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access';
import { Pages } from '../lists/pages';
import { AudiencePageDto, AudienceQueryDto } from './audience.dto';
import { AudienceEntity } from './audience.entity';
import { showAudience } from './audience.wire';

/** Audiences are made by integrations, over the Integration API. */
@ApiTags('audiences')
@Controller('v1/audiences')
export class AudiencesController {
  constructor(private readonly pages: Pages) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: AudiencePageDto })
  list(@Query() query: AudienceQueryDto): Promise<AudiencePageDto> {
    return this.pages.read({ list: 'audiences', entity: AudienceEntity, query, show: showAudience });
  }
}
