import { account, accountAnalytics } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class AccountDto extends createZodDto(account) {}
export class AccountAnalyticsDto extends createZodDto(accountAnalytics) {}
