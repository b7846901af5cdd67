import { Inject, Injectable } from '@nestjs/common';
import type { ReadToken } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';
import { RecentTokens } from '../replies/recent-tokens';
import { type Settings, SETTINGS } from '../settings';
import { dueOf, noToken, STALE, tokenHeader } from './due';
import { InternalHttp } from './internal-http';

type Urls = Pick<Settings, 'PROFILE_PROJECTION_URL' | 'COUPON_PROJECTION_URL' | 'CAMPAIGN_PROJECTION_URL'>;

/** What a projection is asked, and for which entity's last write it waits where the caller has no token. */
export interface Question {
  readonly projection: keyof Urls;
  /** Below `/internal`. */
  readonly path: string;
  /** Its key. */
  readonly entity: string;
  /** A decision that is not waited for, nor any after it in its partition. */
  readonly before?: ReadToken;
}

export interface Found {
  readonly body: unknown;
  /** What is shown may be older than what was written. */
  readonly stale: boolean;
}

/** Reads of read models, at least as new as the caller's token, or as what went through this gateway. */
@Injectable()
export class ProjectionReads {
  constructor(
    @Inject(SETTINGS) private readonly urls: Urls,
    private readonly http: InternalHttp,
    private readonly tokens: RecentTokens,
  ) {}

  /** Undefined: it is not there. Throws ApiError 400 token.invalid, 503. */
  async ask(caller: Caller, { projection, path, entity, before }: Question): Promise<Found | undefined> {
    const due = await dueOf(this.tokens, caller, entity, before);
    const answer = await this.http.ask({
      method: 'GET',
      url: `${this.urls[projection]}/internal${path}`,
      headers: tokenHeader(due),
      claims: { application: String(caller.application.id) },
    });
    if (answer.status === 404) return undefined;
    if (answer.status === 400 && caller.readToken !== undefined) throw noToken();
    if (answer.status !== 200) throw new Error(`${projection} answered ${answer.status}`);
    return { body: JSON.parse(answer.body.toString()), stale: due.undecided || answer.headers[STALE] === 'true' };
  }
}

export const profileMissing = (): ApiError =>
  ApiError.notFound('profile.not_found', 'There is no such customer profile');
