import type { InboxRecord } from '@tessera/event-contracts';

/** Live calls wait for their answers; the bulk lane is worked on while the live lane has no lag. */
export type Lane = 'live' | 'bulk';

/**
 * `sent`: the log has it. `notSent`: it never left, nothing will come of it. `unknown`: it left, and whether the log
 * took it cannot be told.
 */
export type SendResult = 'sent' | 'notSent' | 'unknown';

/** Where requests are recorded. Records of one lane stay in order. */
export abstract class Inbox {
  /** Rejects only with ContractError (record.too_large, avro.encode): a mistake, not an outcome. */
  abstract send(lane: Lane, record: InboxRecord, traceParent?: string): Promise<SendResult>;
}
