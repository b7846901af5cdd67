import { Inject, Injectable } from '@nestjs/common';
import type { Audience, NewAudience, UpdateAudience } from '@tessera/api-contracts';
import { ApiError, type ErrorBody } from '@tessera/service-kit';
import type { Call } from '../call/call';
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

  /** Throws ApiError with what the management API refuses (400, 409), 422 idempotency.mismatch, 503. */
  async create(call: Call, body: NewAudience): Promise<Audience> {
    return audienceIn(await this.ask(call, 'POST', '', body));
  }

  /** Throws ApiError as `create`, 404 audience.not_found. */
  async update(call: Call, id: bigint, body: UpdateAudience): Promise<Audience> {
    return audienceIn(await this.ask(call, 'PUT', `/${id}`, body));
  }

  /** Throws ApiError 404, 409 audience.in_use, 503. */
  async delete(call: Call, id: bigint): Promise<void> {
    await this.ask(call, 'DELETE', `/${id}`);
  }

  private async ask(
    call: Call,
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: NewAudience | UpdateAudience,
  ): Promise<InternalAnswer> {
    const answer = await this.http.ask({
      method,
      url: `${this.settings.MANAGEMENT_URL}/internal/audiences${path}`,
      claims: { application: String(call.caller.application.id) },
      headers: { ...keyOf(call), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: Buffer.from(JSON.stringify(body)) }),
    });
    if (answer.status >= 400) throw new ApiError(answer.status, jsonOf<ErrorBody>(answer).errors);
    const version = answer.headers[WRITTEN];
    if (typeof version === 'string') await this.feed.waitFor(BigInt(version), FEED_WAIT_MS);
    return answer;
  }
}

/** A key that the client sent, and what it may not be used for twice with different values of. */
function keyOf({ keySent, requestId, hash }: Call): Readonly<Record<string, string>> {
  if (!keySent) return {};
  return { 'idempotency-key': requestId, 'x-tessera-call-hash': Buffer.from(hash).toString('base64url') };
}

function audienceIn(answer: InternalAnswer): Audience {
  return jsonOf<Audience>(answer);
}

function jsonOf<T>({ body }: InternalAnswer): T {
  return JSON.parse(body.toString('utf8')) as T;
}
