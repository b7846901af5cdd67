import { ApiError } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';

const KEY = /^[\x20-\x7e]{1,255}$/;
const TRACE = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** 1 to 255 printable ASCII characters. */
export const isIdempotencyKey = (text: string): boolean => KEY.test(text);

/** The Idempotency-Key that a client sent. Throws ApiError 400 where it is empty, too long or not plain ASCII. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined || isIdempotencyKey(key)) return key;
  throw ApiError.invalid('idempotency.key', 'An Idempotency-Key has 1 to 255 printable ASCII characters');
}

/** The catalog version that the call must be judged by at least; 0 where it does not say. Throws ApiError 400. */
export function minCatalogOf(request: FastifyRequest): bigint {
  const text = headerOf(request, 'x-tessera-min-catalog');
  if (text === undefined) return 0n;
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw ApiError.invalid('catalog.version', 'X-Tessera-Min-Catalog is a catalog version');
}

/** W3C trace context, passed on; what is malformed is dropped, as its specification says. */
export function traceParentOf(request: FastifyRequest): string | undefined {
  const text = headerOf(request, 'traceparent');
  return text !== undefined && TRACE.test(text) ? text : undefined;
}

export interface Preference {
  /** Answer as soon as the request is recorded. */
  readonly respondAsync: boolean;
  /** Answer 504 after this time; undefined: the service's own. */
  readonly waitMs: number | undefined;
}

/** RFC 7240: preferences that are not understood are ignored. `wait` may be a fraction of a second. */
export function preferenceOf(request: FastifyRequest): Preference {
  const parts = (headerOf(request, 'prefer') ?? '').toLowerCase().split(/[,;]/);
  const wait = parts.map((part) => /^\s*wait\s*=\s*"?(\d{1,4}(?:\.\d{1,3})?)"?\s*$/.exec(part)?.[1]).find(Boolean);
  return {
    respondAsync: parts.some((part) => part.trim() === 'respond-async'),
    waitMs: wait === undefined ? undefined : Math.round(Number(wait) * 1000),
  };
}

/** A header that may stand once; of several the first counts. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
