import { ACCOUNT_ID, type Json, renderInstant, renderPoints } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import type { LedgerEntry } from '@tessera/promotion';

type JsonObject = { [name: string]: Json };

/** What the clock does to points is nothing that the event did. */
const SIGNS: Readonly<Record<string, bigint>> = { added: 1n, givenBack: 1n, deducted: -1n, takenBack: -1n };

/** Points that the event moved, numbered within it; what it took has negative amounts. */
export function ledgerEntries({ payload }: ReplyRecord): JsonObject[] {
  const moved = payload.decision.events.flatMap((event) => {
    if (event.kind !== 'LedgerChanged') return [];
    return event.entries.flatMap((entry) => (entry.kind in SIGNS ? { entry, ledger: event.ledger } : []));
  });
  return moved.map(({ entry, ledger: { program, profileId } }, index) => ({
    ...{ id: index + 1, profileId, accountId: ACCOUNT_ID, eventId: Number(payload.position) },
    ...{ loyaltyProgramId: Number(program), ...entryOf(entry) },
  }));
}

function entryOf({ kind, points, name, at, expiry }: LedgerEntry): JsonObject {
  return {
    ...{ created: renderInstant(at), amount: renderPoints((SIGNS[kind] ?? 0n) * points), reason: name },
    ...(expiry !== null && { expiryDate: renderInstant(expiry) }),
  };
}
