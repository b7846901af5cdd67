import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { LogRecord, NewRecord } from './log';

/** What kafkajs read, in the words of the port. `topic` is the contract's name, without prefix. */
export function toLogRecord(topic: string, partition: number, message: KafkaMessage): LogRecord {
  const { offset, key, value, timestamp, headers } = message;
  return {
    topic,
    partition,
    offset: BigInt(offset),
    key,
    value,
    timestamp: BigInt(timestamp),
    headers: headers ? textHeaders(headers) : {},
  };
}

/** What kafkajs sends. */
export function toMessage({ partition, key, value, timestamp, headers }: NewRecord): Message {
  return {
    partition,
    key: toBuffer(key),
    value: toBuffer(value),
    timestamp: String(timestamp),
    headers: { ...headers },
  };
}

function toBuffer(bytes: Uint8Array | null): Buffer | null {
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textHeaders(headers: IHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const,
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, value === undefined ? '' : value.toString()]));
}
