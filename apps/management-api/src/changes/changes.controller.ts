import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access';
import { ChangePageDto, ChangeQueryDto } from './change.dto';
import { Changes } from './changes';

/** Who changed what, and when. */
@ApiTags('changes')
@Controller('v1/changes')
export class ChangesController {
  constructor(private readonly changes: Changes) {}

  @Get()
  @Allow('admin')
  @ApiOkResponse({ type: ChangePageDto })
  list(@Query() query: ChangeQueryDto): Promise<ChangePageDto> {
    return this.changes.read(query);
  }
}
