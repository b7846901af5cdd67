import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import { AccessLists } from './access-lists';
import { AccessLogPageDto, AccessLogPageWithoutTotalDto, AccessLogQueryDto } from './access-log.dto';

/** Calls of the Management API. Those of the Integration API are events and decisions. */
@ApiTags('access logs')
@Controller('v1')
export class AccessLogController {
  constructor(private readonly lists: AccessLists) {}

  @Get('access_logs')
  @Allow('admin')
  @ApiOkResponse({ type: AccessLogPageDto })
  all(@Query() query: AccessLogQueryDto): Promise<AccessLogPageDto> {
    return this.lists.read(query);
  }

  @Get('applications/:applicationId/access_logs')
  @Allow('admin')
  @ApiOkResponse({ type: AccessLogPageDto })
  ofApplication(
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: AccessLogQueryDto,
  ): Promise<AccessLogPageDto> {
    return this.lists.read(query, application);
  }

  @Get('applications/:applicationId/access_logs/no_total')
  @Allow('admin')
  @ApiOkResponse({ type: AccessLogPageWithoutTotalDto })
  async ofApplicationWithoutTotal(
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: AccessLogQueryDto,
  ): Promise<AccessLogPageWithoutTotalDto> {
    const { hasMore, cursor, data } = await this.lists.read(query, application);
    return { hasMore, ...(cursor === undefined ? {} : { cursor }), data };
  }
}
