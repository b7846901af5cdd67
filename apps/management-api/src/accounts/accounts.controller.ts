import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiError } from '@tessera/service-kit';
import { ACCOUNT_ID } from '../applications/application.wire';
import { Allow } from '../auth/access';
import { IdPipe } from '../lists/id.pipe';
import { AccountAnalyticsDto, AccountDto } from './account.dto';
import { Accounts } from './accounts';

@ApiTags('accounts')
@Controller('v1/accounts/:accountId')
export class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: AccountDto })
  get(@Param('accountId', IdPipe) id: bigint): Promise<AccountDto> {
    checkAccount(id);
    return this.accounts.show();
  }

  @Get('analytics')
  @Allow('viewer')
  @ApiOkResponse({ type: AccountAnalyticsDto })
  analytics(@Param('accountId', IdPipe) id: bigint): Promise<AccountAnalyticsDto> {
    checkAccount(id);
    return this.accounts.analytics();
  }
}

function checkAccount(id: bigint): void {
  if (id !== BigInt(ACCOUNT_ID)) throw ApiError.notFound('account.not_found', 'There is no such account');
}
