import { Inject, Injectable } from '@nestjs/common';
import { sessionKey } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';
import { normalId } from '../convert/id';
import { RecentTokens } from '../replies/recent-tokens';
import { type Settings, SETTINGS } from '../settings';
import { dueOf, noToken, STALE, tokenHeader } from './due';
import { type InternalAnswer, InternalHttp } from './internal-http';

export interface StoredSession {
  readonly body: Buffer;
  /** What is shown may be older than what was asked for. */
  readonly stale: boolean;
}

/** Sessions as the session projection shows them, at least as new as what went through this gateway. */
@Injectable()
export class SessionReads {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'SESSION_PROJECTION_URL'>,
    private readonly http: InternalHttp,
    private readonly tokens: RecentTokens,
  ) {}

  /** Throws ApiError 404 session.not_found, which may be stale too; 503. */
  async read(caller: Caller, id: string): Promise<StoredSession> {
    const { id: application } = caller.application;
    const due = await dueOf(this.tokens, caller, sessionKey(application, id));
    const answer = await this.http.ask({
      method: 'GET',
      url: `${this.settings.SESSION_PROJECTION_URL}${pathOf(application, id)}`,
      headers: tokenHeader(due),
      claims: { application: String(application) },
    });
    const stale = due.undecided || answer.headers[STALE] === 'true';
    if (answer.status !== 200) throw refused(answer, stale);
    return { body: answer.body, stale };
  }
}

const pathOf = (application: bigint, id: string) =>
  `/internal/applications/${application}/customer_sessions/${encodeURIComponent(normalId(id))}`;

function refused({ status }: InternalAnswer, stale: boolean): ApiError {
  const notFound = { code: 'session.not_found', title: 'There is no such session' };
  if (status === 404) return new ApiError(404, [notFound], stale ? { [STALE]: 'true' } : {});
  if (status === 400) return noToken();
  throw new Error(`the session projection answered ${status}`);
}
