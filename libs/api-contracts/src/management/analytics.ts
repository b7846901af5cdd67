import { z } from 'zod';
import { instant } from './fields';

const GRANULARITIES = ['1 hour', '1 day', '1 week', '1 month', '1 year'] as const;

export const analyticsQuery = z.object({
  rangeStart: instant,
  rangeEnd: instant.describe('The first moment after the range.'),
  granularity: z
    .enum(GRANULARITIES)
    .default('1 day')
    .describe('In the time zone of the application; weeks from Monday.'),
});
export type AnalyticsQuery = z.infer<typeof analyticsQuery>;

const count = z.int();
const amount = z.number().describe('In major units.');

/** What a campaign gave in one hour, day …; `total…`: since it began, up to the end of that hour, day …. */
export const campaignAnalytics = z.object({
  date: instant.describe('The start of the hour, day ….'),
  campaignRevenue: amount,
  totalCampaignRevenue: amount,
  campaignRefund: amount,
  totalCampaignRefund: amount,
  campaignDiscountCosts: amount,
  totalCampaignDiscountCosts: amount,
  campaignRefundedDiscounts: amount,
  totalCampaignRefundedDiscounts: amount,
  campaignFreeItems: count,
  totalCampaignFreeItems: count,
  couponRedemptions: count,
  totalCouponRedemptions: count,
  couponRolledbackRedemptions: count,
  totalCouponRolledbackRedemptions: count,
  referralRedemptions: count,
  totalReferralRedemptions: count,
  couponsCreated: count,
  totalCouponsCreated: count,
  referralsCreated: count,
  totalReferralsCreated: count,
  addedLoyaltyPoints: z.number(),
  totalAddedLoyaltyPoints: z.number(),
  deductedLoyaltyPoints: z.number(),
  totalDeductedLoyaltyPoints: z.number(),
});
export type CampaignAnalytics = z.infer<typeof campaignAnalytics>;
