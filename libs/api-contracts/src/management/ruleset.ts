import { z } from 'zod';
import { description, id, instant, title } from './fields';

/** `["cel", "<expression>"]`: an array, because the official SDK's models have one here. */
export const expression = z.tuple([z.literal('cel'), z.string().max(20_000)]);

/** `["<effectType>", { props }]`. */
export const ruleEffect = z.tuple([z.string().min(1).max(100), z.record(z.string(), z.unknown())]);

export const binding = z.object({ name: z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'an identifier'), expression });

export const rule = z.object({
  id: z
    .uuid()
    .optional()
    .describe('Kept over versions. A rule without one keeps that of its title, or gets a new one.'),
  title,
  description: description.default(''),
  condition: expression,
  bindings: z.array(binding).max(100).default([]),
  effects: z.array(ruleEffect).max(100),
  onFailure: z.array(ruleEffect).max(100).default([]),
});
export type Rule = z.infer<typeof rule>;

export const newRuleset = z.object({
  rules: z.array(rule).max(200),
  bindings: z.array(binding).max(100),
  activate: z.boolean().default(false).describe("Makes it the campaign's active ruleset."),
});
export type NewRuleset = z.infer<typeof newRuleset>;

const cost = z
  .int()
  .nonnegative()
  .describe(
    'Elementary steps that the rule takes at most, on the longest lists that its types allow. 10,000,000 can be saved.',
  );

export const ruleset = z.object({
  id,
  created: instant,
  campaignId: id,
  userId: id,
  version: z.int(),
  rules: z.array(rule.extend({ id: z.uuid(), cost: cost.optional() })),
  bindings: z.array(binding),
  rbVersion: z.string(),
  activate: z.boolean(),
  activatedAt: instant.optional(),
});
export type Ruleset = z.infer<typeof ruleset>;
