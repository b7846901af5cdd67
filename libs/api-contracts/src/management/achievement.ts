import { z } from 'zod';
import { description, id, instant, localOrInstant, title } from './fields';

const RECURRENCE_POLICIES = ['no_recurrence', 'on_expiration', 'on_completion'] as const;
const ACTIVATION_POLICIES = ['user_action', 'fixed_schedule'] as const;

const target = z.number().positive().max(1_000_000_000).describe('What has to be reached; four decimals count.');

export const newAchievement = z.object({
  name: z
    .string()
    .max(200)
    .regex(/^[A-Za-z]\w*$/, 'a letter, then letters, digits and _')
    .describe('Unique in its campaign.'),
  title,
  description: description.optional(),
  target,
  period: z
    .string()
    .max(20)
    .optional()
    .describe(
      'How long a customer has: `40m`, `1h`, `5D`, `2W`, `1M`, `1Y`, with `_U` to the end of the unit; for ever.',
    ),
  recurrencePolicy: z.enum(RECURRENCE_POLICIES).optional().describe('no_recurrence.'),
  activationPolicy: z.enum(ACTIVATION_POLICIES).optional().describe('user_action.'),
  fixedStartDate: localOrInstant.nullish().describe('Of a fixed schedule; else not allowed.'),
  endDate: localOrInstant.nullish().describe('From then on nothing counts.'),
  allowRollbackAfterCompletion: z.boolean().optional().describe('false: what was reached stays reached.'),
});
export type NewAchievement = z.infer<typeof newAchievement>;

export const updateAchievement = newAchievement.partial();
export type UpdateAchievement = z.infer<typeof updateAchievement>;

export const achievement = z.object({
  id,
  campaignId: id,
  name: z.string(),
  title: z.string(),
  description: z.string(),
  target: z.number(),
  period: z.string().optional(),
  recurrencePolicy: z.enum(RECURRENCE_POLICIES),
  activationPolicy: z.enum(ACTIVATION_POLICIES),
  fixedStartDate: instant.optional(),
  endDate: instant.optional(),
  allowRollbackAfterCompletion: z.boolean(),
  userId: id,
  created: instant,
  modified: instant,
});
export type Achievement = z.infer<typeof achievement>;
