import type { ApiKey, Catalog } from '@tessera/promotion';
import { createHash, timingSafeEqual } from 'node:crypto';

/** Longer headers are no keys; they are not even looked at. */
const MAX_LENGTH = 400;
const FORM = /^ApiKey-v1 pk_([A-Za-z0-9-]+)_([A-Za-z0-9_-]+)$/;

/** Compared with where there is no such key, so that an unknown key takes as long as a wrong one. */
const NO_HASH = new Uint8Array(32);

/**
 * The key that an Authorization header names: `ApiKey-v1 pk_<keyId>_<secret>`. Undefined, without a word why, for one
 * that is malformed, unknown, wrong, revoked or expired.
 */
export function keyOf(catalog: Catalog, header: string | undefined, now: bigint): ApiKey | undefined {
  const [, id = '', secret = ''] = (header && header.length <= MAX_LENGTH && FORM.exec(header)) || [];
  const key = catalog.apiKey(id);
  const right = hasSecret(key, secret);
  return right && key && !key.revoked && key.expires > now ? key : undefined;
}

function hasSecret(key: ApiKey | undefined, secret: string): boolean {
  const hash = createHash('sha256').update(secret).digest();
  const known = key?.hash.length === hash.length ? key.hash : NO_HASH;
  return timingSafeEqual(hash, known) && known !== NO_HASH;
}
