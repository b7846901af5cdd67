import type { LogRecord, NewRecord } from '@tessera/kafka';
import type { DomainEvent, Request } from '@tessera/promotion';
import type { Answered, Wire, Writing, Written } from '../wire/wire';

export const TOY_TOPICS = { live: 'live', bulk: 'bulk', decisions: 'decisions', effects: 'effects' } as const;

/** What the toy's decisions topic holds. */
export interface ToyDecision {
  readonly seq: bigint;
  readonly position: bigint;
  readonly source: { readonly topic: string; readonly offset: bigint };
  readonly outcome: string;
  readonly requestId: string;
  readonly events: readonly DomainEvent[];
}

export function toyRecord(topic: string, partition: number, requestId: string, request: Request): NewRecord {
  return record(topic, partition, { requestId, request });
}

export function toyDecision({ value }: LogRecord): ToyDecision {
  return parse(value) as ToyDecision;
}

export function toySeq({ value }: LogRecord): bigint {
  return (parse(value) as { seq: bigint }).seq;
}

/** JSON for the simulation: one decision and one effect for each request. */
export const toyWire: Wire = {
  read(from) {
    const { requestId, request } = parse(from.value) as { requestId: string; request: Request };
    const { timestamp: recordedAt } = from;
    const ids = { src: 'gateway', requestId, application: 1n, at: recordedAt, recordedAt };
    return {
      kind: 'received',
      record: from,
      ...ids,
      catalogVersion: 0n,
      currency: '',
      hash: new Uint8Array(),
      keySent: false,
      request,
    };
  },
  subjectKeys: () => [],
  write({ partition, answered, seqs, now }: Writing): Written {
    const decisions = answered.map((one, index) => decision(one, seqs.decisions + 1n + BigInt(index)));
    const effects = answered.map((one, index) => ({ seq: seqs.effects + 1n + BigInt(index), position: one.position }));
    return {
      records: [
        ...decisions.map((one) => record(TOY_TOPICS.decisions, partition, one, now)),
        ...effects.map((one) => record(TOY_TOPICS.effects, partition, one, now)),
      ],
      replies: answered.map((one) =>
        record('replies', partition, { requestId: one.inbound.requestId, position: one.position }),
      ),
      kept: new Map(),
      seqs: {
        decisions: seqs.decisions + BigInt(answered.length),
        effects: seqs.effects + BigInt(answered.length),
        deadLetters: seqs.deadLetters,
      },
    };
  },
};

function decision({ inbound, position, decision: { outcome, events } }: Answered, seq: bigint): ToyDecision {
  const { topic, offset } = inbound.record;
  return { seq, position, source: { topic, offset }, outcome, requestId: inbound.requestId, events };
}

function record(topic: string, partition: number, value: object, timestamp = 0n): NewRecord {
  const text = JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));
  return { topic, partition, key: null, value: Buffer.from(text), timestamp, headers: {} };
}

/** A record is looked at again after every few steps; its bytes never change. */
const parsed = new WeakMap<Uint8Array, unknown>();

function parse(value: Uint8Array | null): unknown {
  const bytes = value ?? new Uint8Array();
  if (!parsed.has(bytes)) parsed.set(bytes, parseOnce(bytes));
  return parsed.get(bytes);
}

function parseOnce(value: Uint8Array): unknown {
  const revive = (_key: string, one: unknown): unknown =>
    typeof one === 'string' && /^-?\d+n$/.test(one) ? BigInt(one.slice(0, -1)) : one;
  return JSON.parse(Buffer.from(value).toString(), revive);
}
