import type { LogRecord } from '@tessera/kafka';
import type { Instant, Request } from '@tessera/promotion';

/** A request as an inbox topic held it. */
export interface Received {
  readonly kind: 'received';
  readonly record: LogRecord;
  /** The gateway instance that waits for the reply; empty: nobody. */
  readonly src: string;
  readonly requestId: string;
  readonly application: bigint;
  /** `occurredAt`, or else the recorded time. */
  readonly at: Instant;
  /** The broker's time. */
  readonly recordedAt: Instant;
  /** The catalog that the gateway validated against; 0: the newest that is held. */
  readonly catalogVersion: bigint;
  /** What the producer counts money in; empty: the application's. */
  readonly currency: string;
  readonly hash: Uint8Array;
  readonly keySent: boolean;
  readonly request: Request;
}

/** A record that no decision can be made on; `code` says why. It is decided all the same, as undecodable. */
export interface Undecodable {
  readonly kind: 'undecodable';
  readonly record: LogRecord;
  readonly src: string;
  readonly requestId: string;
  /** 0 where it could not be read. */
  readonly application: bigint;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly code: string;
  readonly details: string;
  /** The HTTP status that says the same to a gateway that waits. */
  readonly status: number;
}

export type Inbound = Received | Undecodable;

/** @returns the record as undecodable for a reason that its envelope did not hide */
export function refuse(received: Received, code: string, status: number, details: string): Undecodable {
  const { record, src, requestId, application, at, recordedAt } = received;
  return { kind: 'undecodable', record, src, requestId, application, at, recordedAt, code, status, details };
}
