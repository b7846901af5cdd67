import { z } from 'zod';
import { description, id, instant } from './fields';
import { listQuery } from './list';

/** A word of rules: `collections.<name>`, or in its campaign `campaign.collections.<name>`. */
const name = z
  .string()
  .max(100)
  .regex(/^[A-Za-z]\w*$/, 'a letter, then letters, digits and _')
  .describe('What rules call it: `item.sku in collections.<name>`, of a campaign `campaign.collections.<name>`.');

const subscribedApplicationsIds = z.array(id).max(1_000).describe('Empty: every application.');

export const newCampaignCollection = z.object({ name, description: description.optional() });
export type NewCampaignCollection = z.infer<typeof newCampaignCollection>;

export const newCollection = newCampaignCollection.extend({
  subscribedApplicationsIds: subscribedApplicationsIds.optional(),
});
export type NewCollection = z.infer<typeof newCollection>;

export const updateCampaignCollection = newCampaignCollection.partial();
export const updateCollection = newCollection.partial();
export type UpdateCollection = z.infer<typeof updateCollection>;

export const collection = z.object({
  id,
  accountId: id,
  name: z.string(),
  description: z.string(),
  subscribedApplicationsIds: z.array(id).optional().describe("Of the account's."),
  applicationId: id.optional().describe("Of a campaign's."),
  campaignId: id.optional(),
  createdBy: id,
  modifiedBy: id,
  created: instant,
  modified: instant,
});
export type Collection = z.infer<typeof collection>;

export const collectionQuery = listQuery.extend({ name: z.string().max(100).optional() });

export const collectionItem = z.object({ collectionId: id, item: z.string() });

/** Whether rows that are wrong are left out, and named in the answer; else one of them keeps the whole file out. */
export const importQuery = z.object({
  skipInvalid: z.enum(['true', 'false']).default('false').describe('Leave out rows that are wrong, and name them.'),
});

export const collectionImport = z.object({
  id: id.describe('The collection.'),
  created: instant,
  accountId: id,
  userId: id,
  entity: z.literal('Collection'),
  amount: z.int().describe('Items, each counted once.'),
  skipped: z.int().describe('Rows left out.'),
  rows: z.array(z.object({ line: z.int(), reason: z.string() })).describe('The first 1000 of them.'),
});
