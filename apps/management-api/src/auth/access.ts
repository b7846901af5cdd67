import { SetMetadata } from '@nestjs/common';
import type { Role } from '@tessera/api-contracts';

export const ACCESS = 'tessera:access';

/** The least role that a handler needs. A handler that says nothing needs an admin. */
export const Allow = (role: Role) => SetMetadata(ACCESS, role);

/** A handler for everybody, signed in or not. */
export const Public = () => SetMetadata(ACCESS, 'public');

const RANK: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, admin: 2 };

export function mayDo(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}
