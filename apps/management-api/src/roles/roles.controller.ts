import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiError } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import { RoleDto, RolePageDto } from './role.dto';
import { roleEntries } from './roles';

@ApiTags('roles')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: RolePageDto })
  async list(): Promise<RolePageDto> {
    const data = await roleEntries(this.dataSource.manager);
    return { totalResultSize: data.length, hasMore: false, data };
  }

  @Get(':roleId')
  @Allow('viewer')
  @ApiOkResponse({ type: RoleDto })
  async get(@Param('roleId', IdPipe) id: bigint): Promise<RoleDto> {
    const role = (await roleEntries(this.dataSource.manager)).find((entry) => BigInt(entry.id) === id);
    if (!role) throw ApiError.notFound('role.not_found', 'There is no such role');
    return role;
  }
}
