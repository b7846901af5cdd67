import { z } from 'zod';
import { idText, instant } from './fields';
import { listQuery } from './list';

/** waiting: it is going to be tried; failed: the last try was; blocked: its address may not be called; gone: nobody wants it. */
const state = z.enum(['waiting', 'delivered', 'failed', 'blocked', 'gone']);

/** A webhook that a rule asked for. */
export const webhookActivation = z.object({
  integrationRequestUuid: z.string().describe('The id of the request whose decision asked for it.'),
  webhookId: z.int(),
  applicationId: z.int(),
  campaignId: z.int(),
  created: instant,
});
export type WebhookActivation = z.infer<typeof webhookActivation>;

const attempt = z.object({
  number: z.int(),
  at: instant,
  durationMs: z.int().optional().describe('Left out while it is under way.'),
  status: z.int().optional().describe('What was answered.'),
  error: z.string().optional().describe('Why nothing was answered.'),
});

/** A call of a webhook with its tries. What was sent and answered is not kept: it may be personal. */
export const webhookLogEntry = z.object({
  id: z.string().describe("The effect's id, which every try carries as `webhook-id`."),
  integrationRequestUuid: z.string(),
  webhookId: z.int(),
  applicationId: z.int(),
  campaignId: z.int(),
  url: z.string().describe("Today's; empty where the webhook was deleted."),
  request: z.literal(''),
  response: z.literal(''),
  status: z.int().optional().describe('What the last try was answered.'),
  requestTime: instant.describe('Of the last try; before the first, when it was asked for.'),
  responseTime: instant.optional(),
  state,
  due: instant.optional().describe('When it is tried next.'),
  attempts: z.array(attempt),
});
export type WebhookLogEntry = z.infer<typeof webhookLogEntry>;

const filter = {
  webhookId: idText.optional(),
  applicationId: idText.optional(),
  campaignId: idText.optional(),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
};
const requestId = z.string().max(1_000).optional();

export const webhookActivationQuery = listQuery.extend({ ...filter, integrationRequestUuid: requestId });
export type WebhookActivationQuery = z.infer<typeof webhookActivationQuery>;

export const webhookLogQuery = listQuery.extend({
  ...filter,
  requestUuid: requestId,
  status: z
    .enum(['success', 'error'])
    .optional()
    .describe('error: calls that are not tried any more, and may be again.'),
  state: state.optional(),
});
export type WebhookLogQuery = z.infer<typeof webhookLogQuery>;
