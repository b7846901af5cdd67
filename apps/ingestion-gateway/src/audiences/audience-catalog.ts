import { Inject, Injectable } from '@nestjs/common';
import type { Audience, NewAudience, UpdateAudience } from '@tessera/api-contracts';
import { ApiError, type ErrorBody } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';
import { CatalogFeed } from '../catalog/catalog-feed';
import { type InternalAnswer, InternalHttp } from '../reads/internal-http';
import { type Settings, SETTINGS } from '../settings';

/** So long an answer waits until this gateway knows the write, so that the next call may name the audience. */
const FEED_WAIT_MS = 2000;
const WRITTEN = 'x-tessera-catalog';

/** Audiences as entities of the catalog, which the management API alone writes: it is asked, signed. */
@Injectable()
export class AudienceCatalog {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'MANAGEMENT_URL'>,
    private readonly http: InternalHttp,
    private readonly feed: CatalogFeed,
  ) {}

  /** Throws ApiError with what the management API refuses (400, 409), 503. */
  async create(caller: Caller, body: NewAudience): Promise<Audience> {
    return audienceIn(await this.ask(caller, 'POST', '', body));
  }

  /** Throws ApiError as `create`, 404 audience.not_found. */
  async update(caller: Caller, id: bigint, body: UpdateAudience): Promise<Audience> {
    return audienceIn(await this.ask(caller, 'PUT', `/${id}`, body));
  }

  /** Throws ApiError 404, 409 audience.in_use, 503. */
  async delete(caller: Caller, id: bigint): Promise<void> {
    await this.ask(caller, 'DELETE', `/${id}`);
  }

  private async ask(
    { application }: Caller,
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: NewAudience | UpdateAudience,
  ): Promise<InternalAnswer> {
    const answer = await this.http.ask({
      method,
      url: `${this.settings.MANAGEMENT_URL}/internal/audiences${path}`,
      claims: { application: String(application.id) },
      ...(body && { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) }),
    });
    if (answer.status >= 400) throw new ApiError(answer.status, jsonOf<ErrorBody>(answer).errors);
    const version = answer.headers[WRITTEN];
    if (typeof version === 'string') await this.feed.waitFor(BigInt(version), FEED_WAIT_MS);
    return answer;
  }
}

function audienceIn(answer: InternalAnswer): Audience {
  return jsonOf<Audience>(answer);
}

function jsonOf<T>({ body }: InternalAnswer): T {
  return JSON.parse(body.toString('utf8')) as T;
}
