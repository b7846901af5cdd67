import { z } from 'zod';
import { id, instant, line, prose, title } from '../management/fields';
import { instant as moment, optional } from './fields';

/** More than that in one call is refused with 413. */
export const AUDIENCE_CHANGES_PER_CALL = 1000;

/** The body of POST /v2/audiences. */
export const newAudience = z.object({
  name: title.describe('What rules call it: `"vip" in profile.audiences`.'),
  description: optional(prose(4_000)),
  integration: optional(line(200)).describe('The system that it comes from.'),
  integrationId: optional(line(1_000)).describe('Its id in that system, unique there.'),
  createdIn3rdParty: optional(z.boolean()),
  subscribedApplicationsIds: optional(z.array(id).max(1_000)).describe('Empty: every application.'),
});
export type NewAudience = z.infer<typeof newAudience>;

/** The body of PUT /v2/audiences/{audienceId}. */
export const updateAudience = newAudience.partial();
export type UpdateAudience = z.infer<typeof updateAudience>;

export const audience = z.object({
  id,
  accountId: id,
  created: instant,
  lastUpdate: instant,
  name: z.string(),
  description: z.string(),
  integration: z.string(),
  integrationId: z.string(),
  createdIn3rdParty: z.boolean(),
  sandbox: z.boolean().describe('Always false: an installation is one environment.'),
  subscribedApplicationsIds: z.array(id),
});
export type Audience = z.infer<typeof audience>;

/** Audiences that a profile joins and leaves. */
export const audiencesChanges = z.object({
  adds: optional(z.array(z.int().positive())),
  deletes: optional(z.array(z.int().positive())),
  until: optional(moment).describe('When the memberships of `adds` end by themselves; else they stay.'),
});

/** The body of POST /v2/customer_audiences. */
export const audienceMemberships = z.object({
  data: z
    .array(
      z.object({
        action: z.enum(['add', 'delete']),
        profileIntegrationId: z.string(),
        audienceId: z.int().positive(),
        until: optional(moment).describe('Of an addition: when it ends by itself; else it stays.'),
      }),
    )
    .describe(`At most ${AUDIENCE_CHANGES_PER_CALL}. Of one profile and audience the last one counts.`),
});
export type AudienceMemberships = z.infer<typeof audienceMemberships>;
