import { z } from 'zod';
import { coupon } from '../management/coupon';
import { attributes, instant, optional } from './fields';
import { loyalty } from './loyalty';
import { eventRequest, newCustomerSession } from './request';
import { cartItem, customerProfile, event, eventLedgerEntry } from './state';

// The API before /v2, as its SDK still calls it: one coupon in a session, effects as tuples.

/** The body of PUT /v1/customer_sessions/{customerSessionId}. */
export const legacySession = newCustomerSession
  .pick({ profileId: true, state: true, cartItems: true, identifiers: true, attributes: true })
  .extend({
    coupon: optional(z.string()).describe('The one code of the session.'),
    referral: optional(z.string()),
    total: optional(z.number()).describe('Ignored: it is computed.'),
  });
export type LegacySession = z.infer<typeof legacySession>;

/** The body of PUT /v1/customer_profiles/{integrationId}. */
export const legacyProfile = z.object({ attributes: optional(attributes) });
export type LegacyProfile = z.infer<typeof legacyProfile>;

/** The body of POST /v1/events. */
export const legacyEvent = eventRequest.pick({ type: true, profileId: true, attributes: true }).extend({
  sessionId: z.string().describe('The session that it happened in; created, if it is not there.'),
});
export type LegacyEvent = z.infer<typeof legacyEvent>;

const legacyCustomerSession = z.object({
  integrationId: z.string(),
  created: instant,
  applicationId: z.int(),
  profileId: z.string(),
  coupon: z.string(),
  referral: z.string(),
  state: z.string(),
  cartItems: z.array(cartItem),
  identifiers: z.array(z.string()),
  total: z.number(),
  attributes,
  firstSession: z.boolean(),
  discounts: z.record(z.string(), z.number()).describe('By their names.'),
});

const legacyEffect = z
  .tuple([z.int(), z.int(), z.int(), z.array(z.unknown())])
  .describe('Campaign, ruleset, index of the rule, and the effect: its type, then its arguments.');

const attributesById = z.record(z.string(), attributes);

const legacyRecordedEvent = event.extend({
  effects: z.array(legacyEffect),
  ledgerEntries: z.array(eventLedgerEntry).describe('Points that the event moved.'),
  meta: z.object({
    campaigns: attributesById.describe('Attributes of the campaigns that gave something, by campaign.'),
    coupons: attributesById.describe('Attributes of the coupons, by code.'),
    couponRejectionReason: z
      .object({ campaignId: z.int(), couponId: z.int().optional(), reason: z.string() })
      .optional(),
  }),
});

/** IntegrationState: the answer of the legacy calls. */
export const legacyState = z.object({
  requestId: z.string(),
  session: legacyCustomerSession.nullable(),
  profile: customerProfile.nullable(),
  event: legacyRecordedEvent.nullable(),
  loyalty: loyalty.optional(),
  coupon: coupon.optional(),
});
