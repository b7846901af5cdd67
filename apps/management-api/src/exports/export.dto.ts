import {
  couponExportQuery,
  effectExportQuery,
  exportEntry,
  exportQuery,
  pageOf,
  referralExportQuery,
  sessionExportQuery,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class CouponExportQueryDto extends createZodDto(couponExportQuery) {}
export class ReferralExportQueryDto extends createZodDto(referralExportQuery) {}
export class EffectExportQueryDto extends createZodDto(effectExportQuery) {}
export class SessionExportQueryDto extends createZodDto(sessionExportQuery) {}
export class ExportQueryDto extends createZodDto(exportQuery) {}
export class ExportPageDto extends createZodDto(pageOf(exportEntry)) {}
