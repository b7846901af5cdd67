import type { Refusal } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';

/** What the domain refuses, as an answer: the first refusal gives the status. */
export function refused(refusals: readonly Refusal[]): ApiError {
  const errors = refusals.map(({ code, title, details, pointer }) => ({
    code,
    title,
    details,
    ...(pointer === null ? {} : { source: { pointer } }),
  }));
  return new ApiError(refusals[0]?.status ?? 400, errors);
}
