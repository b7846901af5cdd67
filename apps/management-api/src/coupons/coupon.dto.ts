import {
  campaignState,
  coupon,
  couponFilter,
  couponSearch,
  listQuery,
  newCoupons,
  newCouponsForRecipients,
  pageOf,
  pageWithoutTotalOf,
  updateCoupon,
  updateCouponBatch,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class NewCouponsDto extends createZodDto(newCoupons) {}
export class NewCouponsForRecipientsDto extends createZodDto(newCouponsForRecipients) {}
export class UpdateCouponDto extends createZodDto(updateCoupon) {}
export class UpdateCouponBatchDto extends createZodDto(updateCouponBatch) {}
export class CouponDto extends createZodDto(coupon) {}
export class CouponPageDto extends createZodDto(pageOf(coupon)) {}
export class CouponPageWithoutTotalDto extends createZodDto(pageWithoutTotalOf(coupon)) {}
export class CouponSearchDto extends createZodDto(couponSearch) {}
export class CouponQueryDto extends createZodDto(listQuery.extend(couponFilter)) {}
export class ApplicationCouponQueryDto extends createZodDto(
  listQuery.extend({ ...couponFilter, campaignState: campaignState.optional() }),
) {}
/** Strict: a filter that is misspelt or not there yet would delete more than was meant. */
export class CouponDeletionDto extends createZodDto(z.strictObject(couponFilter)) {}
export class NewCouponsQueryDto extends createZodDto(z.object({ silent: z.string().max(10).optional() })) {}
