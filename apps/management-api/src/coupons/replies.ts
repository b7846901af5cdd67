import { integrationReplies } from '@tessera/event-contracts';
import { type KafkaSettings, type LogRecord, type Patience, Tail } from '@tessera/kafka';
import type { AwaitedReplies } from './awaited-replies';
import type { Instance } from './evaluator';

/**
 * Nearly all replies are for shops' calls. Each of them would wake this process just when the gateway needs the processor: on
 * two cores a call at rest took 0.6 ms longer. A marketer rather waits a tenth of a second.
 */
const PATIENCE: Patience = { bytes: 16 * 1024, ms: 100 };

/**
 * Follows everybody's replies and settles those of this instance. Resolves when no reply to a request sent afterwards is
 * missed.
 */
export async function openReplies(kafka: KafkaSettings, { name }: Instance, replies: AwaitedReplies): Promise<Tail> {
  const onRecord = ({ value }: LogRecord): void => settle(value);
  const tail = new Tail({ kafka, topic: integrationReplies.name, onRecord, patience: PATIENCE });
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
