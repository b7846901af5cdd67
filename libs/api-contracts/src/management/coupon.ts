import { z } from 'zod';
import { couponPattern, limitConfig, validCharacters } from './campaign';
import { attributes, id, instant } from './fields';

/** The most that one call creates. */
export const COUPONS_PER_CALL = 20_000;
/** The most that one record of the log holds. */
export const COUPONS_PER_CHUNK = 1_000;

const settings = {
  usageLimit: z.int().min(0).max(999_999).describe('0 means unlimited.'),
  discountLimit: z.number().nonnegative().nullish().describe('In major units; null: no limit of value.'),
  startDate: instant.nullish(),
  expiryDate: instant.nullish(),
  attributes: attributes.default({}),
  recipientIntegrationId: z.string().max(1_000).nullish(),
  limits: z.array(limitConfig).max(1).default([]).describe('At most redeemCoupon per Profile.'),
};

export const newCoupons = z.object({
  ...settings,
  numberOfCoupons: z.int().min(1).max(COUPONS_PER_CALL),
  couponPattern: couponPattern.optional().describe("Each # becomes one of validCharacters; default: the campaign's."),
  uniquePrefix: z.string().max(50).optional(),
  validCharacters: validCharacters.optional(),
});
export type NewCoupons = z.infer<typeof newCoupons>;

/** What is left out stays; null clears. */
export const updateCoupon = z.object({
  usageLimit: settings.usageLimit.optional(),
  discountLimit: settings.discountLimit,
  startDate: settings.startDate,
  expiryDate: settings.expiryDate,
  attributes: attributes.optional(),
  recipientIntegrationId: settings.recipientIntegrationId,
  limits: z.array(limitConfig).max(1).optional(),
});
export type UpdateCoupon = z.infer<typeof updateCoupon>;

/** For all coupons of the batch. As in the reference, a start or expiry that is left out becomes none. */
export const updateCouponBatch = z.object({
  batchID: z.string().min(1).max(100),
  usageLimit: settings.usageLimit.optional(),
  discountLimit: settings.discountLimit,
  startDate: settings.startDate,
  expiryDate: settings.expiryDate,
  attributes: attributes.optional(),
});
export type UpdateCouponBatch = z.infer<typeof updateCouponBatch>;

export const coupon = z.object({
  id,
  created: instant,
  campaignId: id,
  value: z.string(),
  usageLimit: z.int(),
  usageCounter: z.int(),
  discountLimit: z.number().optional(),
  discountCounter: z.number(),
  discountRemainder: z.number().optional(),
  startDate: instant.optional(),
  expiryDate: instant.optional(),
  attributes,
  recipientIntegrationId: z.string().optional(),
  batchId: z.string(),
  limits: z.array(limitConfig).optional(),
});
export type Coupon = z.infer<typeof coupon>;

const flag = z.enum(['true', 'false']);

export const couponFilter = {
  value: z.string().max(100).optional(),
  exactMatch: flag.optional(),
  batchId: z.string().max(100).optional(),
  recipientIntegrationId: z.string().max(1_000).optional(),
  valid: z.enum(['expired', 'validNow', 'validFuture']).optional(),
  usable: flag.optional(),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
};

/** Coupons whose attributes have all these values. */
export const couponSearch = z.object({ attributes: attributes.default({}) });
export type CouponSearch = z.infer<typeof couponSearch>;

/** 202: the coupons are on their way; ask for them by `batchId`. */
export const couponBatch = z.object({ batchId: z.string() });
export type CouponBatch = z.infer<typeof couponBatch>;
