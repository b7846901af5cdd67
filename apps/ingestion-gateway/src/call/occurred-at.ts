import { parseInstant } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';

/** Clocks differ; what lies further ahead is a mistake. */
const AHEAD_MS = 300_000n;

/**
 * When something happened, as its sender says; null where it says nothing.
 * Throws ApiError 403 time.scope, 400 time.format, 400 time.future.
 */
export function occurredAtOf(
  text: string | null | undefined,
  caller: Pick<Caller, 'scopes'>,
  now: bigint,
): bigint | null {
  if (text === null || text === undefined) return null;
  if (!caller.scopes.includes('import')) {
    throw ApiError.forbidden('time.scope', 'Only a key with the scope import may say when something happened');
  }
  const at = parseInstant(text);
  if (at === undefined) throw invalid('time.format', 'occurredAt must be a date and time of RFC 3339');
  if (at > now + AHEAD_MS) throw invalid('time.future', 'occurredAt lies in the future');
  return at;
}

const invalid = (code: string, title: string): ApiError => ApiError.invalid(code, title, '/occurredAt');
