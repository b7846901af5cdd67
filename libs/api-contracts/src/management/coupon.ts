import { z } from 'zod';
import { couponPattern, limitConfig, validCharacters } from './campaign';
import { attributes, id, instant } from './fields';

/** The most that one call creates. */
const COUPONS_PER_CALL = 20_000;
/** The most that one job creates. */
const COUPONS_PER_JOB = 5_000_000;
/** The most that one call gives to recipients. */
const RECIPIENTS_PER_CALL = 1_000;
/** The most that one record of the log holds. */
export const COUPONS_PER_CHUNK = 1_000;

const anybodys = {
  usageLimit: z.int().min(0).max(999_999).describe('0 means unlimited.'),
  discountLimit: z.number().nonnegative().nullish().describe('In major units; null: no limit of value.'),
  startDate: instant.nullish(),
  expiryDate: instant.nullish(),
  attributes: attributes.default({}),
  limits: z.array(limitConfig).max(1).default([]).describe('At most redeemCoupon per Profile.'),
  reservationLimit: z.int().min(0).max(999_999).default(0).describe('Of rules, not of calls. 0 means unlimited.'),
  isReservationMandatory: z.boolean().default(false).describe('Whether only who has it reserved may redeem it.'),
  implicitlyReserved: z.boolean().default(false).describe("Whether everybody's inventory shows it."),
};

const settings = { ...anybodys, recipientIntegrationId: z.string().max(1_000).nullish() };

const codes = {
  couponPattern: couponPattern.optional().describe("Each # becomes one of validCharacters; default: the campaign's."),
  uniquePrefix: z.string().max(50).optional(),
  validCharacters: validCharacters.optional(),
};

export const newCoupons = z.object({
  ...settings,
  numberOfCoupons: z.int().min(1).max(COUPONS_PER_CALL),
  ...codes,
});
export type NewCoupons = z.infer<typeof newCoupons>;

/** As many as a job creates. */
export const newCouponsAsync = newCoupons.extend({ numberOfCoupons: z.int().min(1).max(COUPONS_PER_JOB) });

/** One coupon for each recipient. */
export const newCouponsForRecipients = z.object({
  ...anybodys,
  recipientsIntegrationIds: z.array(z.string().min(1).max(1_000)).min(1).max(RECIPIENTS_PER_CALL),
  ...codes,
});
export type NewCouponsForRecipients = z.infer<typeof newCouponsForRecipients>;

/** What is left out stays; null clears. */
export const updateCoupon = z.object({
  usageLimit: settings.usageLimit.optional(),
  discountLimit: settings.discountLimit,
  startDate: settings.startDate,
  expiryDate: settings.expiryDate,
  attributes: attributes.optional(),
  recipientIntegrationId: settings.recipientIntegrationId,
  limits: z.array(limitConfig).max(1).optional(),
  reservationLimit: z.int().min(0).max(999_999).optional(),
  isReservationMandatory: z.boolean().optional(),
  implicitlyReserved: z.boolean().optional(),
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
  reservation: z.boolean().describe('Whether it can be reserved.'),
  reservationLimit: z.int(),
  reservationCounter: z.int(),
  isReservationMandatory: z.boolean(),
  implicitlyReserved: z.boolean(),
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
  redeemed: flag.optional().describe('Whether it was ever redeemed and not given back.'),
  referralId: z
    .string()
    .regex(/^\d{1,15}$/, 'an id')
    .optional()
    .describe('No coupon has one: nothing is found.'),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
  startsBefore: instant.optional(),
  startsAfter: instant.optional(),
  expiresBefore: instant.optional(),
  expiresAfter: instant.optional(),
};

/** Coupons whose attributes have all these values. */
export const couponSearch = z.object({ attributes: attributes.default({}) });
export type CouponSearch = z.infer<typeof couponSearch>;

/** The coupons that a job deletes. */
export const newCouponDeletionJob = z.object({ filters: z.strictObject(couponFilter).default({}) });

/** The coupons that a job changes, and how. What is left out stays; null clears. Who may redeem one is its own matter. */
export const newCouponUpdateJob = z.object({
  filters: z.strictObject(couponFilter).default({}),
  changes: updateCoupon.omit({ recipientIntegrationId: true }),
});

export const COUPON_JOB_STATES = ['running', 'done', 'cancelled', 'failed'] as const;

/** Work on coupons that goes on after the call that asked for it. */
export const couponJob = z.object({
  id,
  applicationId: id,
  campaignId: id,
  kind: z.enum(['creation', 'update', 'deletion']),
  state: z.enum(COUPON_JOB_STATES),
  batchId: z.string().optional().describe('Of the coupons that are created or updated.'),
  total: z.int().optional().describe('Coupons that it creates; of a selection only the read model knows how many.'),
  done: z.int().describe('Coupons created, updated or deleted so far.'),
  error: z.string().optional().describe('Why it failed; what was done until then stays.'),
  createdBy: id,
  created: instant,
  updated: instant,
});
export type CouponJob = z.infer<typeof couponJob>;

export const couponImportQuery = z.object({
  skipDuplicates: flag
    .optional()
    .describe('true: codes that exist, or stand in the file twice, are left out and named.'),
  skipInvalid: flag.optional().describe('true: rows that are wrong are left out and named.'),
});
export type CouponImportQuery = z.infer<typeof couponImportQuery>;

/** What became of a file. */
export const couponImport = z.object({
  id,
  created: instant,
  accountId: id,
  userId: id,
  entity: z.enum(['Coupon', 'Referral']),
  amount: z.int().describe('Coupons created.'),
  batchId: z.string(),
  skipped: z.int().describe('Rows left out.'),
  rows: z.array(z.object({ line: z.int(), reason: z.string() })).describe('The first 1000 of them.'),
});
export type CouponImport = z.infer<typeof couponImport>;
