import { listQuery, pageOf, pageWithoutTotalOf, referral, referralFilter } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class ReferralPageDto extends createZodDto(pageOf(referral)) {}
export class ReferralPageWithoutTotalDto extends createZodDto(pageWithoutTotalOf(referral)) {}
export class ReferralQueryDto extends createZodDto(listQuery.extend(referralFilter)) {}
