import { z } from 'zod';
import { campaignState } from './campaign';
import { couponFilter } from './coupon';
import { id, idText, instant } from './fields';
import { listQuery } from './list';

const created = { createdBefore: instant.optional(), createdAfter: instant.optional() };
const dateFormat = z.enum(['excel', 'ISO8601']).default('ISO8601');

export const effectExportQuery = z.object({
  campaignId: z.coerce.number().pipe(id).optional(),
  ...created,
  dateFormat,
});

export const sessionExportQuery = z.object({
  profileIntegrationId: z.string().max(1_000).optional(),
  customerSessionState: z.enum(['open', 'closed', 'partially_returned', 'cancelled']).optional(),
  ...created,
  dateFormat,
});

export const couponExportQuery = z.object({
  campaignId: z.coerce.number().pipe(id).optional(),
  ...couponFilter,
  campaignState: campaignState.optional(),
  sort: z.enum(['id', '-id', 'created', '-created']).optional(),
  dateFormat,
});

const EXPORTED = ['Coupon', 'Referral', 'Effect', 'CustomerSession', 'LoyaltyLedger', 'Collection'] as const;

/** An export that somebody took: what of, and by which filter. */
export const exportEntry = z.object({
  id,
  created: instant,
  accountId: id,
  userId: id,
  entity: z.enum(EXPORTED),
  filter: z.record(z.string(), z.unknown()),
});
export type ExportEntry = z.infer<typeof exportEntry>;

export const exportQuery = listQuery.extend({
  applicationId: idText.optional(),
  campaignId: idText.optional(),
  entity: z.enum(EXPORTED).optional(),
});
