import type { User } from '@tessera/api-contracts';
import { ACCOUNT_ID } from '../applications/application.wire';
import type { UserEntity } from './user.entity';

/** `inviteToken` and `policy` are required by the SDK's model; here nobody is invited and the role says all. */
export function showUser(row: UserEntity): User {
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    modified: row.modified.toISOString(),
    email: row.email,
    accountId: ACCOUNT_ID,
    inviteToken: '',
    state: row.state,
    name: row.name,
    role: row.role,
    policy: {},
  };
}
