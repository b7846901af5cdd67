import { Inject, Injectable } from '@nestjs/common';
import { ApiError, type ErrorDetail, ServiceTokens } from '@tessera/service-kit';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../settings';
import { Staleness } from './staleness';

/** Longer than a projection waits for a token. */
const TIMEOUT_MS = 10_000;

export type Projection = 'session' | 'profile' | 'coupon' | 'campaign' | 'webhook';

export interface Question {
  readonly projection: Projection;
  /** Below `/internal`, without the query. */
  readonly path: string;
  /** 0: the account's. */
  readonly application: bigint;
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** How far the read model must have come, as a read token; it waits at most 2 s and then answers what is there. */
  readonly token?: string | undefined;
}

const refusal = z.object({
  errors: z.array(z.object({ code: z.string(), title: z.string(), details: z.string().optional() })),
});

/** Asks the services that hold the read models. */
@Injectable()
export class Projections {
  private readonly urls: Readonly<Record<Projection, string>>;

  constructor(
    private readonly tokens: ServiceTokens,
    private readonly staleness: Staleness,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.urls = {
      session: settings.SESSION_PROJECTION_URL,
      profile: settings.PROFILE_PROJECTION_URL,
      coupon: settings.COUPON_PROJECTION_URL,
      campaign: settings.CAMPAIGN_PROJECTION_URL,
      webhook: settings.WEBHOOK_DISPATCHER_URL,
    };
  }

  /** The answer's JSON. Throws ApiError: what the projection refuses (400, 404, 503 with its reason), 503 where it does not answer. */
  async ask(question: Question): Promise<unknown> {
    const response = await this.fetch(question);
    this.staleness.note(response);
    if (response.ok) return response.json();
    if (response.status >= 500 && response.status !== 503) throw unavailable(question.projection);
    throw new ApiError(response.status, detailsOf(await response.json()), retryAfter(response));
  }

  private async fetch({
    projection,
    path,
    application,
    method = 'GET',
    query = {},
    token,
  }: Question): Promise<Response> {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const url = `${this.urls[projection]}/internal${path}?${new URLSearchParams(given).toString()}`;
    const authorization = await this.tokens.header({ application: application.toString(), role: 'management' });
    const headers = { authorization, ...(token === undefined ? {} : { 'x-tessera-token': token }) };
    try {
      return await fetch(url, { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch {
      // Refused, reset or too late: the same to whoever asked, and the metrics of that service tell which.
      throw unavailable(projection);
    }
  }
}

function retryAfter({ headers }: Response): Readonly<Record<string, string>> {
  const seconds = headers.get('retry-after');
  return seconds === null ? {} : { 'retry-after': seconds };
}

function unavailable(projection: Projection): ApiError {
  return ApiError.unavailable('read_model.unavailable', `The ${projection} read model does not answer`);
}

function detailsOf(body: unknown): ErrorDetail[] {
  const parsed = refusal.safeParse(body);
  if (!parsed.success) return [{ code: 'request.refused', title: 'The read model refused the request' }];
  return parsed.data.errors.map(({ code, title, details }) => ({ code, title, ...(details ? { details } : {}) }));
}
