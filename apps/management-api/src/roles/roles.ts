import type { Role, RoleEntry } from '@tessera/api-contracts';
import type { EntityManager } from 'typeorm';
import { ACCOUNT_ID } from '../applications/application.wire';
import { UserEntity } from '../users/user.entity';

/** Roles are the same in every installation; by rank, and ids count from 1. */
export const ROLES: readonly { readonly role: Role; readonly description: string }[] = [
  { role: 'viewer', description: 'Reads everything.' },
  { role: 'editor', description: 'Also writes campaigns, rulesets and coupons.' },
  { role: 'admin', description: 'Does everything.' },
];

/** The roles with the users that have them. */
export async function roleEntries(manager: EntityManager): Promise<RoleEntry[]> {
  const users = await manager.find(UserEntity, { order: { id: 'ASC' } });
  // The first admin comes with the account, and so do the roles.
  const created = (users[0]?.created ?? new Date(0)).toISOString();
  return ROLES.map(({ role, description }, index) => {
    const id = index + 1;
    const members = users.filter((user) => user.role === role).map((user) => Number(user.id));
    const account = { accountID: ACCOUNT_ID, accountId: ACCOUNT_ID };
    return { id, created, modified: created, ...account, name: role, description, members, acl: {} };
  });
}
