import { ledgerJson } from '@tessera/api-contracts';
import type { Ledger, LedgerEntry } from '@tessera/promotion';
import { Clock } from '@tessera/service-kit';
import { text } from 'node:stream/consumers';
import type { Projections, Question } from '../read-models/projections';
import { Ledgers } from './ledgers.service';
import { LoyaltyExports } from './loyalty-exports.service';
import type { LoyaltyProgramEntity } from './loyalty-program.entity';

const NOW = 1_000_000n;

class FixedClock extends Clock {
  override now(): bigint {
    return NOW;
  }
}

const program: LoyaltyProgramEntity = {
  ...{ id: 9n, name: 'stars', title: 'Stars', description: '', applicationIds: [1n], timezone: 'UTC' },
  ...{ defaultValidity: 'unlimited', defaultPending: 'immediate', allowSubledger: true },
  tiers: [{ name: 'gold', minPoints: 2, created: '2026-01-01T00:00:00.000Z' }],
  ...{ tiersExpirationPolicy: null, tiersExpireIn: null, tierCycleStartDate: null, tiersExpirationAttribute: null },
  ...{ tiersDowngradePolicy: 'balance_based', programJoinPolicy: 'not_join', returnPolicy: 'only_pending' },
  ...{ created: new Date(0), modified: new Date(0) },
};

const main = { id: '', spent: 100n, expired: 0n, negative: 0n, tier: null, opening: null };
const lot = { transactionUUID: 'u', name: '=SUM(A1)', points: 250n, start: NOW - 1n, expiry: null, validity: null };

const ledgers: readonly Ledger[] = [
  {
    program: 9n,
    profileId: '=ann',
    joined: null,
    settled: 0n,
    tierExpiry: null,
    subledgers: [{ ...main, lots: [lot] }],
  },
  {
    ...{ program: 9n, profileId: 'ben', joined: null, settled: 0n, tierExpiry: null },
    subledgers: [
      { ...main, lots: [{ ...lot, start: NOW + 1n }] },
      { ...main, id: 'bonus', lots: [], negative: 7n },
    ],
  },
];

const entry: LedgerEntry = {
  ...{ kind: 'deducted', subledger: '', points: 150n, transactionUUID: 'u', name: '=SUM(A1)', at: NOW },
  ...{ start: null, expiry: null, campaign: 5n, ruleset: 6n, ruleName: 'pay', sessionId: 's1', importId: 0n },
};

const asked: Question[] = [];

/** The profile projection. */
const projections = {
  ask: (question: Question) => {
    asked.push(question);
    const sums = { members: 10, active: 1000, pending: 0, spent: 0, expired: 2, negative: 0 };
    const day = { members: 3, earnedByHand: 150, earnedByRules: 5, spentByHand: 25, spentByRules: 0 };
    if (question.path.endsWith('/sums')) return Promise.resolve({ sums, owing: ledgers.map(ledgerJson), day });
    if (question.path.endsWith('/ledgers')) return Promise.resolve({ data: ledgers.map(ledgerJson) });
    if (!question.path.endsWith('/entries')) return Promise.resolve({ ledger: null });
    const shown = {
      ...ledgerJson(entry),
      id: 700_000,
      created: '2026-01-01T10:00:00.000Z',
      application: 1,
      profileId: 'ann',
    };
    return Promise.resolve({ hasMore: true, data: [shown] });
  },
} as unknown as Projections;

const held = new Ledgers(projections, new FixedClock());
const exports = new LoyaltyExports(held);

it('balances are exported as they stand now, one line for each subledger, and no formula', async () => {
  expect((await text(await exports.balances(program))).trim().split('\n')).toEqual([
    'loyaltyProgramID,loyaltySubledger,profileIntegrationID,currentBalance,pendingBalance,expiredBalance,spentBalance,negativeBalance,currentTier',
    "9,,'=ann,2.5,0,0,1,0,gold",
    '9,,ben,0,2.5,0,1,0,',
    '9,bonus,ben,0,0,0,1,0.07,',
  ]);
});

it('a log has what happened in a range, and no formula', async () => {
  const range = { rangeStart: '2026-01-01T00:00:00Z', rangeEnd: '2026-02-01T00:00:00Z', dateFormat: 'excel' } as const;
  const [, line] = (await text(await exports.log(program, 'ann', range))).trim().split('\n');
  expect(line).toBe(
    "700000,2026-01-01 10:00:00,9,1,ann,s1,subtraction,deducted,1.5,'=SUM(A1),,immediate,unlimited,u,6,pay",
  );
  expect(asked.at(-1)).toMatchObject({
    path: '/loyalty_programs/9/profiles/ann/entries',
    query: { startDate: range.rangeStart, endDate: range.rangeEnd },
  });
});

it('transactions of the program are the last ones of all profiles, each with whose it is', async () => {
  const query = { loyaltyTransactionType: 'session', subledgerId: '', pageSize: '5', skip: '0' } as const;
  expect(await held.transactions(program, query)).toMatchObject({
    hasMore: true,
    data: [{ id: 700_000, programId: 9, customerProfileId: 'ann', type: 'subtraction', amount: 1.5 }],
  });
  expect(asked.at(-1)).toMatchObject({
    path: '/loyalty_programs/9/entries',
    query: {
      type: 'session',
      subledger: '',
      sort: '-id',
      pageSize: '5',
      kinds: 'added,opened,deducted,takenBack,givenBack',
    },
  });
});

it('statistics are the sums of the read model, and of ledgers that it hands on', async () => {
  expect(await held.statistics(program)).toEqual({
    date: new Date(Number(NOW)).toISOString(),
    ...{ totalMembers: 12, totalActivePoints: 12.5, totalPendingPoints: 2.5, totalSpentPoints: 3 },
    ...{ totalExpiredPoints: 0.02, totalNegativePoints: 0.07, newMembers: 3 },
    spentPoints: { createdManually: 0.25, createdViaRuleEngine: 0 },
    earnedPoints: { createdManually: 1.5, createdViaRuleEngine: 0.05 },
  });
  expect(asked.at(-1)?.query).toEqual({ at: String(NOW), zone: 'UTC', joinPolicy: 'not_join' });
});
