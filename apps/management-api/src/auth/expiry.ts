import { ApiError } from '@tessera/service-kit';

/** When a new key ends. Throws ApiError 400 `key.expires` where that has passed. */
export function checkExpiry(expires: string, now: Date): Date {
  const date = new Date(expires);
  if (date > now) return date;
  throw ApiError.invalid('key.expires', 'A key must end in the future', '/expires');
}
