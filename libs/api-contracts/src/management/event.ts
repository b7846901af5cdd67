import { z } from 'zod';
import { event, explanation, ruleFailureReason } from '../integration/state';
import { instant } from './fields';
import { listQuery } from './list';

/** As it was answered, less what was a customer's who is erased since. */
export const recordedFailureReason = ruleFailureReason.extend({
  details: z.string().optional().describe('Absent where it had a personal value of a customer who is erased since.'),
});

/** An event with what it gave, and why rules gave nothing. */
export const applicationEvent = event.omit({ ledgerEntries: true }).extend({
  profileId: z.int().optional(),
  profileIntegrationId: z.string().optional(),
  sessionId: z.int().optional(),
  sessionIntegrationId: z.string().optional(),
  ruleFailureReasons: z.array(recordedFailureReason),
});
export type ApplicationEvent = z.infer<typeof applicationEvent>;

/** Why rules gave what a recorded decision gave. */
export const eventExplanation = explanation.extend({
  position: z.int(),
  created: instant,
  outcome: z.string().describe('accepted, refused, repeated, undecodable.'),
  engineVersion: z.string().describe('Of the engine that decided; its rules are asked again by the one that answers.'),
  catalogVersion: z.int(),
  exact: z
    .boolean()
    .describe('Whether the rules, asked again, give what was recorded. If not, something that they saw is gone.'),
});
export type EventExplanation = z.infer<typeof eventExplanation>;

export const explanationQuery = z.object({
  campaignId: z
    .string()
    .regex(/^\d{1,18}(,\d{1,18}){0,99}$/)
    .optional()
    .describe('Ids with commas between; all that ran.'),
});

const text = z.string().max(1_000).optional();

export const eventQuery = listQuery.extend({
  type: text.describe('Types with commas between.'),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
  session: text,
  profile: text,
  couponCode: text,
  referralCode: text,
  ruleQuery: text.describe('A part of the name of a rule that gave an effect.'),
  campaignQuery: text.describe('A part of the name of a campaign that gave an effect.'),
  customerName: text.describe('Refused: personal attributes are sealed and cannot be searched.'),
  customerEmail: text.describe('Refused: personal attributes are sealed and cannot be searched.'),
});
export type EventQuery = z.infer<typeof eventQuery>;
