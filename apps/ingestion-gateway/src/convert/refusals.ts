import { type Refusal, type Request, validate } from '@tessera/promotion';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';

/** Where the parts of a request stand in a call: the domain points into the entity, a client wants its own body. */
export interface Places {
  /** Before every pointer: `/customerSession`. */
  readonly prefix: string;
  /** Where the entity's id stands, and what the domain calls it. */
  readonly id: { readonly pointer: string; readonly source: NonNullable<ErrorDetail['source']> };
}

export const SESSION_PLACES: Places = {
  prefix: '/customerSession',
  id: { pointer: '/sessionId', source: { parameter: 'customerSessionId' } },
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

function sourceOf(pointer: string, { prefix, id }: Places): NonNullable<ErrorDetail['source']> {
  return pointer === id.pointer ? id.source : { pointer: prefix + pointer };
}
