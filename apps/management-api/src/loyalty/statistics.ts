import { type LedgerAt, type LoyaltyStatistics, renderInstant, renderPoints } from '@tessera/api-contracts';
import { balanceOf, type Balance } from '@tessera/promotion';

/** What some ledgers come to together, in hundredths. */
export interface Sums extends Balance {
  readonly members: bigint;
}

/** The sums over all ledgers of a program: of those that are added up already, and of some that are not. */
export function statisticsOf(date: bigint, added: Sums, others: readonly LedgerAt[]): LoyaltyStatistics {
  const sum = others.map(sumsOf).reduce(plus, added);
  return {
    date: renderInstant(date),
    totalMembers: Number(sum.members),
    totalActivePoints: renderPoints(sum.active),
    totalPendingPoints: renderPoints(sum.pending),
    totalSpentPoints: renderPoints(sum.spent),
    totalExpiredPoints: renderPoints(sum.expired),
    totalNegativePoints: renderPoints(sum.negative),
  };
}

const NOBODY: Sums = { members: 0n, active: 0n, pending: 0n, spent: 0n, expired: 0n, negative: 0n };

function sumsOf({ ledger, at }: LedgerAt): Sums {
  const balances = ledger.subledgers.map((own) => ({ ...balanceOf(own, at), members: 0n }));
  return balances.reduce(plus, { ...NOBODY, members: 1n });
}

function plus(one: Sums, other: Sums): Sums {
  return {
    members: one.members + other.members,
    active: one.active + other.active,
    pending: one.pending + other.pending,
    spent: one.spent + other.spent,
    expired: one.expired + other.expired,
    negative: one.negative + other.negative,
  };
}
