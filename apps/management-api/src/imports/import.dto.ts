import { couponImport, couponImportQuery } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class CouponImportDto extends createZodDto(couponImport) {}
export class CouponImportQueryDto extends createZodDto(couponImportQuery) {}
