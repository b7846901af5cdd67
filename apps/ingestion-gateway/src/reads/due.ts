import type { ReadToken } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';
import { isRequestToken } from '../call/submissions';
import type { Due, RecentTokens } from '../replies/recent-tokens';

/** A read waits this long for a write that is not decided yet; the projection then waits for its own part. */
const WAIT_MS = 2000;

/** Says that what is shown may be older than what was asked for. */
export const STALE = 'x-tessera-stale';

/**
 * What a read of the entity has to wait for: what the caller's token stands for, and without one the last write of the entity
 * through this gateway. A token of a request that another gateway took stands for something that is not decided as far as we know.
 * @param before a decision that a read without a token need not wait for
 */
export async function dueOf(
  tokens: RecentTokens,
  { application, readToken }: Caller,
  entity: string,
  before?: ReadToken,
): Promise<Due> {
  if (readToken === undefined) return tokens.due(entity, WAIT_MS, before);
  if (!isRequestToken(readToken)) return { token: readToken, undecided: false };
  const { token, undecided } = await tokens.due(`${application.id}/${readToken}`, WAIT_MS);
  return { token, undecided: undecided || token === undefined };
}

/** The header that tells a projection. */
export const tokenHeader = ({ token }: Due) => (token === undefined ? {} : { 'x-tessera-token': token });

export const noToken = (): ApiError => ApiError.invalid('token.invalid', 'X-Tessera-Token is no token');
