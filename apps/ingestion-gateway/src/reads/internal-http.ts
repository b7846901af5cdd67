import { ApiError, type ServiceClaims, type ServiceTokens } from '@tessera/service-kit';
import { Agent, request } from 'undici';

export interface InternalAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface InternalRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly claims: Omit<ServiceClaims, 'service'>;
}

/** More than a projection's own wait of two seconds for a token. */
const TIMEOUT_MS = 5000;

/** HTTP to other services of the cluster, each call with a service token. */
export class InternalHttp {
  private readonly agent = new Agent({
    connections: 64,
    connect: { timeout: 1000 },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });

  constructor(private readonly tokens: ServiceTokens) {}

  /** Any answer below 500. Throws ApiError 503 for others, and where nobody answers. */
  async ask({ method, url, headers, body, claims }: InternalRequest): Promise<InternalAnswer> {
    const authorization = await this.tokens.header(claims);
    const answer = await this.exchange(url, {
      method,
      headers: { ...headers, authorization },
      dispatcher: this.agent,
      ...(body ? { body } : {}),
    });
    if (answer.status >= 500) throw unavailable();
    return answer;
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private async exchange(url: string, options: Parameters<typeof request>[1]): Promise<InternalAnswer> {
    try {
      const { statusCode, headers, body } = await request(url, options);
      return { status: statusCode, headers, body: Buffer.from(await body.arrayBuffer()) };
    } catch (error) {
      throw Object.assign(unavailable(), { cause: error });
    }
  }
}

const unavailable = () => ApiError.unavailable('service.unavailable', 'A service that is needed does not answer');
