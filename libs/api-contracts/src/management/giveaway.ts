import { z } from 'zod';
import { description, id, instant, title } from './fields';

export const newGiveawayPool = z.object({
  name: title,
  description: description.optional(),
  subscribedApplicationsIds: z.array(id).max(1_000).optional().describe('Empty: every application.'),
});
export type NewGiveawayPool = z.infer<typeof newGiveawayPool>;

export const updateGiveawayPool = newGiveawayPool.partial();
export type UpdateGiveawayPool = z.infer<typeof updateGiveawayPool>;

export const giveawayPool = z.object({
  id,
  accountId: id,
  name: z.string(),
  description: z.string(),
  subscribedApplicationsIds: z.array(id),
  createdBy: id,
  modifiedBy: id,
  created: instant,
  modified: instant,
});
export type GiveawayPool = z.infer<typeof giveawayPool>;

export const giveawayImport = z.object({
  id: id.describe('The pool.'),
  created: instant,
  accountId: id,
  userId: id,
  entity: z.literal('Giveaway'),
  amount: z.int().describe('Codes that came into the pool.'),
  skipped: z.int().describe('Rows left out, among them codes that the pool had already.'),
  rows: z.array(z.object({ line: z.int(), reason: z.string() })).describe('The first 1000 of them.'),
});
export type GiveawayImport = z.infer<typeof giveawayImport>;
