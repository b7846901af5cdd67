import { couponExportQuery, effectExportQuery, referralExportQuery, sessionExportQuery } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class CouponExportQueryDto extends createZodDto(couponExportQuery) {}
export class ReferralExportQueryDto extends createZodDto(referralExportQuery) {}
export class EffectExportQueryDto extends createZodDto(effectExportQuery) {}
export class SessionExportQueryDto extends createZodDto(sessionExportQuery) {}
