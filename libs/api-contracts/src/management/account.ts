import { z } from 'zod';
import { id, instant, line } from './fields';

export const ROLES = ['admin', 'editor', 'viewer'] as const;
/** viewer reads; editor also writes campaigns, rulesets and coupons; admin does everything. */
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

export const loginParams = z.object({ email: z.string().max(320), password: z.string().max(1_000) });
export type LoginParams = z.infer<typeof loginParams>;

/** The answer to a sign-in: the token goes into `Authorization: Bearer …` and holds for three months. */
export const userSession = z.object({ userId: id, token: z.string(), created: instant });
export type UserSession = z.infer<typeof userSession>;

const password = z.string().min(12).max(1_000);

export const newUser = z.object({
  email: z.email().max(320),
  name: line(200).default(''),
  password,
  role: role.default('viewer'),
});
export type NewUser = z.infer<typeof newUser>;

export const updateUser = z.object({
  name: line(200).optional(),
  password: password.optional(),
  role: role.optional(),
  state: z.enum(['active', 'deactivated']).optional(),
});
export type UpdateUser = z.infer<typeof updateUser>;

export const user = z.object({
  id,
  created: instant,
  modified: instant,
  email: z.string(),
  accountId: id,
  inviteToken: z.string(),
  state: z.enum(['active', 'deactivated']),
  name: z.string(),
  role,
  policy: z.object({}),
});
export type User = z.infer<typeof user>;

export const newManagementKey = z.object({
  name: line(200).min(1),
  role: role.default('viewer'),
  expires: instant,
});
export type NewManagementKey = z.infer<typeof newManagementKey>;

export const managementKey = z.object({
  id,
  created: instant,
  createdBy: id,
  name: z.string(),
  role,
  expires: instant,
});
export type ManagementKey = z.infer<typeof managementKey>;

/** `key` is shown this once: `Authorization: ManagementKey-v1 <key>`. */
export const createdManagementKey = managementKey.extend({ key: z.string() });
export type CreatedManagementKey = z.infer<typeof createdManagementKey>;
