import { z } from 'zod';
import { couponPattern, validCharacters } from '../management/campaign';
import { id } from '../management/fields';
import { attributes, instant, optional } from './fields';

/** The most advocates that one call makes. */
const REFERRALS_PER_CALL = 1_000;

const settings = {
  campaignId: id,
  startDate: optional(instant),
  expiryDate: optional(instant),
  usageLimit: optional(z.int().min(0).max(999_999)).describe('0 means unlimited, which is the default.'),
  attributes: optional(attributes).describe('Attributes that are declared for coupons.'),
};

/** The body of POST /v1/referrals. */
export const newReferral = z.object({
  ...settings,
  advocateProfileIntegrationId: z.string(),
  friendProfileIntegrationId: optional(z.string()).describe('Who alone may use it.'),
});
export type NewReferral = z.infer<typeof newReferral>;

/** The body of POST /v1/referrals_for_multiple_advocates. */
export const newReferrals = z.object({
  ...settings,
  advocateProfileIntegrationIds: z.array(z.string()).min(1).max(REFERRALS_PER_CALL),
  validCharacters: optional(validCharacters),
  referralPattern: optional(couponPattern),
});
export type NewReferrals = z.infer<typeof newReferrals>;
