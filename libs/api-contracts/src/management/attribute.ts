import { z } from 'zod';
import { description, id, instant, line, title } from './fields';
import { listQuery } from './list';

const ATTRIBUTE_ENTITIES = [
  'Application',
  'Campaign',
  'CustomerProfile',
  'CustomerSession',
  'CartItem',
  'Coupon',
  'Event',
] as const;

const ATTRIBUTE_TYPES = [
  'string',
  'number',
  'boolean',
  'time',
  'location',
  '(list string)',
  '(list number)',
  '(list time)',
  '(list location)',
] as const;

/** The most values that an attribute suggests, or is restricted to: every service holds them in memory. */
export const MOST_SUGGESTIONS = 1_000;

const suggestion = line(1_000);
const suggestions = z.array(suggestion).max(MOST_SUGGESTIONS);

/** A line of a file of allowed values. */
export const allowedValueRow = z.object({ item: suggestion });

export const allowedListImport = z.object({
  id: id.describe('The attribute.'),
  created: instant,
  accountId: id,
  userId: id,
  entity: z.literal('AllowedList'),
  amount: z.int().describe('Values, each counted once.'),
  skipped: z.int().describe('Rows left out.'),
  rows: z.array(z.object({ line: z.int(), reason: z.string() })).describe('The first 1000 of them.'),
});
export type AllowedListImport = z.infer<typeof allowedListImport>;

export const newAttribute = z.object({
  entity: z.enum(ATTRIBUTE_ENTITIES),
  eventType: z.string().max(100).optional().describe('The custom event type, for the entity Event.'),
  name: z.string().regex(/^[A-Za-z]\w{0,99}$/, 'a letter, then letters, digits and _'),
  title: title,
  type: z.enum(ATTRIBUTE_TYPES),
  description: description.default(''),
  suggestions: suggestions.default([]),
  restrictedBySuggestions: z.boolean().default(false),
  editable: z.boolean().default(true),
  personal: z.boolean().default(false).describe('Personal values are encrypted in every topic that lasts.'),
  subscribedApplicationsIds: z.array(id).max(1_000).default([]).describe('Empty: every application.'),
});
export type NewAttribute = z.infer<typeof newAttribute>;

export const attributeQuery = listQuery.extend({
  entity: z.enum(ATTRIBUTE_ENTITIES).optional().describe('Attributes of this entity only.'),
});

/** What is left out stays. Entity, name, event type and type cannot change: values in the log have them. */
export const updateAttribute = z.object({
  entity: z.string().optional(),
  eventType: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  title: title.optional(),
  description: description.optional(),
  suggestions: suggestions.optional(),
  restrictedBySuggestions: z.boolean().optional(),
  editable: z.boolean().optional(),
  personal: z.boolean().optional(),
  subscribedApplicationsIds: z.array(id).max(1_000).optional(),
});
export type UpdateAttribute = z.infer<typeof updateAttribute>;

export const attribute = z.object({
  id,
  created: instant,
  accountId: id,
  entity: z.string(),
  eventType: z.string().optional(),
  name: z.string(),
  title: z.string(),
  type: z.string(),
  description: z.string(),
  suggestions: z.array(z.string()),
  restrictedBySuggestions: z.boolean(),
  editable: z.boolean(),
  personal: z.boolean(),
  subscribedApplicationsIds: z.array(id),
});
export type Attribute = z.infer<typeof attribute>;
