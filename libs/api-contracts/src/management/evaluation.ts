import { z } from 'zod';
import { description, id, instant, title } from './fields';

const EVALUATION_MODES = ['stackable', 'listOrder', 'lowestDiscount', 'highestDiscount'] as const;
const EVALUATION_SCOPES = ['session', 'cartItem'] as const;

const evaluationMode = z
  .enum(EVALUATION_MODES)
  .describe('All give; or of those that would give something the first, the lowest or the highest discount.');
const evaluationScope = z
  .enum(EVALUATION_SCOPES)
  .describe('Whether one is chosen for the session, or for each cart item.');
const locked = z.boolean().describe('Nothing in it can change until it is unlocked.');

export const updateEvaluationGroup = z.object({
  name: title.optional(),
  description: description.optional(),
  evaluationMode: evaluationMode.optional(),
  evaluationScope: evaluationScope.optional(),
  locked: locked.optional(),
});
export type UpdateEvaluationGroup = z.infer<typeof updateEvaluationGroup>;

export const evaluationGroup = z.object({
  id,
  applicationId: id,
  name: z.string(),
  description: z.string(),
  parentId: id.optional().describe('Left out for the base group.'),
  evaluationMode,
  evaluationScope,
  locked: z.boolean(),
});
export type EvaluationGroup = z.infer<typeof evaluationGroup>;

const evaluatedCampaign = z.object({ type: z.literal('CAMPAIGN'), campaignId: id });

/** A group with what it holds, in the order of evaluation. */
const evaluationSet = z.object({
  type: z.literal('SET'),
  groupId: id.optional().describe('Left out: a new group.'),
  name: title,
  description: description.default(''),
  evaluationMode: evaluationMode.default('stackable'),
  evaluationScope: evaluationScope.default('session'),
  locked: locked.default(false),
  get elements() {
    return z.array(z.discriminatedUnion('type', [evaluatedCampaign, evaluationSet])).max(10_000);
  },
});
export type EvaluationSet = z.infer<typeof evaluationSet>;
export type EvaluationElement = EvaluationSet['elements'][number];

/** The whole tree; `version` is the one that it was made from, and refused where another one came between. */
export const updateEvaluationTree = z.object({ version: z.int().nonnegative().optional(), set: evaluationSet });
export type UpdateEvaluationTree = z.infer<typeof updateEvaluationTree>;

export const evaluationTree = z.object({
  applicationId: id,
  version: z.int().describe('Raised by each change; 0: nobody changed anything yet.'),
  set: evaluationSet,
  updatedBy: z.string(),
  updated: instant,
});
export type EvaluationTree = z.infer<typeof evaluationTree>;

export const evaluationTreeQuery = z.object({
  version: z
    .string()
    .regex(/^\d{1,9}$/, 'a whole number')
    .optional()
    .describe('An earlier version; the newest.'),
});
