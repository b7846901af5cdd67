import { type LedgerAt, type LoyaltyStatistics, renderInstant, renderPoints } from '@tessera/api-contracts';
import { balanceOf, type Balance } from '@tessera/promotion';

/** What some ledgers come to together, in hundredths. */
export interface Sums extends Balance {
  readonly members: bigint;
}

/** What happened in a program on a day, points in hundredths. */
export interface Day {
  readonly members: bigint;
  readonly earnedByHand: bigint;
  readonly earnedByRules: bigint;
  readonly spentByHand: bigint;
  readonly spentByRules: bigint;
}

export interface Counted {
  /** Of ledgers that are added up already. */
  readonly sums: Sums;
  /** Ledgers that are not. */
  readonly others: readonly LedgerAt[];
  /** Of all. */
  readonly day: Day;
}

/** Over all ledgers of a program. */
export function statisticsOf(date: bigint, { sums, others, day }: Counted): LoyaltyStatistics {
  const sum = others.map(sumsOf).reduce(plus, sums);
  return {
    date: renderInstant(date),
    totalMembers: Number(sum.members),
    totalActivePoints: renderPoints(sum.active),
    totalPendingPoints: renderPoints(sum.pending),
    totalSpentPoints: renderPoints(sum.spent),
    totalExpiredPoints: renderPoints(sum.expired),
    totalNegativePoints: renderPoints(sum.negative),
    newMembers: Number(day.members),
    spentPoints: breakdown(day.spentByHand, day.spentByRules),
    earnedPoints: breakdown(day.earnedByHand, day.earnedByRules),
  };
}

function breakdown(byHand: bigint, byRules: bigint): LoyaltyStatistics['spentPoints'] {
  return { createdManually: renderPoints(byHand), createdViaRuleEngine: renderPoints(byRules) };
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
