import {
  heldPoints,
  type Json,
  type LedgerAt,
  renderBalance,
  renderInstant,
  renderPoints,
  renderStart,
} from '@tessera/api-contracts';
import { MAIN } from '@tessera/promotion';

type JsonObject = { [name: string]: Json };

/** When additions were made, by their transactions. */
export type AddedAt = ReadonlyMap<string, string>;

/** A profile's ledger as the SDK's model has it: sums, and what is held, those that expire first in front. */
export function showLedger(view: LedgerAt, addedAt: AddedAt): JsonObject {
  const others = view.ledger.subledgers.filter(({ id }) => id !== MAIN);
  return {
    ledger: showSubledger(view, addedAt, MAIN),
    subLedgers: Object.fromEntries(others.map(({ id }) => [id, showSubledger(view, addedAt, id)] as const)),
  };
}

function showSubledger(view: LedgerAt, addedAt: AddedAt, id: string): JsonObject {
  const { activePoints, pendingPoints, spentPoints, expiredPoints, negativePoints, ...tier } = renderBalance(
    view,
    id,
    true,
  );
  return {
    total: activePoints ?? 0,
    totalActivePoints: activePoints ?? 0,
    totalPendingPoints: pendingPoints ?? 0,
    totalSpentPoints: spentPoints ?? 0,
    totalExpiredPoints: expiredPoints ?? 0,
    totalNegativePoints: negativePoints ?? 0,
    ...tier,
    activePoints: entries(view, addedAt, id, 'active'),
    pendingPoints: entries(view, addedAt, id, 'pending'),
  };
}

function entries(view: LedgerAt, addedAt: AddedAt, id: string, status: 'active' | 'pending'): Json[] {
  const { program, ledger, at } = view;
  return heldPoints(view, status, id).map(({ lot: { transactionUUID, name, points, start, expiry } }) => ({
    created: addedAt.get(transactionUUID) ?? renderInstant(at),
    ...{ programID: Number(program.id), customerProfileID: ledger.profileId, subLedgerID: id },
    ...{ type: 'addition', name, amount: renderPoints(points) },
    startDate: renderStart(start),
    ...(expiry !== null && { expiryDate: renderInstant(expiry) }),
  }));
}
