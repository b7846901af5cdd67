import { z } from 'zod';
import { description, id, idList, instant, title } from './fields';
import { listQuery } from './list';

export const newEventType = z.object({
  applicationIds: z.array(id).max(1_000).default([]).describe('Empty: every application.'),
  name: z
    .string()
    .regex(/^[A-Za-z]\w{0,99}$/, 'a letter, then letters, digits and _')
    .refine((name) => !name.startsWith('talon_'), 'the prefix talon_ is kept for built-in events'),
  title,
  description: description.default(''),
});
export type NewEventType = z.infer<typeof newEventType>;

/** What is left out stays, and so does the name, by which rules and integrations know the type. */
export const updateEventType = z.object({
  applicationIds: z.array(id).max(1_000).optional().describe('Empty: every application.'),
  title: title.optional(),
  description: description.optional(),
});
export type UpdateEventType = z.infer<typeof updateEventType>;

export const eventTypeQuery = listQuery.extend({
  applicationIds: idList.optional().describe('Ids with commas between: types for one of these applications.'),
  name: z.string().max(100).optional().describe('A part of the name, in any case.'),
  includeOldVersions: z.enum(['true', 'false']).optional().describe('A type has one version.'),
});

export const eventType = z.object({
  id,
  created: instant,
  applicationIds: z.array(id),
  name: z.string(),
  title: z.string(),
  description: z.string(),
  mimeType: z.string(),
  handler: z.string(),
  version: z.int(),
});
export type EventType = z.infer<typeof eventType>;
