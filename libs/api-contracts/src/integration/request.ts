import { z } from 'zod';
import { audiencesChanges } from './audience';
import { attributes, optional, price, responseContent } from './fields';

// Only shapes stand here. What a value may be is for the domain to say, so that Avro and HTTP are judged alike.

export const additionalCosts = z.record(z.string(), z.object({ price }));

/** A position that a client sends is ignored: the server gives positions. */
const newCartItem = z.object({
  sku: z.string(),
  name: optional(z.string()),
  quantity: z.number(),
  price,
  category: optional(z.string()),
  weight: optional(z.number()).describe('Grams.'),
  height: optional(z.number()).describe('Millimetres.'),
  width: optional(z.number()).describe('Millimetres.'),
  length: optional(z.number()).describe('Millimetres.'),
  attributes: optional(attributes),
  additionalCosts: optional(additionalCosts),
});
export type NewCartItem = z.infer<typeof newCartItem>;

export const newCustomerSession = z.object({
  profileId: optional(z.string()).describe('Empty: an anonymous session.'),
  state: optional(z.string()).describe('open, closed, cancelled'),
  cartItems: optional(z.array(newCartItem)),
  couponCodes: optional(z.array(z.string())),
  referralCode: optional(z.string()),
  additionalCosts: optional(additionalCosts),
  identifiers: optional(z.array(z.string())),
  attributes: optional(attributes),
  evaluableCampaignIds: optional(z.array(z.int().positive())).describe('With dry only: exactly these, running or not.'),
});
export type NewCustomerSession = z.infer<typeof newCustomerSession>;

/** Scope import: when it happened, if that is in the past. */
const occurredAt = optional(z.string()).describe('RFC 3339; for keys with the scope import.');

/** The body of PUT /v2/customer_sessions/{customerSessionId}. */
export const integrationRequest = z.object({
  customerSession: newCustomerSession,
  responseContent: optional(responseContent),
  occurredAt,
});
export type IntegrationRequest = z.infer<typeof integrationRequest>;

/** The body of PUT /v2/customer_profiles/{integrationId}. */
export const profileRequest = z.object({
  attributes: optional(attributes),
  audiencesChanges: optional(audiencesChanges),
  responseContent: optional(responseContent),
  occurredAt,
});
export type ProfileRequest = z.infer<typeof profileRequest>;

/** The body of PUT /v2/customer_profiles. */
export const profilesRequest = z.object({
  customerProfiles: z.array(z.object({ integrationId: z.string(), attributes: optional(attributes) })),
  occurredAt,
});
export type ProfilesRequest = z.infer<typeof profilesRequest>;

/** The body of POST /v2/events. */
export const eventRequest = z.object({
  type: z.string(),
  profileId: optional(z.string()),
  attributes: optional(attributes),
  responseContent: optional(responseContent),
  occurredAt,
});
export type EventRequest = z.infer<typeof eventRequest>;

/** The body of POST /v3/events: of an event that the sender gives an id of its own. */
export const advancedEventRequest = eventRequest.extend({
  integrationId: z
    .string()
    .describe('The application has one event of this id at most; a second is answered with 409.'),
  profileId: z.string(),
  connectedSessionId: optional(z.string()).describe(
    'A closed session of the profile that the event is about; rules read it as `session`.',
  ),
});
export type AdvancedEventRequest = z.infer<typeof advancedEventRequest>;

const returnedCartItem = z.object({
  position: z.number().describe('Of the cart item in the session.'),
  quantity: optional(z.number()).describe('Units that come back; all that have not yet.'),
  sku: optional(z.string()).describe('If given, the cart item must have it.'),
});

/** The body of POST /v2/customer_sessions/{customerSessionId}/returns. */
export const returnRequest = z.object({
  return: z.object({ returnedCartItems: z.array(returnedCartItem) }),
  responseContent: optional(responseContent),
  occurredAt,
});
export type ReturnRequest = z.infer<typeof returnRequest>;

/** More than that in one call is refused with 413. */
export const PROFILES_PER_CALL = 1000;
