import { z } from 'zod';
import { campaignState } from './campaign';
import { attributes, id, instant } from './fields';

export const referral = z.object({
  id,
  created: instant,
  campaignId: id,
  code: z.string(),
  advocateProfileIntegrationId: z.string(),
  friendProfileIntegrationId: z.string().optional(),
  usageLimit: z.int(),
  usageCounter: z.int(),
  startDate: instant.optional(),
  expiryDate: instant.optional(),
  attributes,
  batchId: z.string(),
});
export type Referral = z.infer<typeof referral>;

/** What is left out stays; null clears. */
export const updateReferral = z.object({
  friendProfileIntegrationId: z.string().max(1_000).nullish(),
  startDate: instant.nullish(),
  expiryDate: instant.nullish(),
  usageLimit: z.int().min(0).max(999_999).optional().describe('0 means unlimited.'),
  attributes: attributes.optional(),
});
export type UpdateReferral = z.infer<typeof updateReferral>;

/** Who came by somebody's code. */
export const referee = z.object({
  applicationId: id,
  sessionId: z.string().describe('In which the friend redeemed the code.'),
  advocateIntegrationId: z.string(),
  friendIntegrationId: z.string(),
  code: z.string(),
  created: instant.describe('When the friend redeemed it.'),
});

export const referralFilter = {
  code: z.string().max(100).optional(),
  advocate: z.string().max(1_000).optional(),
  valid: z.enum(['expired', 'validNow', 'validFuture']).optional(),
  usable: z.enum(['true', 'false']).optional(),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
};

export const referralExportQuery = z.object({
  campaignId: z.coerce.number().pipe(id).optional(),
  ...referralFilter,
  batchId: z.string().max(100).optional(),
  campaignState: campaignState.optional(),
  dateFormat: z.enum(['excel', 'ISO8601']).default('ISO8601'),
});
