import { z } from 'zod';
import { id, instant } from './fields';
import { pageOf } from './list';

const count = z.int().nonnegative();

/** One installation is one account. Names and the address for bills are the retailer's own affair and empty. */
export const account = z.object({
  id,
  created: instant,
  modified: instant,
  companyName: z.string(),
  domainName: z.string(),
  state: z.literal('active'),
  billingEmail: z.string(),
  applicationCount: count,
  userCount: count,
  campaignsActiveCount: count,
  campaignsInactiveCount: count,
});
export type Account = z.infer<typeof account>;

const codes = count.describe('Counts up to 10000 for each application.');

export const accountAnalytics = z.object({
  applications: count,
  liveApplications: count,
  sandboxApplications: count,
  campaigns: count,
  activeCampaigns: count.describe('Running now.'),
  liveActiveCampaigns: count,
  coupons: codes,
  activeCoupons: codes,
  expiredCoupons: codes,
  referralCodes: codes,
  activeReferralCodes: codes,
  expiredReferralCodes: codes,
  activeRules: count.describe('Of campaigns that run now.'),
  users: count,
  roles: count,
  customAttributes: count,
  webhooks: count,
  loyaltyPrograms: count,
  liveLoyaltyPrograms: count,
});
export type AccountAnalytics = z.infer<typeof accountAnalytics>;

export const roleEntry = z.object({
  id,
  created: instant.describe('When the account was set up.'),
  modified: instant,
  accountID: id.describe('As version 4 of the SDK spells it.'),
  accountId: id,
  name: z.string(),
  description: z.string(),
  members: z.array(id).describe('Ids of users.'),
  acl: z.object({}),
});
export type RoleEntry = z.infer<typeof roleEntry>;
export const rolePage = pageOf(roleEntry);
