import { z } from 'zod';
import {
  campaign,
  CAMPAIGN_FEATURES,
  COUPON_ATTRIBUTES,
  codeGeneratorSettings,
  evaluationGroupId,
  limitConfig,
  ROLLBACK_COUPONS,
} from './campaign';
import { collection, newCampaignCollection } from './collection';
import { attributes, description, id, idText, instant, line, prose, title } from './fields';
import { listQuery } from './list';
import { binding, rule, ruleset } from './ruleset';

export const TEMPLATE_STATES = ['draft', 'enabled', 'disabled'] as const;
export const PARAMETER_TYPES = ['string', 'number', 'boolean', 'percent', 'time'] as const;

/** Numbers and percentages are exact (`decimal` in rules), times are timestamps. */
export const templateParameter = z.object({
  name: binding.shape.name.describe('What rules call it.'),
  type: z.enum(PARAMETER_TYPES),
  description: description.default(''),
});
export type TemplateParameter = z.infer<typeof templateParameter>;

const tags = z.array(line(50)).max(50);
const applicationsIds = z.array(id).max(100).describe('Where campaigns can be made from it.');

const settings = {
  description: description.optional(),
  instructions: prose(20_000).optional().describe('For who makes a campaign from it.'),
  state: z.enum(TEMPLATE_STATES).optional().describe('Only from an enabled one campaigns can be made.'),
  applicationsIds: applicationsIds.optional(),
  tags: tags.optional(),
  features: z.array(z.enum(CAMPAIGN_FEATURES)).optional(),
  limits: z.array(limitConfig).max(100).optional(),
  couponSettings: codeGeneratorSettings.nullish(),
  referralSettings: codeGeneratorSettings.nullish(),
  rollbackCouponsOnCancel: z.boolean().optional().describe(ROLLBACK_COUPONS),
  campaignAttributes: attributes.optional(),
  couponAttributes: attributes.optional().describe(COUPON_ATTRIBUTES),
  campaignCollections: z
    .array(newCampaignCollection)
    .max(50)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'each name once')
    .optional()
    .describe('Collections that each campaign has, without items; rules name them.'),
  templateParams: z.array(templateParameter).max(50).optional(),
  rules: z
    .array(rule.omit({ id: true }))
    .max(200)
    .optional()
    .describe('May name the parameters.'),
  bindings: z.array(binding).max(100).optional(),
};

const source = z.object({ applicationId: id, campaignId: id });

/** What the body leaves out is the campaign's, where it names one. */
export const newCampaignTemplate = z.object({
  name: title,
  ...settings,
  fromCampaign: source.optional().describe('The campaign whose settings and active rules it begins with.'),
});
export type NewCampaignTemplate = z.infer<typeof newCampaignTemplate>;

/** What is left out stays. */
export const updateCampaignTemplate = z.object({ name: title.optional(), ...settings });
export type UpdateCampaignTemplate = z.infer<typeof updateCampaignTemplate>;

export const campaignTemplate = z.object({
  id,
  created: instant,
  accountId: id,
  userId: id,
  name: z.string(),
  description: z.string(),
  instructions: z.string(),
  state: z.enum(TEMPLATE_STATES),
  applicationsIds: z.array(id),
  validApplicationIds: z.array(id),
  tags: z.array(z.string()),
  features: z.array(z.string()),
  limits: z.array(limitConfig),
  couponSettings: codeGeneratorSettings.optional(),
  referralSettings: codeGeneratorSettings.optional(),
  rollbackCouponsOnCancel: z.boolean(),
  campaignAttributes: attributes,
  couponAttributes: attributes,
  campaignCollections: z.array(z.object({ name: z.string(), description: z.string() })),
  templateParams: z.array(templateParameter),
  rules: z.array(rule.omit({ id: true })),
  bindings: z.array(binding),
  updated: instant,
  updatedBy: z.string(),
});
export type CampaignTemplate = z.infer<typeof campaignTemplate>;

export const campaignTemplateQuery = listQuery.extend({
  state: z.enum(TEMPLATE_STATES).optional(),
  name: z.string().max(200).optional().describe('A part of the name, in any case.'),
  tags: z
    .string()
    .max(200)
    .optional()
    .describe('With commas between; beside `name` it is enough that one of both fits.'),
  userId: idText.optional().describe('Who made it.'),
});
export type CampaignTemplateQuery = z.infer<typeof campaignTemplateQuery>;

export const newTemplateCampaign = z.object({
  name: title,
  description: description.optional(),
  templateId: id,
  templateParamValues: z
    .array(z.object({ name: z.string().max(100), expression: z.array(z.unknown()).length(1) }))
    .max(50)
    .default([])
    .describe('One for each parameter; `expression` has its value alone.'),
  campaignAttributesOverrides: attributes.default({}),
  limitOverrides: z
    .array(limitConfig)
    .max(100)
    .default([])
    .describe('In place of the limits of the same action, entities and period; others are added.'),
  tags: tags.optional(),
  evaluationGroupId: evaluationGroupId.optional(),
});
export type NewTemplateCampaign = z.infer<typeof newTemplateCampaign>;

export const templateCampaign = z.object({
  campaign,
  ruleset,
  collections: z.array(collection).describe('Without items yet.'),
});
