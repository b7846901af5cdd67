import { type Refusal, type Request, validate } from '@tessera/promotion';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';

/** Where the parts of a request stand in a call: the domain points into the entity, a client wants its own body. */
export interface Places {
  /** Before every pointer: `/customerSession`. */
  readonly prefix: string;
  /** Where the entity's id stands, and what the domain calls it. */
  readonly id: { readonly pointer: string; readonly source: NonNullable<ErrorDetail['source']> };
  /** Parts that the body calls otherwise than the domain, by the domain's pointer. */
  readonly renamed?: Readonly<Record<string, string>>;
}

export const SESSION_PLACES: Places = {
  prefix: '/customerSession',
  id: { pointer: '/sessionId', source: { parameter: 'customerSessionId' } },
};

/** Of a return, or of a call without a body. */
export const RETURN_PLACES: Places = { prefix: '/return', id: SESSION_PLACES.id };

/** The legacy session stands alone, and knows one coupon. */
export const LEGACY_SESSION_PLACES: Places = {
  prefix: '',
  id: SESSION_PLACES.id,
  renamed: { '/couponCodes/0': '/coupon', '/referralCode': '/referral' },
};

export const PROFILE_PLACES: Places = {
  prefix: '',
  id: { pointer: '/profileId', source: { parameter: 'integrationId' } },
};

export const EVENT_PLACES: Places = { prefix: '', id: { pointer: '/profileId', source: { pointer: '/profileId' } } };

/** Answers early what the evaluator would refuse by the same rules. Throws the ApiError of `refusalError`. */
export function assertValid(request: Request, { catalog, application }: Caller, places: Places): void {
  const refusals = validate(catalog, application.id, request);
  if (refusals.length > 0) throw refusalError(refusals, places);
}

/** The domain's refusals as an answer; the first one's status holds. */
export function refusalError(refusals: readonly Refusal[], places: Places): ApiError {
  const details = refusals.map((refusal) => ({
    code: refusal.code,
    title: refusal.title,
    ...(refusal.details ? { details: refusal.details } : {}),
    ...(refusal.pointer === null ? {} : { source: sourceOf(refusal.pointer, places) }),
  }));
  return new ApiError(refusals[0]?.status ?? 400, details);
}

function sourceOf(pointer: string, { prefix, id, renamed }: Places): NonNullable<ErrorDetail['source']> {
  return pointer === id.pointer ? id.source : { pointer: prefix + (renamed?.[pointer] ?? pointer) };
}
