import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { COUNT_LIMIT } from '@tessera/postgres';
import { KnownApplication } from '../applications/known-application';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { ShownDto, ShownPageDto } from '../read-models/read-model.dto';
import { CustomerPageWithoutTotalDto, CustomerSearchDto } from './customer.dto';
import { ACCOUNT, type ProfilePage, Profiles } from './profiles';

/** Customer profiles: of the account, and as an application knows them. */
@ApiTags('sessions and customers')
@Controller('v1')
export class CustomersController {
  constructor(private readonly profiles: Profiles) {}

  @Get('customers/no_total')
  @Allow('viewer')
  @ApiOkResponse({ type: CustomerPageWithoutTotalDto })
  list(@Query() query: ListQueryDto): Promise<CustomerPageWithoutTotalDto> {
    return this.profiles.search(ACCOUNT, {}, { ...query, total: 'false' });
  }

  @Get('customers/:customerId')
  @Allow('viewer')
  @ApiOkResponse({ type: ShownDto })
  get(@Param('customerId', IdPipe) id: bigint): Promise<ShownDto> {
    return this.profiles.byId(ACCOUNT, id);
  }

  @Post('customer_search/no_total')
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: CustomerPageWithoutTotalDto })
  search(@Query() query: ListQueryDto, @Body() search: CustomerSearchDto): Promise<CustomerPageWithoutTotalDto> {
    return this.profiles.search(ACCOUNT, search, { ...query, total: 'false' });
  }

  @Post('application_customer_search')
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: ShownPageDto })
  async searchAll(@Query() query: ListQueryDto, @Body() search: CustomerSearchDto): Promise<ShownPageDto> {
    return counted(await this.profiles.search(ACCOUNT, search, query));
  }

  @Get('applications/:applicationId/customers/:customerId')
  @Allow('viewer')
  @ApiOkResponse({ type: ShownDto })
  ofApplication(
    @Param('applicationId', KnownApplication) application: bigint,
    @Param('customerId', IdPipe) id: bigint,
  ): Promise<ShownDto> {
    return this.profiles.byId(application, id);
  }

  @Post('applications/:applicationId/customer_search')
  @HttpCode(200)
  @Allow('viewer')
  @ApiOkResponse({ type: ShownPageDto })
  async searchOfApplication(
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: ListQueryDto,
    @Body() search: CustomerSearchDto,
  ): Promise<ShownPageDto> {
    return counted(await this.profiles.search(application, search, query));
  }
}

function counted({ totalResultSize = COUNT_LIMIT, ...page }: ProfilePage): ShownPageDto {
  return { totalResultSize, ...page };
}
