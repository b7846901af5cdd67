import { createHash } from 'node:crypto';
import type { SealedValue } from '@tessera/promotion';
import { ContractError } from '../contract-error';
import { seal, unseal } from './seal-value';

/** The paths of the secrets in the catalog. */
export const WEBHOOK_SECRET = 'webhook.secret';
/** Of a line `Name: value`. */
export const WEBHOOK_HEADER = 'webhook.header';

/** Tells which master key sealed it, without telling the key. */
const masterKeyId = (masterKey: Uint8Array): string =>
  `master:${createHash('sha256').update('master-key-id').update(masterKey).digest('hex').slice(0, 16)}`;

/**
 * Seals a secret of the catalog.
 * @param masterKey 32 bytes
 * @param path what it is: a secret cannot be passed off as another kind
 */
export function sealSecret(secret: string, masterKey: Uint8Array, path: string): SealedValue {
  return seal(secret, { keyId: masterKeyId(masterKey), key: masterKey }, path);
}

/** Throws ContractError seal.broken: another master key, another path, or changed bytes. */
export function openSecret(sealed: SealedValue, masterKey: Uint8Array, path: string): string {
  const secret = unseal(sealed, (keyId) => (keyId === masterKeyId(masterKey) ? masterKey : undefined), path);
  if (typeof secret !== 'string') throw new ContractError('seal.broken', `${path} was sealed with another master key`);
  return secret;
}
