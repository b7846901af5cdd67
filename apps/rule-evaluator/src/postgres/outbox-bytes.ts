import { deserialize, serialize } from 'node:v8';
import type { NewRecord } from '@tessera/kafka';

/**
 * Records as an outbox row keeps them for an hour: V8's own serialization, which later versions of Node read too
 * (https://nodejs.org/api/v8.html#serialization-api).
 */
export function outboxBytes(records: readonly NewRecord[]): Buffer {
  return serialize(records);
}

export function outboxRecords(bytes: Uint8Array): readonly NewRecord[] {
  return deserialize(bytes) as readonly NewRecord[];
}
