import { type Json, ledgerJson, renderInstant } from '@tessera/api-contracts';
import type { DecisionRecord } from '@tessera/event-contracts';
import type { DomainEvent, LedgerChanged, LedgerEntry, LedgerOpeningChanged } from '@tessera/promotion';

export interface LedgerRow {
  readonly program: bigint;
  readonly profileId: string;
  readonly position: bigint;
  readonly state: Json;
}

export interface EntryRow {
  readonly program: bigint;
  readonly profileId: string;
  readonly id: bigint;
  readonly created: string;
  readonly application: bigint;
  readonly kind: string;
  readonly subledger: string;
  readonly points: bigint;
  readonly transactionUuid: string;
  readonly sessionId: string | null;
  readonly importId: bigint;
  /** The entry as it was decided. */
  readonly body: Json;
}

/** What a decision did to ledgers. */
export interface LedgerChanges {
  readonly ledgers: readonly LedgerRow[];
  readonly entries: readonly EntryRow[];
}

/** More entries than a decision makes, so that ids made of position and place are unique and ordered. */
const MOST_ENTRIES = 100_000n;

export function ledgerChanges(record: DecisionRecord): LedgerChanges {
  const position = BigInt(record.id);
  const changed = record.payload.events.flatMap((event) => (isOfLedger(event) ? [event] : []));
  const entries = changed.flatMap((event) => event.entries.map((entry) => ({ event, entry })));
  return {
    ledgers: changed.map(({ ledger }) => ({
      program: ledger.program,
      profileId: ledger.profileId,
      position,
      state: ledgerJson(ledger),
    })),
    entries: entries.map(({ event, entry }, index) =>
      entryRow(event, entry, position * MOST_ENTRIES + BigInt(index), record.application),
    ),
  };
}

type Changed = LedgerChanged | LedgerOpeningChanged;

function isOfLedger(event: DomainEvent): event is Changed {
  return event.kind === 'LedgerChanged' || event.kind === 'LedgerOpeningChanged';
}

function entryRow({ ledger }: Changed, entry: LedgerEntry, id: bigint, application: bigint): EntryRow {
  const { kind, subledger, points, transactionUUID: transactionUuid, sessionId, importId, at } = entry;
  return {
    program: ledger.program,
    profileId: ledger.profileId,
    id,
    created: renderInstant(at),
    application,
    ...{ kind, subledger, points, transactionUuid, sessionId, importId },
    body: ledgerJson(entry),
  };
}
