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
