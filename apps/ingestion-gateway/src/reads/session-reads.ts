import { Inject, Injectable } from '@nestjs/common';
import { sessionKey } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';
import { isRequestToken } from '../call/submissions';
import { normalId } from '../convert/id';
import { type Due, RecentTokens } from '../replies/recent-tokens';
import { type Settings, SETTINGS } from '../settings';
import { type InternalAnswer, InternalHttp } from './internal-http';

/** A read waits this long for a write that is not decided yet; the projection then waits for its own part. */
const WAIT_MS = 2000;

export const STALE = 'x-tessera-stale';

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
  async read({ application }: Caller, id: string, token: string | undefined): Promise<StoredSession> {
    const known = sessionKey(application.id, id);
    const due = await this.due(application.id, known, token);
    const answer = await this.http.ask({
      method: 'GET',
      url: `${this.settings.SESSION_PROJECTION_URL}${pathOf(application.id, id)}`,
      ...(due.token === undefined ? {} : { headers: { 'x-tessera-token': due.token } }),
      claims: { application: String(application.id) },
    });
    const unknown = token !== undefined && due.token === undefined;
    const stale = unknown || due.undecided || answer.headers[STALE] === 'true';
    if (answer.status !== 200) throw refused(answer, stale);
    return { body: answer.body, stale };
  }

  /** The caller's own token; one that stands for a request is looked up. Without one, that of the last write. */
  private async due(application: bigint, session: string, token: string | undefined): Promise<Due> {
    if (token === undefined) return this.tokens.due(session, WAIT_MS);
    return isRequestToken(token) ? this.tokens.due(`${application}/${token}`, WAIT_MS) : { token, undecided: false };
  }
}

const pathOf = (application: bigint, id: string) =>
  `/internal/applications/${application}/customer_sessions/${encodeURIComponent(normalId(id))}`;

function refused({ status }: InternalAnswer, stale: boolean): ApiError {
  const notFound = { code: 'session.not_found', title: 'There is no such session' };
  if (status === 404) return new ApiError(404, [notFound], stale ? { [STALE]: 'true' } : {});
  if (status === 400) return ApiError.invalid('token.invalid', 'X-Tessera-Token is no token');
  throw new Error(`the session projection answered ${status}`);
}
