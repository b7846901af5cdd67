import { randomBytes } from 'node:crypto';
import { v4 } from 'uuid';
import { ContractError } from '../contract-error';
import { decrypt, encrypt, NONCE } from './aes';

/** The data key of one subject: a profile, or a session without one. */
export interface SubjectKey {
  /** A UUID; a subject that comes back after its erasure gets another key under another id. */
  readonly keyId: string;
  readonly subject: string;
  /** 32 bytes, only ever in memory. */
  readonly key: Uint8Array;
}

/** A subject's key as tables and `subject-keys.v1` hold it. */
export interface WrappedKey {
  readonly keyId: string;
  readonly subject: string;
  /** AES-256-GCM under the master key: nonce, key, tag. */
  readonly wrapped: Uint8Array;
}

/** The subject of a profile's personal values. One installation is one account, so no application stands in it. */
export const profileSubject = (profile: string): string => `p:${profile.normalize('NFC')}`;

/** A new random key. */
export function newSubjectKey(subject: string): SubjectKey {
  return { keyId: v4(), subject, key: new Uint8Array(randomBytes(32)) };
}

const boundTo = (keyId: string, subject: string): string => `subject-key\0${keyId}\0${subject}`;

/** @param masterKey 32 bytes */
export function wrap({ keyId, subject, key }: SubjectKey, masterKey: Uint8Array): WrappedKey {
  const { nonce, bytes } = encrypt(masterKey, boundTo(keyId, subject), key);
  return { keyId, subject, wrapped: new Uint8Array(Buffer.concat([nonce, bytes])) };
}

/** Throws ContractError seal.broken: another master key, or a wrapped key that was changed or renamed. */
export function unwrap({ keyId, subject, wrapped }: WrappedKey, masterKey: Uint8Array): SubjectKey {
  const encrypted = { nonce: wrapped.subarray(0, NONCE), bytes: wrapped.subarray(NONCE) };
  const key = decrypt(masterKey, boundTo(keyId, subject), encrypted);
  if (!key) throw new ContractError('seal.broken', `the key ${keyId} is not wrapped by this master key`);
  return { keyId, subject, key };
}
