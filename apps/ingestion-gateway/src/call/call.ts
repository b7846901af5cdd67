import { bodyBytes } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { type Caller, callerOf } from '../auth/caller';
import { headerOf, idempotencyKeyOf, type Preference, preferenceOf, traceParentOf } from './headers';
import { occurredAtOf } from './occurred-at';

/** One call of the Integration API that records something. */
export interface Call {
  readonly caller: Caller;
  /** The client's Idempotency-Key, or an id of ours. */
  readonly requestId: string;
  readonly keySent: boolean;
  /** SHA-256 over method, path and body: the same key with another one is refused. */
  readonly hash: Uint8Array;
  readonly at: bigint | null;
  readonly preference: Preference;
  readonly traceParent: string | undefined;
}

/**
 * Reads what the headers say. From here on the request's id is the client's own key, if it sent one: errors name it as
 * `requestId`, and the same request may be sent again under it.
 * Throws ApiError 400 idempotency.key, and those of `occurredAtOf`.
 */
export function callOf(request: FastifyRequest, occurredAt: string | null | undefined, now: bigint): Call {
  const caller = callerOf(request);
  const key = idempotencyKeyOf(request);
  if (key !== undefined) request.id = key;
  return {
    caller,
    requestId: request.id,
    keySent: key !== undefined,
    hash: hashOf(request.method, request.url.split('?', 1)[0] ?? '', bodyBytes(request) ?? ''),
    at: occurredAtOf(occurredAt ?? headerOf(request, 'x-tessera-occurred-at'), caller, now),
    preference: preferenceOf(request),
    traceParent: traceParentOf(request),
  };
}

/** What a key may not be used for twice with different values of. */
export function hashOf(method: string, path: string, body: Uint8Array | string): Uint8Array {
  return createHash('sha256').update(`${method} ${path}\n`).update(body).digest();
}
