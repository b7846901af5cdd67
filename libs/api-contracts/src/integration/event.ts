import { z } from 'zod';
import { attributes, instant } from './fields';
import { effect } from './state';

/** An event that its sender gave an id, and what it was given. */
export const advancedEvent = z.object({
  id: z.int(),
  created: instant,
  applicationId: z.int(),
  integrationId: z.string(),
  type: z.string(),
  profileId: z.string(),
  connectedSessionId: z.string().optional(),
  attributes,
  effects: z.array(effect),
});
export type AdvancedEvent = z.infer<typeof advancedEvent>;
