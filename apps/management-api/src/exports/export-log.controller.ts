import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access';
import { ExportPageDto, ExportQueryDto } from './export.dto';
import { ExportLog } from './export-log';

@ApiTags('exports')
@Controller('v1/exports')
export class ExportLogController {
  constructor(private readonly log: ExportLog) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: ExportPageDto })
  list(@Query() query: ExportQueryDto): Promise<ExportPageDto> {
    return this.log.read(query);
  }
}
