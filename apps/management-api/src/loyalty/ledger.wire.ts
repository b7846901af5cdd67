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

/** A profile's ledger as the SDK's model has it: sums, and what is held, those that expire first in front. */
export function showLedger(view: LedgerAt): JsonObject {
  const others = view.ledger.subledgers.filter(({ id }) => id !== MAIN);
  return {
    ledger: showSubledger(view, MAIN),
    subLedgers: Object.fromEntries(others.map(({ id }) => [id, showSubledger(view, id)] as const)),
  };
}

function showSubledger(view: LedgerAt, id: string): JsonObject {
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
    activePoints: entries(view, id, 'active'),
    pendingPoints: entries(view, id, 'pending'),
  };
}

function entries(view: LedgerAt, id: string, status: 'active' | 'pending'): Json[] {
  return heldPoints(view, status, id).map(({ lot: { name, points, start, expiry } }) => ({
    ...{ programID: Number(view.program.id), subLedgerID: id, type: 'addition', name, amount: renderPoints(points) },
    startDate: renderStart(start),
    ...(expiry !== null && { expiryDate: renderInstant(expiry) }),
  }));
}
