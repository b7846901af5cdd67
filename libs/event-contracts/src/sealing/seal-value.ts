import type { SealedValue, Value } from '@tessera/promotion';
import { schemaType } from '../avro/schema-type';
import { ContractError } from '../contract-error';
import { VALUE_SCHEMA } from '../generated/schemas.generated';
import { decrypt, encrypt } from './aes';

/** What is sealed is the value's Avro: branches of Value are only appended, so it needs no schema id. */
const VALUE = schemaType(VALUE_SCHEMA);

/**
 * The field path is the name of the attribute or prop: folds copy a sealed value from the request to the session to
 * the read model, and it must open in each of them. So it cannot be passed off as another field, nor as another
 * subject's.
 */
const boundTo = (keyId: string, path: string): string => `${keyId}\0${path}`;

/**
 * Seals one value for its subject.
 * @param path the attribute's or prop's name
 */
export function seal(
  value: Value,
  { keyId, key }: { readonly keyId: string; readonly key: Uint8Array },
  path: string,
): SealedValue {
  return { kind: 'sealed', keyId, ...encrypt(key, boundTo(keyId, path), VALUE.toBuffer(value)) };
}

/** Finds a data key by its id; undefined: it was erased. */
export type KeyOf = (keyId: string) => Uint8Array | undefined;

/**
 * Opens a sealed value. Undefined: its key is erased, so the value counts as absent.
 * Throws ContractError seal.broken where the key is there but does not open it under this path.
 */
export function unseal(sealed: SealedValue, keyOf: KeyOf, path: string): Value | undefined {
  const key = keyOf(sealed.keyId);
  if (!key) return undefined;
  const plain = decrypt(key, boundTo(sealed.keyId, path), sealed);
  if (!plain) throw new ContractError('seal.broken', `the value of ${path} does not open with the key ${sealed.keyId}`);
  return VALUE.fromBuffer(Buffer.from(plain)) as Value;
}
