import { z } from 'zod';
import { limitConfig } from './campaign';
import { attributes, description, id, instant, title } from './fields';
import { loyaltyProgram } from './loyalty';

const limits = z.array(limitConfig).max(100).describe('Of each campaign that has none of its own for the action.');
const enablePartialDiscounts = z.boolean().describe('Whether a limit that does not suffice gives what it has left.');
const sessionIdleAfter = z
  .string()
  .max(20)
  .nullable()
  .describe('After which an open session that nobody touched is cancelled: 40m, 12h, 1D; null: it stays open.');

export const newApplication = z.object({
  name: title,
  description: description.default(''),
  timezone: z.string().max(100).describe('IANA, such as Europe/Berlin. Local times of schedules are read in it.'),
  currency: z.string().max(10).describe('ISO 4217. It stays: amounts in the log are in its minor unit.'),
  attributes: attributes.default({}),
  limits: limits.default([]),
  enablePartialDiscounts: enablePartialDiscounts.default(false),
  sessionIdleAfter: sessionIdleAfter.default(null),
});
export type NewApplication = z.infer<typeof newApplication>;

/** What is left out stays. */
export const updateApplication = z.object({
  name: title.optional(),
  description: description.optional(),
  timezone: z.string().max(100).optional(),
  currency: z.string().max(10).optional(),
  attributes: attributes.optional(),
  limits: limits.optional(),
  enablePartialDiscounts: enablePartialDiscounts.optional(),
  sessionIdleAfter: sessionIdleAfter.optional(),
});
export type UpdateApplication = z.infer<typeof updateApplication>;

export const application = z.object({
  id,
  created: instant,
  modified: instant,
  accountId: id,
  name: z.string(),
  description: z.string(),
  timezone: z.string(),
  currency: z.string(),
  attributes,
  caseSensitivity: z.literal('insensitive-uppercase'),
  limits,
  enablePartialDiscounts,
  sessionIdleAfter,
  defaultEvaluationGroupId: id.describe('The base group of the evaluation tree.'),
  loyaltyPrograms: z.array(loyaltyProgram).describe('Those that it shares.'),
});
export type Application = z.infer<typeof application>;

/** NONE: no session was ever sent. */
export const applicationHealth = z.object({
  summary: z.enum(['OK', 'WARNING', 'ERROR', 'CRITICAL', 'NONE']),
  lastUsed: instant,
});
export type ApplicationHealth = z.infer<typeof applicationHealth>;

const API_KEY_SCOPES = ['integration', 'import', 'read'] as const;

export const newApiKey = z.object({
  title,
  scopes: z.array(z.enum(API_KEY_SCOPES)).min(1).default(['integration']),
  expires: instant,
  platform: z.string().max(100).optional(),
});
export type NewApiKey = z.infer<typeof newApiKey>;

/** What is left out stays. The secret stays as it is: a key that leaked is revoked and another one made. */
export const updateApiKey = z.object({
  title: title.optional(),
  scopes: newApiKey.shape.scopes.removeDefault().optional(),
  expires: instant.optional(),
});
export type UpdateApiKey = z.infer<typeof updateApiKey>;

export const apiKey = z.object({
  id,
  created: instant,
  createdBy: id,
  accountID: id,
  applicationID: id,
  title: z.string(),
  platform: z.string().optional(),
  scopes: z.array(z.string()),
  expires: instant,
});
export type ApiKey = z.infer<typeof apiKey>;

/** `key` is shown this once: `Authorization: ApiKey-v1 <key>`. */
export const createdApiKey = apiKey.extend({ key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKey>;
