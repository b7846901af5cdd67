import { z } from 'zod';
import { coupon } from '../management/coupon';
import { referral } from '../management/referral';
import { instant } from './fields';
import { loyalty } from './loyalty';
import { customerProfile } from './state';

/** The most profiles that one call reserves a coupon for. */
const RESERVATIONS_PER_CALL = 1_000;

/** The body of POST and DELETE /v1/coupon_reservations/{couponValue}. */
export const couponReservations = z.object({
  integrationIDs: z.array(z.string()).min(1).max(RESERVATIONS_PER_CALL),
});

/** Who has a coupon reserved; the first 1000. */
export const reservedCustomers = z.object({ totalResultSize: z.int(), data: z.array(customerProfile) });

const INVENTORY_STATES = ['active', 'used', 'expired', 'pending', 'disabled'] as const;

export const inventoryCoupon = coupon.extend({
  profileRedemptionCount: z.int().describe('How often this profile has redeemed it.'),
  state: z.enum(INVENTORY_STATES),
});
export type InventoryCoupon = z.infer<typeof inventoryCoupon>;

export const inventoryReferral = referral.extend({
  referredCustomers: z.array(z.string()).describe('Integration ids of the friends who came by it.'),
});

/** A code that was given away to the profile. */
export const inventoryGiveaway = z.object({
  id: z.int(),
  created: instant,
  poolId: z.int(),
  poolName: z.string(),
  code: z.string(),
  startDate: instant.optional(),
  endDate: instant.optional().describe('Exclusive.'),
  used: z.boolean(),
  awardedAt: instant,
  campaignId: z.int(),
  profileIntegrationId: z.string(),
  sessionIntegrationId: z.string().nullable(),
});

/** What a profile has; each part as it is asked for. */
export const customerInventory = z.object({
  profile: customerProfile.optional(),
  coupons: z.array(inventoryCoupon).optional().describe('The first 1000.'),
  loyalty: loyalty.optional(),
  referrals: z.array(inventoryReferral).optional().describe('Of which it is the advocate; the first 1000.'),
  giveaways: z.array(inventoryGiveaway).optional().describe('The last 1000.'),
});
