import { z } from 'zod';
import { attributes, description, id, idText, instant, line, localOrInstant, title } from './fields';

const CAMPAIGN_STATES = ['enabled', 'disabled', 'archived'] as const;
export const CAMPAIGN_FEATURES = ['coupons', 'referrals', 'loyalty', 'giveaways', 'achievements'] as const;

export const limitConfig = z.object({
  action: z.string().max(100).describe('redeemCoupon, setDiscount, setDiscountEffect, createCoupon, customEffect …'),
  limit: z.number().nonnegative().describe('A count; an amount in major units for the action setDiscount.'),
  entities: z
    .array(z.string().max(100))
    .max(10)
    .default([])
    .describe(
      'Coupon, Referral, Profile, Identifier, Session: one limit for each combination; none: the whole campaign.',
    ),
  period: z.enum(['daily', 'weekly', 'monthly', 'yearly']).nullish(),
});
export type LimitConfig = z.infer<typeof limitConfig>;

/** Single characters that the `#` of a pattern stands for. */
export const validCharacters = z
  .array(z.string().regex(/^[A-Za-z0-9._%+@-]$/, 'one of A-Z a-z 0-9 . _ % + @ -'))
  .min(1)
  .max(100);
export const couponPattern = z
  .string()
  .min(3)
  .max(100)
  .regex(/^[A-Za-z0-9._%+@#-]+$/, 'letters, digits and . _ % + @ # -');

export const codeGeneratorSettings = z.object({ validCharacters, couponPattern });

export const evaluationGroupId = id.describe('Puts the campaign at the end of this evaluation group.');

const schedule = {
  startTime: localOrInstant.nullish(),
  endTime: localOrInstant.nullish().describe('The first moment after the campaign.'),
};

const REEVALUATE =
  'Whether a return with `runRuleEngine` tries its rules again on what is left, and takes back what they would not give.';

export const ROLLBACK_COUPONS =
  'Whether a cancelled session gives its coupons back; how it stood when the session closed counts.';

export const COUPON_ATTRIBUTES = 'What new coupons of the campaign have, as far as nothing else is said of them.';

export const newCampaign = z.object({
  name: title,
  description: description.default(''),
  ...schedule,
  state: z.enum(CAMPAIGN_STATES).default('disabled'),
  attributes: attributes.default({}),
  couponAttributes: attributes.default({}).describe(COUPON_ATTRIBUTES),
  tags: z.array(line(50)).max(50),
  features: z.array(z.enum(CAMPAIGN_FEATURES)),
  limits: z.array(limitConfig).max(100),
  couponSettings: codeGeneratorSettings.nullish(),
  referralSettings: codeGeneratorSettings.nullish(),
  evaluationGroupId: evaluationGroupId.optional(),
  rollbackCouponsOnCancel: z.boolean().default(true).describe(ROLLBACK_COUPONS),
  reevaluateOnReturn: z.boolean().default(false).describe(REEVALUATE),
});
export type NewCampaign = z.infer<typeof newCampaign>;

/** `name`, `tags`, `features` and `limits` are required; of the rest, what is left out stays and null clears. */
export const updateCampaign = z.object({
  name: title,
  description: description.optional(),
  ...schedule,
  state: z.enum(CAMPAIGN_STATES).optional(),
  attributes: attributes.optional(),
  couponAttributes: attributes.optional().describe(COUPON_ATTRIBUTES),
  tags: z.array(line(50)).max(50),
  features: z.array(z.enum(CAMPAIGN_FEATURES)),
  limits: z.array(limitConfig).max(100),
  couponSettings: codeGeneratorSettings.nullish(),
  referralSettings: codeGeneratorSettings.nullish(),
  rollbackCouponsOnCancel: z.boolean().optional().describe(ROLLBACK_COUPONS),
  reevaluateOnReturn: z.boolean().optional().describe(REEVALUATE),
  activeRulesetId: id.nullish(),
  evaluationGroupId: evaluationGroupId.optional(),
});
export type UpdateCampaign = z.infer<typeof updateCampaign>;

/** Of the copies; what is left out is the campaign's own. */
export const campaignCopy = z.object({
  applicationIds: z.array(id).min(1).max(100).describe('Where the copies go.'),
  name: title.optional(),
  description: description.optional(),
  ...schedule,
  tags: z.array(line(50)).max(50).optional(),
  evaluationGroupId: evaluationGroupId.optional(),
});
export type CampaignCopy = z.infer<typeof campaignCopy>;

const count = z.int().describe('Since the campaign began, less what was rolled back.');

/** Absent while their read model does not answer. */
const counters = {
  couponRedemptionCount: count.optional(),
  couponCreationCount: count.optional(),
  referralRedemptionCount: count.optional(),
  referralCreationCount: count.optional(),
  discountCount: z.number().optional().describe('All discounts, in major units.'),
  discountEffectCount: count.optional(),
  createdLoyaltyPointsCount: z.number().optional(),
  createdLoyaltyPointsEffectCount: count.optional(),
  redeemedLoyaltyPointsCount: z.number().optional(),
  redeemedLoyaltyPointsEffectCount: count.optional(),
  addFreeItemEffectCount: count.optional(),
  awardedGiveawaysCount: count.optional(),
  customEffectCount: count.optional(),
  callApiEffectCount: count.optional(),
  reservecouponEffectCount: count.optional(),
  lastActivity: instant.optional().describe('When it last gave something that lasts.'),
};

export const campaign = z.object({
  id,
  created: instant,
  applicationId: id,
  userId: id,
  name: z.string(),
  description: z.string(),
  startTime: instant.optional(),
  endTime: instant.optional(),
  attributes,
  couponAttributes: attributes,
  templateId: id.optional().describe('The template that it was made from.'),
  state: z.enum(CAMPAIGN_STATES),
  frontendState: z.enum(['expired', 'scheduled', 'running', 'disabled', 'archived']),
  activeRulesetId: id.optional(),
  tags: z.array(z.string()),
  features: z.array(z.string()),
  limits: z.array(limitConfig),
  couponSettings: codeGeneratorSettings.optional(),
  referralSettings: codeGeneratorSettings.optional(),
  rollbackCouponsOnCancel: z.boolean(),
  reevaluateOnReturn: z.boolean(),
  campaignGroups: z.array(id),
  evaluationGroupId: id,
  updated: instant,
  createdBy: z.string(),
  updatedBy: z.string(),
  ...counters,
});
export type Campaign = z.infer<typeof campaign>;

export const campaignState = z.enum(['enabled', 'disabled', 'archived', 'scheduled', 'running', 'expired']);

export const campaignFilter = {
  campaignState: campaignState.optional(),
  name: z.string().max(200).optional(),
  tags: z.string().max(200).optional(),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
  campaignGroupId: idText.optional().describe('There are no campaign groups: nothing is found.'),
  templateId: idText.optional().describe('Campaigns that were made from this template.'),
};

/** Campaigns whose attributes have all these values. */
export const campaignSearch = z.object({ attributes: attributes.default({}) });
