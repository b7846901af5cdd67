import type { NewRecord } from './log';

/**
 * trap 8: kafkajs makes one record batch of all messages of a partition in one send, and the broker refuses a batch that
 * is too large for good. 900 KB stay below the usual limit of 1 MB.
 */
const CHUNK_BYTES = 900 * 1024;

/** Room for lengths, deltas and headers of one record. */
const RECORD_OVERHEAD = 64;

/** About how many bytes the record takes in a batch before compression. */
export function recordBytes({ key, value, headers }: Pick<NewRecord, 'key' | 'value' | 'headers'>): number {
  const texts = Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + 3 * text.length, 0);
  return RECORD_OVERHEAD + texts + (key?.byteLength ?? 0) + (value?.byteLength ?? 0);
}

/**
 * Splits records into rounds, each to be sent at once: no partition has more than `maxBytes` in a round (a single larger
 * record goes alone), and the order within a partition stays.
 */
export function rounds<T extends Pick<NewRecord, 'topic' | 'partition' | 'key' | 'value' | 'headers'>>(
  records: readonly T[],
  maxBytes = CHUNK_BYTES,
): T[][] {
  const found: T[][] = [];
  const filled = new Map<string, { round: number; bytes: number }>();
  for (const record of records) {
    const place = `${record.topic}/${record.partition}`;
    const bytes = recordBytes(record);
    const last = filled.get(place) ?? { round: 0, bytes: 0 };
    const fits = last.bytes === 0 || last.bytes + bytes <= maxBytes;
    const next = fits ? { round: last.round, bytes: last.bytes + bytes } : { round: last.round + 1, bytes };
    filled.set(place, next);
    (found[next.round] ??= []).push(record);
  }
  return found;
}
