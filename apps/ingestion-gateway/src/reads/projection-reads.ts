import { Inject, Injectable } from '@nestjs/common';
import { ApiError } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';
import { RecentTokens } from '../replies/recent-tokens';
import { type Settings, SETTINGS } from '../settings';
import { InternalHttp } from './internal-http';
import { STALE } from './session-reads';

/** A read waits this long for a write that is not decided yet; the projection then waits for its own part. */
const WAIT_MS = 2000;

type Urls = Pick<Settings, 'PROFILE_PROJECTION_URL' | 'COUPON_PROJECTION_URL' | 'CAMPAIGN_PROJECTION_URL'>;

/** What a projection is asked, and for which entity's last write through this gateway it waits. */
export interface Question {
  readonly projection: keyof Urls;
  /** Below `/internal`. */
  readonly path: string;
  /** Its key. */
  readonly entity: string;
}

export interface Found {
  readonly body: unknown;
  /** What is shown may be older than what was written. */
  readonly stale: boolean;
}

/** Reads of read models, at least as new as what went through this gateway. */
@Injectable()
export class ProjectionReads {
  constructor(
    @Inject(SETTINGS) private readonly urls: Urls,
    private readonly http: InternalHttp,
    private readonly tokens: RecentTokens,
  ) {}

  /** Undefined: it is not there. Throws ApiError 503. */
  async ask({ application }: Caller, { projection, path, entity }: Question): Promise<Found | undefined> {
    const { token, undecided } = await this.tokens.due(entity, WAIT_MS);
    const answer = await this.http.ask({
      method: 'GET',
      url: `${this.urls[projection]}/internal${path}`,
      ...(token === undefined ? {} : { headers: { 'x-tessera-token': token } }),
      claims: { application: String(application.id) },
    });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new Error(`${projection} answered ${answer.status}`);
    return { body: JSON.parse(answer.body.toString()), stale: undecided || answer.headers[STALE] === 'true' };
  }
}

export const profileMissing = (): ApiError =>
  ApiError.notFound('profile.not_found', 'There is no such customer profile');
