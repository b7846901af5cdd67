import type { CustomerActivityReport, CustomerAnalytics } from '@tessera/api-contracts';
import { z } from 'zod';
import type { Profile } from './profiles';

/** What a customer's closed sessions come to, as the session projection gives it. */
export const customerOrders = z.object({
  profile: z.string(),
  firstOrder: z.string(),
  lastOrder: z.string(),
  orders: z.int(),
  discountedOrders: z.int(),
  ordersWithoutCoupon: z.int(),
  revenue: z.number(),
  discounts: z.number(),
  acceptedCoupons: z.int(),
  rejectedCoupons: z.int(),
  createdCoupons: z.int(),
  freeItems: z.int(),
});
export type CustomerOrders = z.infer<typeof customerOrders>;

/** @param orders undefined: the customer never closed a session */
export function showAnalytics(orders: CustomerOrders | undefined): CustomerAnalytics {
  return {
    acceptedCoupons: orders?.acceptedCoupons ?? 0,
    createdCoupons: orders?.createdCoupons ?? 0,
    freeItems: orders?.freeItems ?? 0,
    totalOrders: orders?.orders ?? 0,
    totalDiscountedOrders: orders?.discountedOrders ?? 0,
    totalRevenue: orders?.revenue ?? 0,
    totalDiscounts: orders?.discounts ?? 0,
  };
}

/** @param profile undefined: its read model has not come as far as that of the sessions */
export function reportOf(
  integrationId: string,
  orders: CustomerOrders | undefined,
  profile: Profile | undefined,
  campaignName: string,
): CustomerActivityReport {
  const epoch = new Date(0).toISOString();
  const accepted = orders?.acceptedCoupons ?? 0;
  const rejected = orders?.rejectedCoupons ?? 0;
  return {
    integrationId,
    created: profile?.created ?? orders?.firstOrder ?? epoch,
    name: '',
    customerId: profile?.id ?? 0,
    lastActivity: orders?.lastOrder ?? profile?.lastActivity ?? epoch,
    couponRedemptions: accepted,
    couponUseAttempts: accepted + rejected,
    couponFailedAttempts: rejected,
    accruedDiscounts: orders?.discounts ?? 0,
    accruedRevenue: orders?.revenue ?? 0,
    totalOrders: orders?.orders ?? 0,
    totalOrdersNoCoupon: orders?.ordersWithoutCoupon ?? 0,
    campaignName,
  };
}
