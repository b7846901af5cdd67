import { Agent } from 'undici';
import { retryAfterMs } from '../deliveries/schedule';
import { AddressBlocked, callableUrl } from './address';
import { guardedLookup } from './guarded-lookup';

/** One HTTP call, signed. */
export interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: the method has none. */
  readonly body: string | null;
}

export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | undefined }
  /** The address may not be called. */
  | { readonly kind: 'blocked'; readonly error: string }
  | { readonly kind: 'unanswered'; readonly error: string };

export interface SenderOptions {
  /** Lets calls go to this machine itself. */
  readonly dev: boolean;
  readonly connectMs?: number;
  readonly totalMs?: number;
}

/** An answer says nothing that we need beyond its status; a longer body is cut off with its connection. */
const ANSWER_BYTES = 64 * 1024;

/** Calls endpoints: to public addresses only, without following redirects, in bounded time and memory. */
export class Sender {
  private readonly agent: Agent;
  private readonly totalMs: number;

  constructor(private readonly options: SenderOptions) {
    const { dev, connectMs = 3_000, totalMs = 15_000 } = options;
    this.totalMs = totalMs;
    this.agent = new Agent({
      connect: { timeout: connectMs, lookup: guardedLookup(dev) },
      headersTimeout: totalMs,
      bodyTimeout: totalMs,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16 * 1024,
    });
  }

  /** Never throws for what the endpoint does. @param stop ends the call early, and then rejects */
  async send(call: Call, stop: AbortSignal): Promise<Answer> {
    try {
      return await this.request(call, stop);
    } catch (error) {
      stop.throwIfAborted();
      return failureOf(error);
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async request({ url, method, headers, body }: Call, stop: AbortSignal): Promise<Answer> {
    const { origin, pathname, search } = callableUrl(url, this.options.dev);
    const signal = AbortSignal.any([stop, AbortSignal.timeout(this.totalMs)]);
    const target = { origin, path: pathname + search, method: method };
    const answer = await this.agent.request({ ...target, headers, body, signal });
    await discard(answer.body);
    const after = answer.headers['retry-after'];
    const wait = retryAfterMs(Array.isArray(after) ? after[0] : after, Date.now());
    return { kind: 'answered', status: answer.statusCode, retryAfterMs: wait };
  }
}

/** Reads the answer, so that its connection can be used again, but not without end. */
async function discard(body: AsyncIterable<Uint8Array>): Promise<void> {
  let read = 0;
  for await (const chunk of body) {
    read += chunk.length;
    if (read > ANSWER_BYTES) return;
  }
}

function failureOf(error: unknown): Answer {
  const kind = error instanceof AddressBlocked ? 'blocked' : 'unanswered';
  return { kind, error: reasonOf(error as Partial<Error> & { code?: unknown }) };
}

/** What a person can act on; codes such as ECONNREFUSED and UND_ERR_CONNECT_TIMEOUT are known words. */
function reasonOf({ name, message = 'unknown', code }: Partial<Error> & { code?: unknown }): string {
  if (name === 'TimeoutError') return 'no answer in time';
  return (typeof code === 'string' ? `${code}: ${message}` : message).slice(0, 500);
}
