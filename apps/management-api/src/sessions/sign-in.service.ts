import { Injectable } from '@nestjs/common';
import type { LoginParams, UserSession } from '@tessera/api-contracts';
import { ApiError, Clock } from '@tessera/service-kit';
import { DataSource, LessThan } from 'typeorm';
import { isPassword } from '../auth/passwords';
import { newSecret, sha256 } from '../auth/secrets';
import { UserEntity } from '../users/user.entity';
import { normal } from '../users/users.service';
import { SignInLimits } from './sign-in-limits';
import { UserSessionEntity } from './user-session.entity';

/** Three months, as the reference has it. */
const LIFETIME_MS = 90 * 86_400_000;

@Injectable()
export class SignIn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly limits: SignInLimits,
  ) {}

  /**
   * A token for the user. It is kept only as a hash.
   * Throws ApiError 401 with one text for a wrong password, an unknown email and a deactivated user; 429 after too many tries.
   */
  async signIn({ email, password }: LoginParams, address: string): Promise<UserSession> {
    const attempt = { email: normal(email), address };
    await this.limits.take(attempt);
    const user = await this.dataSource.manager.findOneBy(UserEntity, { email: attempt.email, state: 'active' });
    if (!(await isPassword(password, user?.password ?? null)) || !user) throw refused();
    await this.limits.forgive(attempt);
    return this.open(user);
  }

  async signOut(hash: Buffer): Promise<void> {
    await this.dataSource.manager.delete(UserSessionEntity, { hash });
  }

  private async open({ id }: UserEntity): Promise<UserSession> {
    const { manager } = this.dataSource;
    const now = Number(this.clock.now());
    const [token, created] = [newSecret(), new Date(now)];
    await manager.delete(UserSessionEntity, { userId: id, expires: LessThan(created) });
    const session = { hash: sha256(token), userId: id, created, expires: new Date(now + LIFETIME_MS) };
    await manager.insert(UserSessionEntity, session);
    return { userId: Number(id), token, created: created.toISOString() };
  }
}

function refused(): ApiError {
  return ApiError.of(401, 'session.refused', 'Email or password is wrong');
}
