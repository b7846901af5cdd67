/** "expand 32-byte k", ChaCha20's constant (RFC 8439, 2.3). */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

const BLOCK_WORDS = 16;
const TWO_TO_32 = 2 ** 32;

/**
 * Numbers drawn from a decision's entropy: the ChaCha20 key stream (RFC 8439) with the 32 bytes as key, a zero nonce and
 * a block counter from 0. The same entropy gives the same numbers, so a decision can be made again; without the entropy
 * they cannot be guessed, so created codes cannot either.
 */
export class RandomSource {
  private block: Uint32Array = new Uint32Array(0);
  private used = 0;
  private counter = 0;
  private readonly key: readonly number[];

  /** Throws RangeError on anything but 32 bytes. */
  constructor(entropy: Uint8Array) {
    if (entropy.length !== 32) throw new RangeError('entropy is 32 bytes');
    this.key = words(entropy);
  }

  /** A whole number in [0, bound), each equally likely; bound is 1 to 2^32. */
  below(bound: number): number {
    const limit = TWO_TO_32 - (TWO_TO_32 % bound);
    for (;;) {
      const word = this.word();
      // Words above the last whole multiple would make small results likelier.
      if (word < limit) return word % bound;
    }
  }

  private word(): number {
    if (this.used === this.block.length) {
      this.block = chachaBlock(this.key, this.counter, [0, 0, 0]);
      this.counter += 1;
      this.used = 0;
    }
    const word = this.block[this.used] ?? 0;
    this.used += 1;
    return word;
  }
}

/** One block of the key stream as 16 little-endian words. `key` has 8 words, `nonce` 3. */
export function chachaBlock(key: readonly number[], counter: number, nonce: readonly number[]): Uint32Array {
  const start = Uint32Array.of(...CONSTANTS, ...key, counter, ...nonce);
  const state = start.slice();
  for (let round = 0; round < 10; round += 1) {
    for (const [a, b, c, d] of QUARTERS) quarterRound(state, a, b, c, d);
  }
  for (let index = 0; index < BLOCK_WORDS; index += 1) state[index] = at(state, index) + at(start, index);
  return state;
}

export function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

function quarterRound(state: Uint32Array, a: number, b: number, c: number, d: number): void {
  mix(state, a, b, d, 16);
  mix(state, c, d, b, 12);
  mix(state, a, b, d, 8);
  mix(state, c, d, b, 7);
}

/** sum += other; target ^= sum; target <<<= bits. */
function mix(state: Uint32Array, sum: number, other: number, target: number, bits: number): void {
  state[sum] = at(state, sum) + at(state, other);
  const mixed = at(state, target) ^ at(state, sum);
  state[target] = (mixed << bits) | (mixed >>> (32 - bits));
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
