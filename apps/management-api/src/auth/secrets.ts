import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes in hex: no character that a key's form uses. */
export function newSecret(): string {
  return randomBytes(32).toString('hex');
}

/** What is kept of a secret. It has 256 random bits, so a fast hash is enough. */
export function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function isSecret(secret: string, hash: Buffer): boolean {
  return timingSafeEqual(sha256(secret), hash);
}

/** `<prefix>_<id>_<secret>`: the prefix can be found by secret scanners, the id by an index. */
export function formatKey(prefix: string, id: bigint, secret: string): string {
  return `${prefix}_${id}_${secret}`;
}

/** The parts of `<prefix>_<id>_<secret>`, or undefined. */
export function parseKey(prefix: string, key: string): { id: bigint; secret: string } | undefined {
  const [given, id, secret] = key.split('_');
  if (given !== prefix || !id || !secret || !/^\d{1,18}$/.test(id)) return undefined;
  return { id: BigInt(id), secret };
}
