import { bulkEvents, ContractError, type InboxRecord, integrationEvents, type Topic } from '@tessera/event-contracts';
import type { LogRecord } from '@tessera/kafka';
import type { Inbound, Received, Undecodable } from '../inbound';
import { refuse } from '../inbound';

/** Clocks of producers may be that far ahead of the broker's. */
const FUTURE_MS = 5n * 60_000n;

const LANES: ReadonlyMap<string, Topic<InboxRecord>> = new Map(
  [integrationEvents, bulkEvents].map((topic) => [topic.name, topic]),
);

/** @returns what an inbox topic's record asks for, or why it cannot be decided on; never throws */
export function readInbox(record: LogRecord, partitions: number): Inbound {
  const topic = LANES.get(record.topic) ?? integrationEvents;
  try {
    return admitted(receivedFrom(record, topic.receive(record, partitions)));
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return undecodable(record, topic, error);
  }
}

function receivedFrom(record: LogRecord, { idempotency, payload, ...envelope }: InboxRecord): Received {
  const { src, requestId, application, at, recordedAt, catalogVersion, currency } = envelope;
  return {
    kind: 'received',
    record,
    src,
    requestId,
    application,
    at: at ?? recordedAt,
    recordedAt,
    catalogVersion,
    currency,
    hash: idempotency?.hash ?? new Uint8Array(),
    keySent: idempotency?.keySent ?? false,
    request: payload,
  };
}

function admitted(received: Received): Inbound {
  if (received.at - received.recordedAt <= FUTURE_MS) return received;
  return refuse(received, 'time.future', 400, 'The time lies more than five minutes ahead of the recorded time.');
}

/** Where the content can be read, a gateway that waits is told; else nobody can be. */
function undecodable(record: LogRecord, topic: Topic<InboxRecord>, { code, message }: ContractError): Undecodable {
  const readable = contentOf(record, topic);
  const { timestamp } = record;
  const unread = { kind: 'undecodable', record, src: '', requestId: '', application: 0n } as const;
  const refused = { at: timestamp, recordedAt: timestamp, code, details: message, status: 400 };
  if (!readable) return { ...unread, ...refused };
  const { src, requestId, application } = readable;
  return { ...unread, ...refused, src, requestId, application };
}

function contentOf(record: LogRecord, topic: Topic<InboxRecord>): InboxRecord | null {
  try {
    return topic.fromWire(record.value);
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}
