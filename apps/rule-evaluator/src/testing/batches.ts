import type { LogRecord } from '@tessera/kafka';
import type { Batch } from '../ports';

/** A record at an offset; its time is the offset too. */
export function recordAt(offset: number, bytes = 1): LogRecord {
  const place = { topic: 'live', partition: 0, offset: BigInt(offset), timestamp: BigInt(offset) };
  return { ...place, key: null, value: new Uint8Array(bytes), headers: {} };
}

export function batchOf(offsets: readonly number[], bytes = 1): Batch {
  return {
    lane: 'live',
    records: offsets.map((offset) => recordAt(offset, bytes)),
    heartbeat: () => Promise.resolve(),
    pause: () => () => undefined,
  };
}
