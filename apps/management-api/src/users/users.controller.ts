import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import { type Actor, CurrentActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import { NewUserDto, UpdateUserDto, UserDto, UserPageDto } from './user.dto';
import { UserEntity } from './user.entity';
import { showUser } from './user.wire';
import { findUser, Users } from './users.service';

@ApiTags('users')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly users: Users,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: UserDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewUserDto): Promise<UserDto> {
    return showUser(await this.users.create(actor, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: UserPageDto })
  list(@Query() query: ListQueryDto): Promise<UserPageDto> {
    return this.pages.read({ list: 'users', entity: UserEntity, query, show: showUser });
  }

  @Get(':userId')
  @Allow('viewer')
  @ApiOkResponse({ type: UserDto })
  async get(@Param('userId', IdPipe) id: bigint): Promise<UserDto> {
    return showUser(await findUser(this.dataSource.manager, id));
  }

  @Put(':userId')
  @Allow('admin')
  @ApiOkResponse({ type: UserDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('userId', IdPipe) id: bigint,
    @Body() body: UpdateUserDto,
  ): Promise<UserDto> {
    return showUser(await this.users.update(actor, id, body));
  }

  @Delete(':userId')
  @HttpCode(204)
  @Allow('admin')
  @ApiNoContentResponse()
  async delete(@CurrentActor() actor: Actor, @Param('userId', IdPipe) id: bigint): Promise<void> {
    await this.users.delete(actor, id);
  }
}
