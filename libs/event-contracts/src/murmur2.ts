const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

/** Murmur2 with the seed of Kafka's Java clients, as a signed 32-bit number (org.apache.kafka.common.utils.Utils#murmur2). */
export function murmur2(bytes: Uint8Array): number {
  const size = bytes.length;
  const whole = size & ~3;
  let h = SEED ^ size;
  for (let i = 0; i < whole; i += 4) h = mix(h, word(bytes, i));
  return finish(tail(h, bytes, whole));
}

const at = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

const word = (bytes: Uint8Array, i: number): number =>
  at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);

function mix(h: number, k: number): number {
  const first = Math.imul(k, M);
  return Math.imul(h, M) ^ Math.imul(first ^ (first >>> R), M);
}

/** The last one to three bytes. */
function tail(h: number, bytes: Uint8Array, start: number): number {
  if (start === bytes.length) return h;
  const rest = at(bytes, start) | (at(bytes, start + 1) << 8) | (at(bytes, start + 2) << 16);
  return Math.imul(h ^ rest, M);
}

function finish(h: number): number {
  const mixed = Math.imul(h ^ (h >>> 13), M);
  return mixed ^ (mixed >>> 15);
}

/**
 * The partition that Kafka's Java producers choose for a key.
 * @param key UTF-8 text or its bytes
 * @param count of the topic's partitions
 */
export function murmur2Partition(key: string | Uint8Array, count: number): number {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key;
  return (murmur2(bytes) & 0x7fffffff) % count;
}
