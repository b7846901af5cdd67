import { z } from 'zod';
import { customerSession, effect } from '../integration/state';
import { recordedFailureReason } from './event';
import { instant } from './fields';
import { listQuery } from './list';

/** A session as the SDK's model of it has it, with what the Integration API shows beside that. */
export const applicationSession = customerSession.extend({
  profileId: z.int().optional().describe('The number of the profile; left out where there is none.'),
  profileIntegrationId: z.string(),
  profileintegrationid: z.string().describe('The same under the name that the SDK reads.'),
  coupon: z.string().describe('The first code.'),
  referral: z.string(),
  discounts: z.record(z.string(), z.number()).describe('Amounts by the names of discounts, in major units.'),
  totalDiscounts: z.number(),
  closedAt: instant.optional().describe('When it closed last.'),
});
export type ApplicationSession = z.infer<typeof applicationSession>;

export const sessionQuery = listQuery.extend({
  profile: z.string().max(1_000).optional(),
  state: z.enum(['open', 'closed', 'partially_returned', 'cancelled']).optional(),
  coupon: z.string().max(100).optional(),
  referral: z.string().max(100).optional(),
  integrationId: z.string().max(1_000).optional(),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
});
export type SessionQuery = z.infer<typeof sessionQuery>;

const refusal = z.object({
  code: z.string(),
  title: z.string(),
  details: z.string(),
  pointer: z.string().nullable().describe('Where in the request, from the session on: `/cartItems/0/sku`.'),
});

/** One decision about a session: what it was asked for by, and what it gave. */
export const timelineEntry = z.object({
  position: z
    .int()
    .describe('Orders all decisions. Where one recorded an event, it is the id by which that is explained.'),
  created: instant,
  type: z
    .string()
    .describe(
      'Of the event that it recorded: `talon_session_closed`, a custom one. Where it recorded none, the outcome.',
    ),
  outcome: z
    .string()
    .describe('accepted; refused, for `errors`; repeated: it was decided before, and nothing was given again.'),
  requestId: z.string(),
  effects: z.array(effect).describe('What it gave, or took back, in order. Of an open session, all that held then.'),
  errors: z.array(refusal).describe('Why it was refused.'),
  ruleFailureReasons: z.array(recordedFailureReason),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;
