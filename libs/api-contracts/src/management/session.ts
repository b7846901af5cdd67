import { z } from 'zod';
import { customerSession } from '../integration/state';
import { instant } from './fields';
import { listQuery } from './list';

/** A session as the SDK's model of it has it, with what the Integration API shows beside that. */
export const applicationSession = customerSession.extend({
  profileId: z.int().optional().describe('The number of the profile; left out where there is none.'),
  profileIntegrationId: z.string(),
  profileintegrationid: z.string().describe('The same under the name that the SDK reads.'),
  coupon: z.string().describe('The first code.'),
  referral: z.string(),
  discounts: z.record(z.string(), z.number()).describe('Amounts by the names of discounts, in major units.'),
  totalDiscounts: z.number(),
  closedAt: instant.optional().describe('When it closed last.'),
});
export type ApplicationSession = z.infer<typeof applicationSession>;

export const sessionQuery = listQuery.extend({
  profile: z.string().max(1_000).optional(),
  state: z.enum(['open', 'closed', 'partially_returned', 'cancelled']).optional(),
  coupon: z.string().max(100).optional(),
  referral: z.string().max(100).optional(),
  integrationId: z.string().max(1_000).optional(),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
});
export type SessionQuery = z.infer<typeof sessionQuery>;
