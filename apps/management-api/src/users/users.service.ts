import { Injectable } from '@nestjs/common';
import type { NewUser, UpdateUser, User } from '@tessera/api-contracts';
import { ApiError, Clock } from '@tessera/service-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { hashPassword } from '../auth/passwords';
import { nextCatalogId } from '../catalog-log/catalog-transaction';
import { type By, noteChange, THE_SERVICE } from '../changes/note-change';
import { ManagementKeyEntity } from '../management-keys/management-key.entity';
import { UserSessionEntity } from '../sessions/user-session.entity';
import { UserEntity } from './user.entity';
import { showUser } from './user.wire';

/** Users are no part of the catalog: they never leave this service. */
@Injectable()
export class Users {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Throws ApiError 409 `user.exists`. */
  async create(actor: By, user: NewUser): Promise<UserEntity> {
    const password = await hashPassword(user.password);
    return this.alone(async (manager) => {
      if (await manager.existsBy(UserEntity, { email: normal(user.email) })) throw exists();
      return this.insert(manager, actor, { ...user, password });
    });
  }

  /** Creates an admin if there is no user at all; only then the password is asked for. */
  async createFirst(email: string, askPassword: () => Promise<string>): Promise<void> {
    await this.alone(async (manager) => {
      if (await manager.exists(UserEntity)) return;
      const password = await hashPassword(await askPassword());
      await this.insert(manager, THE_SERVICE, { email, name: 'Admin', role: 'admin', password });
    });
  }

  /**
   * What is left out stays. A new password, another role or state ends the user's sign-ins.
   * Throws ApiError 404 user.not_found, 400 user.last_admin.
   */
  async update(actor: By, id: bigint, body: UpdateUser): Promise<UserEntity> {
    const password = body.password === undefined ? undefined : await hashPassword(body.password);
    return this.alone(async (manager) => {
      const row = await findUser(manager, id);
      const changed = {
        ...row,
        name: body.name ?? row.name,
        role: body.role ?? row.role,
        state: body.state ?? row.state,
        password: password ?? row.password,
        modified: this.now(),
      };
      if (isAdmin(row) && !isAdmin(changed)) await keepAnAdmin(manager);
      if (body.password ?? body.role ?? body.state) await manager.delete(UserSessionEntity, { userId: id });
      await this.note(manager, actor, id, showUser(row), showUser(changed));
      return manager.save(UserEntity, changed);
    });
  }

  /**
   * Deletes the user with the sign-ins, and revokes the management keys that the user made. What the log says of the user stays.
   * Throws ApiError 404 user.not_found, 400 user.last_admin.
   */
  async delete(actor: By, id: bigint): Promise<void> {
    await this.alone(async (manager) => {
      const row = await findUser(manager, id);
      if (isAdmin(row)) await keepAnAdmin(manager);
      await this.note(manager, actor, id, showUser(row), undefined);
      await manager.delete(UserSessionEntity, { userId: id });
      await manager.update(ManagementKeyEntity, { createdBy: id }, { revoked: true });
      await manager.delete(UserEntity, { id });
    });
  }

  /** @param user with the password's hash */
  private async insert(manager: EntityManager, actor: By, user: NewUser): Promise<UserEntity> {
    const [id, now] = [await nextCatalogId(manager), this.now()];
    const times = { created: now, modified: now };
    const row = await manager.save(UserEntity, { ...user, id, email: normal(user.email), state: 'active', ...times });
    await this.note(manager, actor, id, undefined, showUser(row));
    return row;
  }

  private async note(manager: EntityManager, actor: By, id: bigint, old: User | undefined, next: User | undefined) {
    const states = { ...(old && { old }), ...(next && { new: next }) };
    await noteChange(manager, actor, { at: this.now(), entity: `/users/${id}`, ...states });
  }

  /** One change of users at a time, so that an email stays unique and an admin stays. */
  private alone<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');
      return work(manager);
    });
  }

  private now(): Date {
    return new Date(Number(this.clock.now()));
  }
}

/** Throws ApiError 404 `user.not_found`. */
export async function findUser(manager: EntityManager, id: bigint): Promise<UserEntity> {
  const user = await manager.findOneBy(UserEntity, { id });
  if (!user) throw ApiError.notFound('user.not_found', 'There is no such user');
  return user;
}

/** Two spellings of one address are one user. */
export function normal(email: string): string {
  return email.normalize('NFC').toLowerCase();
}

function isAdmin({ role, state }: UserEntity): boolean {
  return role === 'admin' && state === 'active';
}

async function keepAnAdmin(manager: EntityManager): Promise<void> {
  if ((await manager.countBy(UserEntity, { role: 'admin', state: 'active' })) > 1) return;
  throw ApiError.invalid('user.last_admin', 'The last admin has to stay');
}

function exists(): ApiError {
  return ApiError.conflict('user.exists', 'There is a user with this email');
}
