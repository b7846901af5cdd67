import { z } from 'zod';
import { description, id, instant, title } from './fields';

const type = z.enum(['session', 'item', 'both']).describe('Where it may stand: beside the cart, beside an item, both.');
const subscribedApplicationsIds = z.array(id).max(1_000).describe('Empty: every application.');

export const newAdditionalCost = z.object({
  name: z.string().regex(/^[A-Za-z]\w{0,99}$/, 'a letter, then letters, digits and _'),
  title,
  description: description.default(''),
  type: type.default('session'),
  subscribedApplicationsIds: subscribedApplicationsIds.default([]),
});
export type NewAdditionalCost = z.infer<typeof newAdditionalCost>;

/** What is left out stays. The name cannot change: sessions in the log have it. */
export const updateAdditionalCost = z.object({
  name: z.string().optional(),
  title: title.optional(),
  description: description.optional(),
  type: type.optional(),
  subscribedApplicationsIds: subscribedApplicationsIds.optional(),
});
export type UpdateAdditionalCost = z.infer<typeof updateAdditionalCost>;

export const additionalCost = z.object({
  id,
  created: instant,
  accountId: id,
  name: z.string(),
  title: z.string(),
  description: z.string(),
  type,
  subscribedApplicationsIds,
});
export type AdditionalCost = z.infer<typeof additionalCost>;
