import {
  listQuery,
  pageOf,
  pageWithoutTotalOf,
  referee,
  referral,
  referralFilter,
  updateReferral,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class ReferralDto extends createZodDto(referral) {}
export class UpdateReferralDto extends createZodDto(updateReferral) {}
export class ReferralPageDto extends createZodDto(pageOf(referral)) {}
export class ReferralPageWithoutTotalDto extends createZodDto(pageWithoutTotalOf(referral)) {}
export class ReferralQueryDto extends createZodDto(listQuery.extend(referralFilter)) {}
export class RefereePageDto extends createZodDto(pageOf(referee)) {}
