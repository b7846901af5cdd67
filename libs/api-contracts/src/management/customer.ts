import { z } from 'zod';
import { attributes, id, instant } from './fields';
import { listQuery } from './list';

const text = z.string().max(1_000);

/** Profiles that have all of what is given. Attributes that are declared personal are sealed and cannot be searched. */
export const customerSearch = z.object({
  attributes: attributes.default({}),
  integrationIDs: z.array(text).max(1_000).optional(),
  profileIDs: z.array(id).max(1_000).optional(),
});
export type CustomerSearch = z.infer<typeof customerSearch>;

const count = z.int().nonnegative();
const amount = z.number();

/** What a customer's closed sessions in one application come to. Cancelled sessions count for nothing. */
export const customerAnalytics = z.object({
  acceptedCoupons: count,
  createdCoupons: count,
  freeItems: count,
  totalOrders: count,
  totalDiscountedOrders: count,
  totalRevenue: amount.describe('Before discounts, in major units; units that came back are in it.'),
  totalDiscounts: amount.describe('Without those of units that came back.'),
});
export type CustomerAnalytics = z.infer<typeof customerAnalytics>;

export const customerActivityReport = z.object({
  integrationId: z.string(),
  created: instant,
  name: z.string().describe('Empty: names are personal.'),
  customerId: z.int(),
  lastActivity: instant,
  couponRedemptions: count,
  couponUseAttempts: count,
  couponFailedAttempts: count,
  accruedDiscounts: amount,
  accruedRevenue: amount,
  totalOrders: count,
  totalOrdersNoCoupon: count,
  campaignName: z.string().describe('As it was asked for.'),
});
export type CustomerActivityReport = z.infer<typeof customerActivityReport>;

const range = { rangeStart: instant, rangeEnd: instant };

/** Sessions that were created from the range's start on and before its end. */
export const activityRange = listQuery.extend(range);
export type ActivityRange = z.infer<typeof activityRange>;

export const activityReportQuery = activityRange.extend({
  integrationId: text.optional(),
  campaignName: text.optional().describe('A part of the name of a campaign that gave something.'),
  name: text.optional().describe('Refused: personal attributes are sealed and cannot be searched.'),
  advocateName: text.optional().describe('Refused: personal attributes are sealed and cannot be searched.'),
});
export type ActivityReportQuery = z.infer<typeof activityReportQuery>;
