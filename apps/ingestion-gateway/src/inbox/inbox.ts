import type { InboxRecord } from '@tessera/event-contracts';

/** Live calls wait for their answers; the bulk lane is worked on while the live lane has no lag. */
export type Lane = 'live' | 'bulk';

/**
 * `sent`: the log has it. `notSent`: it never left, nothing will come of it. `unknown`: it left, and whether the log
 * took it cannot be told.
 */
export type SendResult = 'sent' | 'notSent' | 'unknown';

/** A record on its way into the log. */
export interface Sending {
  readonly result: Promise<SendResult>;
  /** Takes the record back, if it did not leave yet; its result is then `notSent`. */
  cancel(): boolean;
}

/** Where requests are recorded. Records of one lane stay in order. */
export abstract class Inbox {
  /** Encodes at once: throws ContractError record.too_large, avro.encode. */
  abstract send(lane: Lane, record: InboxRecord, traceParent?: string): Sending;
}
