import type { InboxRecord, ReplyRecord } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import { within } from './within';

/** What became of a request: its decision, or why there is none to tell. */
export type Outcome = ReplyRecord | ApiError;

interface Entry {
  readonly hash: Uint8Array | undefined;
  readonly outcome: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;
  holders: number;
  /** It is in the inbox, or on its way, as far as anybody knows. */
  sent: boolean;
}

/** One caller's place among those who wait. It must be closed. */
export interface Ticket {
  /** Whether this caller sends it: the first of equal requests, and the first after one that was given up. */
  readonly sends: boolean;
  /** Undefined: nothing came within the time. */
  wait(timeoutMs: number): Promise<Outcome | undefined>;
  readonly outcome: Promise<Outcome>;
  /** Answers everybody who waits for this request. */
  settle(outcome: Outcome): void;
  /** Its caller was told that nobody knows the outcome. The answer may be lost, so whoever asks again sends again. */
  giveUp(): void;
  close(): void;
}

/** The requests of this gateway that wait for their decisions. */
export class Pending {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.entries.size;
  }

  /**
   * A place to wait for the record's decision. An equal request that is under way is joined: it is sent once.
   * Throws ApiError 503 gateway.busy, and 422 idempotency.mismatch where the key is under way with another body.
   */
  open(record: Pick<InboxRecord, 'application' | 'requestId' | 'idempotency'>): Ticket {
    const key = keyOf(record);
    const hash = record.idempotency?.hash;
    const found = this.entries.get(key);
    if (found && !sameBytes(found.hash, hash)) throw mismatch();
    if (!found && this.entries.size >= this.limit) throw busy();
    const entry = found ?? newEntry(hash);
    entry.holders += 1;
    this.entries.set(key, entry);
    return this.ticket(key, entry);
  }

  /** Whether somebody here waits for it. Replies come at least once: a second one finds nobody. */
  settle(record: ReplyRecord): boolean {
    const entry = this.entries.get(keyOf(record));
    entry?.settle(record);
    return entry !== undefined;
  }

  private ticket(key: string, entry: Entry): Ticket {
    let open = true;
    const sends = !entry.sent;
    entry.sent = true;
    return {
      sends,
      outcome: entry.outcome,
      wait: (timeoutMs) => within(entry.outcome, timeoutMs),
      settle: (outcome) => entry.settle(outcome),
      giveUp: () => (entry.sent = false),
      close: () => {
        if (open) entry.holders -= 1;
        open = false;
        if (entry.holders === 0) this.entries.delete(key);
      },
    };
  }
}

export function mismatch(): ApiError {
  return ApiError.of(422, 'idempotency.mismatch', 'The Idempotency-Key was used for another request');
}

const busy = () => ApiError.unavailable('gateway.busy', 'Too many requests wait for their decisions');

const keyOf = ({ application, requestId }: { application: bigint; requestId: string }) => `${application}/${requestId}`;

function newEntry(hash: Uint8Array | undefined): Entry {
  let settle: Entry['settle'] = () => undefined;
  const outcome = new Promise<Outcome>((resolve) => (settle = resolve));
  return { hash, outcome, settle, holders: 0, sent: false };
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}
