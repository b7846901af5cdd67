import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const TAG = 16;

/** Bytes for a GCM nonce: with random ones a key may seal 2^32 values, more than a subject ever has. */
export const NONCE = 12;

export interface Encrypted {
  readonly nonce: Uint8Array;
  /** The ciphertext, then the tag. */
  readonly bytes: Uint8Array;
}

/** AES-256-GCM. @param aad what the bytes are bound to: with any other it does not open */
export function encrypt(key: Uint8Array, aad: string, plain: Uint8Array): Encrypted {
  const nonce = new Uint8Array(randomBytes(NONCE));
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(aad));
  const bytes = new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
  return { nonce, bytes };
}

/** Undefined: another key, another `aad`, or changed bytes; GCM cannot say which. */
export function decrypt(key: Uint8Array, aad: string, { nonce, bytes }: Encrypted): Uint8Array | undefined {
  if (nonce.length !== NONCE || bytes.length < TAG) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG })
    .setAAD(Buffer.from(aad))
    .setAuthTag(bytes.subarray(bytes.length - TAG));
  const plain = decipher.update(bytes.subarray(0, bytes.length - TAG));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    // `final` throws one error only: the tag does not fit. The answer undefined says so.
    return undefined;
  }
}
