import avro from 'avsc';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import type { Fields } from '@tessera/testing/log';
import type { Seen } from './seen';

const bigintLong = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

type Decode = (bytes: Buffer) => Fields;

/** avsc wraps the record of a union in an object whose one key is its full name. */
function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0].includes('.')) {
    return { $type: only[0].split('.').at(-1) ?? '', ...(unwrap(only[1]) as Fields) };
  }
  return Object.fromEntries(entries.map(([name, part]) => [name, unwrap(part)]));
}

async function decoder(registryUrl: string, id: number): Promise<Decode> {
  const answer = await fetch(`${registryUrl}/schemas/ids/${id}`);
  if (!answer.ok) throw new Error(`schema ${id}: ${answer.status}`);
  const { schema } = (await answer.json()) as { schema: string };
  const type = avro.Type.forSchema(JSON.parse(schema) as avro.Schema, {
    wrapUnions: true,
    typeHook: (part) => (part === 'long' || (part as { type?: unknown }).type === 'long' ? bigintLong : undefined),
  });
  return (bytes) => unwrapped(unwrap(type.fromBuffer(bytes)));
}

const unwrapped = (value: unknown): Fields => value as Fields;

/** Decoders of one registry; each schema is fetched once. */
export function decoders(registryUrl: string): (value: Buffer) => Promise<Fields> {
  const known = new Map<number, Promise<Decode>>();
  return async (value) => {
    const id = value.readInt32BE(1);
    const decode = known.get(id) ?? decoder(registryUrl, id);
    known.set(id, decode);
    return (await decode)(value.subarray(5));
  };
}

async function ends(kafka: Kafka, topic: string): Promise<Map<number, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(offsets.filter(({ high, low }) => high !== low).map((row) => [row.partition, BigInt(row.high)]));
  } finally {
    await admin.disconnect();
  }
}

/** Commit markers take an offset too: a batch that ends one below the end has reached it. */
function reached(consumer: Consumer, left: Map<number, bigint>): Promise<void> {
  return new Promise((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    consumer.on('consumer.end_batch_process', ({ payload }) => {
      const end = left.get(payload.partition);
      if (end !== undefined && BigInt(payload.lastOffset) + 2n >= end) left.delete(payload.partition);
      if (left.size === 0) resolve();
    });
  });
}

/** All that readers of committed records see of a topic, from its first record to the end it has now. */
export async function readTopic(brokers: string, registryUrl: string, topic: string): Promise<readonly Seen[]> {
  const kafka = new Kafka({ clientId: 'checker', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const left = await ends(kafka, topic);
  const seen: Seen[] = [];
  if (left.size === 0) return seen;
  const decode = decoders(registryUrl);
  const consumer = kafka.consumer({ groupId: `checker-${process.pid}-${Date.now()}-${topic}`, maxWaitTimeInMs: 100 });
  const end = reached(consumer, left);
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const value = await decode(message.value ?? Buffer.alloc(0));
      seen.push({ topic, partition, offset: BigInt(message.offset), key: String(message.key), value });
    },
  });
  await end;
  await consumer.disconnect();
  return seen;
}
