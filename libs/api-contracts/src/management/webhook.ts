import { z } from 'zod';
import { id, idList, instant, line, title } from './fields';
import { listQuery } from './list';

const WEBHOOK_VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What stands for the value of a stored header: values are credentials and are never shown again. */
export const HIDDEN_HEADER_VALUE = '***';

const templateArgument = z.object({
  type: z.string().max(50),
  title: line(100).min(1),
  description: line(1_000).optional(),
  ui: z.unknown().optional(),
});

export const newWebhook = z.object({
  applicationIds: z.array(id).max(1_000).describe('Empty: every application.'),
  title,
  verb: z.enum(WEBHOOK_VERBS),
  url: z.string().max(2_000),
  headers: z
    .array(line(4_000).regex(/^[A-Za-z0-9-]+:.*$/, '`Name: value`'))
    .max(50)
    .describe('`Name: value`; on PUT, `Name: ***` keeps the stored value.'),
  params: z.array(templateArgument).max(50),
  payload: z.string().max(20_000).nullish(),
  enabled: z.boolean(),
});
export type NewWebhook = z.infer<typeof newWebhook>;

export const webhookQuery = listQuery.extend({
  applicationIds: idList.optional().describe('Ids with commas between: webhooks for one of these applications.'),
});

export const webhook = z.object({
  id,
  created: instant,
  modified: instant,
  applicationIds: z.array(id),
  title: z.string(),
  verb: z.string(),
  url: z.string(),
  headers: z.array(z.string()),
  params: z.array(templateArgument),
  payload: z.string().optional(),
  enabled: z.boolean(),
});
export type Webhook = z.infer<typeof webhook>;

/** `secret` signs the calls (Standard Webhooks) and is shown this once. */
export const createdWebhook = webhook.extend({ secret: z.string() });
export type CreatedWebhook = z.infer<typeof createdWebhook>;
