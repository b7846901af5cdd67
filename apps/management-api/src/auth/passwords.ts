import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** 2^15 rounds of 8 blocks: 32 MB and about 50 ms for each try (OWASP's floor for scrypt is 2^17 by one thread, or this with p = 3). */
const COST = { log2: 15, blockSize: 8, parallelization: 3 };
const KEY_BYTES = 32;
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

/** `scrypt$<log2 N>$<r>$<p>$<salt>$<hash>`: the cost stands with the hash, so that it can be raised. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const { log2, blockSize, parallelization } = COST;
  const hash = await deriveWith(password, salt, log2, blockSize, parallelization);
  return ['scrypt', log2, blockSize, parallelization, salt.toString('base64'), hash.toString('base64')].join('$');
}

/** Whether the password is the one that was hashed. Where nobody has that email, `stored` is null and the time is the same. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, log2, r, p, salt, hash] = (stored ?? NOBODYS).split('$');
  const expected = Buffer.from(hash ?? '', 'base64');
  const given = await deriveWith(password, Buffer.from(salt ?? '', 'base64'), Number(log2), Number(r), Number(p));
  return expected.length === given.length && timingSafeEqual(expected, given) && stored !== null;
}

const NOBODYS = `scrypt$${COST.log2}$${COST.blockSize}$${COST.parallelization}$${Buffer.alloc(16).toString('base64')}$`;

/** In NFKC, so that a password typed on another keyboard layout or system is the same. */
function deriveWith(password: string, salt: Buffer, log2: number, r: number, p: number): Promise<Buffer> {
  return derive(password.normalize('NFKC'), salt, KEY_BYTES, { N: 2 ** log2, r, p, maxmem: MAX_MEMORY_BYTES });
}
