import { Injectable } from '@nestjs/common';
import { Clock } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { ManagementKeyEntity } from '../management-keys/management-key.entity';
import { UserSessionEntity } from '../sessions/user-session.entity';
import { UserEntity } from '../users/user.entity';
import { Actor } from './actor';
import { isSecret, parseKey, sha256 } from './secrets';

export const MANAGEMENT_KEY_PREFIX = 'mk';

/** Knows who an `Authorization` header stands for. */
@Injectable()
export class Credentials {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The actor, or undefined where the header names nobody who may still come in. */
  async actorFor(authorization: string, requestId: string): Promise<Actor | undefined> {
    const [scheme, credential = ''] = authorization.split(' ');
    if (scheme === 'Bearer') return this.ofSession(credential, requestId);
    if (scheme === 'ManagementKey-v1') return this.ofKey(credential, requestId);
    return undefined;
  }

  private async ofSession(token: string, requestId: string): Promise<Actor | undefined> {
    const hash = sha256(token);
    const session = await this.dataSource.manager.findOneBy(UserSessionEntity, { hash });
    if (!session || this.isPast(session.expires)) return undefined;
    const user = await this.dataSource.manager.findOneBy(UserEntity, { id: session.userId, state: 'active' });
    return user ? new Actor(user.id, user.role, requestId, hash) : undefined;
  }

  private async ofKey(key: string, requestId: string): Promise<Actor | undefined> {
    const parts = parseKey(MANAGEMENT_KEY_PREFIX, key);
    if (!parts) return undefined;
    const row = await this.dataSource.manager.findOneBy(ManagementKeyEntity, { id: parts.id, revoked: false });
    if (!row || !isSecret(parts.secret, row.hash) || this.isPast(row.expires)) return undefined;
    return new Actor(row.createdBy, row.role, requestId, null);
  }

  private isPast(expires: Date): boolean {
    return BigInt(expires.getTime()) <= this.clock.now();
  }
}
