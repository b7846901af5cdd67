import { z } from 'zod';
import { description, id, instant, title } from './fields';

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
