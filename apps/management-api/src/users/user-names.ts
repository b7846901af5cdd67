import { type EntityManager, In } from 'typeorm';
import { UserEntity } from './user.entity';

/** Names of users by id, for `createdBy` and `updatedBy`. */
export type UserNames = ReadonlyMap<bigint, string>;

export async function userNames(manager: EntityManager, ids: readonly bigint[]): Promise<UserNames> {
  const users = await manager.findBy(UserEntity, { id: In([...new Set(ids)]) });
  return new Map(users.map(({ id, name, email }) => [id, name || email]));
}
