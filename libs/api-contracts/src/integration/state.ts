import { z } from 'zod';
import { codeGeneratorSettings, limitConfig } from '../management/campaign';
import { coupon } from '../management/coupon';
import { referral } from '../management/referral';
import { attributes, instant } from './fields';
import { loyalty } from './loyalty';

export const effect = z.object({
  id: z.string().describe('The same on the topic, in webhooks and in read models.'),
  campaignId: z.int(),
  rulesetId: z.int(),
  rulesetVersion: z.int(),
  ruleId: z.string(),
  ruleIndex: z.int(),
  ruleName: z.string(),
  effectIndex: z.int(),
  effectType: z.string(),
  phase: z.string(),
  triggeredByCoupon: z.int().optional(),
  evaluationGroupID: z
    .int()
    .optional()
    .describe('The innermost group of the campaign as the decision saw it; none where it stands in the base.'),
  evaluationGroupMode: z.string().optional(),
  props: z.record(z.string(), z.unknown()),
});

const costs = z.record(z.string(), z.object({ price: z.number() }));

export const cartItem = z.object({
  name: z.string(),
  sku: z.string(),
  quantity: z.int(),
  returnedQuantity: z.int(),
  remainingQuantity: z.int(),
  price: z.number(),
  position: z.int(),
  category: z.string().optional(),
  weight: z.number().optional(),
  height: z.number().optional(),
  width: z.number().optional(),
  length: z.number().optional(),
  attributes,
  additionalCosts: costs,
});

export const customerSession = z.object({
  id: z.int(),
  integrationId: z.string(),
  applicationId: z.int(),
  profileId: z.string(),
  state: z.string(),
  created: instant,
  updated: instant,
  updateCount: z.int(),
  firstSession: z.boolean(),
  couponCodes: z.array(z.string()),
  referralCode: z.string(),
  identifiers: z.array(z.string()),
  cartItems: z.array(cartItem),
  additionalCosts: costs,
  attributes,
  total: z.number(),
  cartItemTotal: z.number(),
  additionalCostTotal: z.number(),
  cartItemAdditionalCostTotal: z.number(),
});

export const customerProfile = z.object({
  id: z.int(),
  created: instant,
  integrationId: z.string(),
  attributes,
  accountId: z.int(),
  closedSessions: z.int(),
  totalSales: z.number(),
  loyaltyMemberships: z.null(),
  audienceMemberships: z.array(
    z.object({ id: z.int(), name: z.string(), until: z.string().optional().describe('When it ends by itself.') }),
  ),
  lastActivity: instant,
});

export const eventLedgerEntry = z.object({
  id: z.int().describe('Within the event, from 1.'),
  created: instant,
  profileId: z.string(),
  accountId: z.int(),
  loyaltyProgramId: z.int(),
  eventId: z.int(),
  amount: z.number().describe('Negative where points were taken.'),
  reason: z.string(),
  expiryDate: instant.optional(),
});

export const event = z.object({
  id: z.int(),
  created: instant,
  applicationId: z.int(),
  profileId: z.string().optional(),
  sessionId: z.string().optional(),
  type: z.string(),
  attributes,
  effects: z.array(effect),
  ledgerEntries: z.array(eventLedgerEntry).describe('Points that the event moved.'),
});

/** Its definition, without counters. */
const triggeredCampaign = z.object({
  id: z.int(),
  created: instant,
  applicationId: z.int(),
  userId: z.int(),
  name: z.string(),
  description: z.string(),
  startTime: instant.optional(),
  endTime: instant.optional(),
  attributes,
  state: z.string(),
  activeRulesetId: z.int().optional(),
  tags: z.array(z.string()),
  features: z.array(z.string()),
  couponSettings: codeGeneratorSettings.optional(),
  referralSettings: codeGeneratorSettings.optional(),
  limits: z.array(limitConfig),
  rollbackCouponsOnCancel: z.boolean(),
  reevaluateOnReturn: z.boolean(),
  campaignGroups: z.array(z.int()),
  updated: instant,
});

export const ruleFailureReason = z.object({
  campaignID: z.int(),
  campaignName: z.string(),
  rulesetID: z.int(),
  couponID: z.int().optional(),
  couponValue: z.string().optional(),
  referralID: z.int().optional(),
  referralValue: z.string().optional(),
  ruleIndex: z.int(),
  ruleName: z.string(),
  conditionIndex: z
    .int()
    .optional()
    .describe("The operand of the condition's top-level && that did not hold first, or was in error; from 0."),
  effectIndex: z.int().optional().describe('The effect that could not be given; from 0.'),
  details: z.string(),
  evaluationGroupID: z
    .int()
    .optional()
    .describe('The innermost group of the campaign, or the one in which it lost; none where it stands in the base.'),
  evaluationGroupMode: z.string().optional(),
  campaignExclusionReason: z
    .string()
    .optional()
    .describe('CampaignIsNotFirst, CampaignGaveLowerDiscount, CampaignGaveHigherDiscount.'),
});

/** A part of a condition, with its own parts, which have the same form. */
const conditionPart = z.object({
  start: z.int().describe("Where it begins in the rule's condition, in UTF-16 units."),
  end: z.int(),
  text: z.string(),
  value: z.unknown().optional().describe('What it came to; lists and objects are cut.'),
  error: z.string().optional().describe('Why it came to nothing.'),
  parts: z.array(z.unknown()),
});

const explainedEffect = z.object({
  effectType: z.string(),
  effectIndex: z.int(),
  given: z.array(z.record(z.string(), z.unknown())).describe('The props of each effect that it gave.'),
  reason: z.string().optional().describe('Why it gave none.'),
});

const explainedRule = z.object({
  ruleId: z.string(),
  ruleIndex: z.int(),
  ruleName: z.string(),
  couponId: z.int().optional(),
  couponValue: z.string().optional().describe('A rule that reads `coupon` is tried for each code of its campaign.'),
  referralValue: z.string().optional(),
  outcome: z.string().describe('given, notHeld, notApplied, noCode, failed.'),
  details: z.string(),
  condition: conditionPart.optional(),
  effects: z.array(explainedEffect),
  onFailure: z.array(explainedEffect),
});

const explainedCampaign = z.object({
  campaignId: z.int(),
  campaignName: z.string(),
  rulesetId: z.int(),
  rulesetVersion: z.int(),
  evaluationGroupID: z.int().optional(),
  evaluationGroupMode: z.string().optional(),
  campaignExclusionReason: z
    .string()
    .optional()
    .describe('Why it lost: its rules then say what they would have given.'),
  rules: z.array(explainedRule),
});

/** Why each rule gave what it gave. */
export const explanation = z.object({
  campaigns: z.array(explainedCampaign).describe('Those that ran, in the order of evaluation; at most 200.'),
  truncated: z.boolean(),
});

/** Units that came back in one call. */
const sessionReturn = z.object({
  id: z.int(),
  created: instant,
  applicationId: z.int(),
  accountId: z.int(),
  returnedCartItems: z.array(z.object({ position: z.int(), quantity: z.int(), sku: z.string() })),
  eventId: z.int(),
  sessionId: z.int(),
  sessionIntegrationId: z.string(),
  profileId: z.int().optional(),
  profileIntegrationId: z.string().optional(),
});

/** A code that this call gave away. */
const awardedGiveaway = z.object({
  id: z.int(),
  created: instant.optional().describe('Absent, as the dates are, where an earlier answer is given again.'),
  startDate: instant.optional(),
  endDate: instant.optional().describe('Exclusive.'),
  poolId: z.int(),
  code: z.string(),
  used: z.literal(true),
  profileIntegrationId: z.string(),
});

/** A coupon of the session. */
const sessionCoupon = coupon.extend({
  profileRedemptionCount: z
    .int()
    .optional()
    .describe(
      "How often the session's profile has redeemed it, this call included. Absent where the read model does not answer, " +
        'then with `X-Tessera-Stale: true`, and in streams.',
    ),
});

/** IntegrationStateV2: effects always; the rest as `responseContent` asks for it. */
export const integrationState = z.object({
  requestId: z.string().describe('May be sent as Idempotency-Key to ask for the same answer again.'),
  effects: z.array(effect),
  createdCoupons: z.array(coupon),
  createdReferrals: z.array(referral),
  customerSession: customerSession.optional(),
  customerProfile: customerProfile.optional(),
  coupons: z.array(sessionCoupon).optional(),
  referral: referral.optional(),
  triggeredCampaigns: z.array(triggeredCampaign).optional(),
  event: event.optional(),
  loyalty: loyalty.optional(),
  ruleFailureReasons: z.array(ruleFailureReason).optional(),
  awardedGiveaways: z.array(awardedGiveaway).optional(),
  explanation: explanation.optional().describe('Of a dry run.'),
  return: sessionReturn.optional().describe('Of a call that returned something.'),
  previousReturns: z.array(sessionReturn).optional().describe('Returns of the session before this call.'),
});
export type IntegrationState = z.infer<typeof integrationState>;

export const integrationStates = z.object({ integrationStates: z.array(integrationState) });

/** The answer to PUT /v2/customer_sessions/{customerSessionId}/reopen: what was rolled back. */
export const reopenedSession = integrationState.pick({ requestId: true, effects: true });

/** The answer to GET /v2/customer_sessions/{customerSessionId}: of a closed session the effects that still stand. */
export const storedSession = z.object({ customerSession, effects: z.array(effect) });

/** 202: recorded, not decided yet. */
export const accepted = z.object({ requestId: z.string(), token: z.string() });

/** 202 of many profiles: the tokens are in the order of the profiles, each for reads of its own. */
export const acceptedProfiles = z.object({ requestId: z.string(), tokens: z.array(z.string()) });

/** The one error body. */
export const errorBody = z.object({
  message: z.string(),
  errors: z.array(
    z.object({
      code: z.string(),
      title: z.string(),
      details: z.string().optional(),
      source: z.object({ pointer: z.string(), parameter: z.string(), line: z.int() }).partial().optional(),
    }),
  ),
  requestId: z.string(),
});
