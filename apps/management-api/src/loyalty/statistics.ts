import { type LedgerAt, type LoyaltyStatistics, renderPoints } from '@tessera/api-contracts';
import { balanceOf, type Balance } from '@tessera/promotion';

const NOTHING: Balance = { active: 0n, pending: 0n, spent: 0n, expired: 0n, negative: 0n };

/** The sums over all ledgers and subledgers of a program. */
export async function statisticsOf(
  all: AsyncIterable<LedgerAt['ledger']>,
  now: (stored: LedgerAt['ledger']) => LedgerAt,
): Promise<LoyaltyStatistics> {
  let [members, sum] = [0, NOTHING];
  for await (const stored of all) {
    const { ledger, at } = now(stored);
    members += 1;
    sum = ledger.subledgers.map((own) => balanceOf(own, at)).reduce(plus, sum);
  }
  return {
    totalMembers: members,
    totalActivePoints: renderPoints(sum.active),
    totalPendingPoints: renderPoints(sum.pending),
    totalSpentPoints: renderPoints(sum.spent),
    totalExpiredPoints: renderPoints(sum.expired),
    totalNegativePoints: renderPoints(sum.negative),
  };
}

function plus(one: Balance, other: Balance): Balance {
  return {
    active: one.active + other.active,
    pending: one.pending + other.pending,
    spent: one.spent + other.spent,
    expired: one.expired + other.expired,
    negative: one.negative + other.negative,
  };
}
