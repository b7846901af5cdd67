import { integrationReplies } from '@tessera/event-contracts';
import { type KafkaSettings, Tail } from '@tessera/kafka';
import type { AwaitedReplies } from './awaited-replies';
import type { Instance } from './evaluator';

/**
 * Follows everybody's replies and settles those of this instance. Resolves when no reply to a request sent afterwards is
 * missed.
 */
export async function openReplies(kafka: KafkaSettings, { name }: Instance, replies: AwaitedReplies): Promise<Tail> {
  const tail = new Tail({ kafka, topic: integrationReplies.name, onRecord: ({ value }) => settle(value) });
  await tail.start();
  return tail;

  function settle(value: Uint8Array | null): void {
    if (value === null || !names(value, name)) return;
    const record = integrationReplies.fromWire(value);
    if (record.src === name) replies.settle(record);
  }
}

/** The envelope begins with `id` and `src`: others' replies are told by their first bytes and never decoded. */
const HEAD_BYTES = 512;

function names(value: Uint8Array, name: string): boolean {
  return Buffer.from(value.buffer, value.byteOffset, Math.min(value.byteLength, HEAD_BYTES)).includes(name);
}
