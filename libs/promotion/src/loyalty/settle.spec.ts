import fc from 'fast-check';
import type { Ledger, Lot, Subledger } from '../ledger';
import type { LoyaltyProgram } from '../loyalty-program';
import { instantValue } from '../attributes/kind';
import { loyaltyProgram, NOON } from '../testing';
import type { Attributes } from '../value';
import { emptySubledger, MAIN } from './balance';
import { dueOf, settle, type Settled } from './settle';
import { nextTier, withTierExpiry } from './tiers';

const DAY = 86_400_000n;
const TIERS = [
  { name: 'bronze', minPoints: 100n },
  { name: 'silver', minPoints: 200n },
  { name: 'gold', minPoints: 300n },
];

function program(changes: Partial<LoyaltyProgram> = {}): LoyaltyProgram {
  const change = loyaltyProgram(9n, { tiers: TIERS, timezone: 'UTC', ...changes });
  if (change.kind !== 'LoyaltyProgramSaved') throw new Error('it is a program');
  return change.entity;
}

const lot = (points: bigint, start: bigint, expiry: bigint | null = null): Lot => ({
  ...{ transactionUUID: `${points}/${start}`, name: '', points },
  start: NOON + start * DAY,
  expiry: expiry === null ? null : NOON + expiry * DAY,
  validity: null,
});

/** A ledger of some lots, settled at noon; days count from there. */
function ledgerOf(lots: readonly Lot[], changes: Partial<Subledger> = {}): Ledger {
  const own = { ...emptySubledger(MAIN), lots, ...changes };
  return { program: 9n, profileId: 'ann', joined: NOON, settled: NOON, subledgers: [own], tierExpiry: null };
}

function course(of: LoyaltyProgram, ledger: Ledger, days: bigint): string[] {
  return settle(of, ledger, NOON + days * DAY).tierChanges.map(({ before, after, at }) => {
    return `${(at - NOON) / DAY}: ${before ?? 'none'} to ${after ?? 'none'}`;
  });
}

describe('a tier', () => {
  it('rises when points become active, over several steps at once', () => {
    expect(course(program(), ledgerOf([lot(150n, 1n), lot(200n, 2n)]), 5n)).toEqual([
      '1: none to bronze',
      '2: bronze to gold',
    ]);
  });

  it('is kept for ever where it does not expire', () => {
    expect(course(program(), ledgerOf([lot(200n, 1n, 2n)]), 900n)).toEqual(['1: none to silver']);
  });

  const yearly = { tiersExpirationPolicy: 'tier_start_date', tiersExpireIn: '10D' };

  it('that expires falls to what the points reach', () => {
    const lots = [lot(150n, 1n), lot(200n, 1n, 2n)];
    expect(course(program(yearly), ledgerOf(lots), 30n)).toEqual(['1: none to gold', '11: gold to bronze']);
  });

  it('falls one by one where the program says so, and never below what the points reach', () => {
    const lots = [lot(150n, 1n), lot(200n, 1n, 2n)];
    expect(course(program({ ...yearly, tiersDowngradePolicy: 'one_down' }), ledgerOf(lots), 60n)).toEqual([
      '1: none to gold',
      '11: gold to silver',
      '21: silver to bronze',
    ]);
  });

  it('begins anew when it expires and the points are there', () => {
    const { ledger, tierChanges } = settle(program(yearly), ledgerOf([lot(200n, 1n)]), NOON + 25n * DAY);
    expect(tierChanges).toHaveLength(1);
    expect(ledger.subledgers[0]?.tier).toEqual({ name: 'silver', since: NOON + 21n * DAY, until: NOON + 31n * DAY });
  });

  it.each([
    ['program_join_date', { tiersExpireIn: '10D' }, '10: gold to none'],
    ['absolute_expiration', { tiersExpireIn: '1W', tierCycleStartDate: NOON - 4n * DAY }, '10: gold to none'],
  ])('expires by %s', (tiersExpirationPolicy, changes, fall) => {
    const of = program({ tiersExpirationPolicy, ...changes });
    expect(course(of, ledgerOf([lot(400n, 4n, 5n)]), 30n)).toEqual(['4: none to gold', fall]);
  });

  describe('that ends when the profile says so', () => {
    const of = program({ tiersExpirationPolicy: 'customer_attribute', tiersExpirationAttribute: 'until' });
    const until = (day: bigint) => ({ until: instantValue(NOON + day * DAY) });
    const lots = [lot(400n, 1n, 3n)];

    it('ends then', () => {
      const ledger = withTierExpiry(of, ledgerOf(lots), until(10n));
      expect(course(of, ledger, 9n)).toEqual(['1: none to gold']);
      expect(course(of, ledger, 30n)).toEqual(['1: none to gold', '10: gold to none']);
    });

    it('ends earlier or later when that changes, at once when it is past, never when it is gone', () => {
      const { ledger } = settle(of, withTierExpiry(of, ledgerOf(lots), until(10n)), NOON + 5n * DAY);
      const changed = (attributes: Attributes) => course(of, withTierExpiry(of, ledger, attributes), 30n);
      expect(changed(until(7n))).toEqual(['7: gold to none']);
      expect(changed(until(20n))).toEqual(['20: gold to none']);
      expect(changed({})).toEqual([]);
      const past = withTierExpiry(of, ledger, until(2n));
      expect(course(of, past, 5n)).toEqual(['5: gold to none']);
      expect(withTierExpiry(of, ledger, until(10n))).toBe(ledger);
    });

    it('is not asked by other policies', () => {
      const ledger = ledgerOf(lots);
      expect(withTierExpiry(program({ tiersExpirationAttribute: 'until' }), ledger, until(1n))).toBe(ledger);
    });
  });

  it('that the program does not have any more is none', () => {
    const held = { name: 'platinum', since: NOON, until: null };
    expect(course(program(), ledgerOf([], { tier: held }), 1n)).toEqual(['1: platinum to none']);
  });

  it('tells what is missing to the next one', () => {
    expect(nextTier(program(), null, 150n)).toEqual({ name: 'silver', pointsMissing: 50n });
    expect(nextTier(program(), { name: 'silver', since: 0n, until: null }, 50n)).toEqual({
      name: 'gold',
      pointsMissing: 250n,
    });
    expect(nextTier(program(), { name: 'gold', since: 0n, until: null }, 50n)).toBeNull();
  });
});

describe('joining with the first active points', () => {
  it('has the date at which they became active', () => {
    const before = { ...ledgerOf([lot(1n, 3n), lot(1n, 2n)]), joined: null };
    const of = program({ programJoinPolicy: 'points_activated' });
    expect(settle(of, before, NOON + DAY).ledger.joined).toBeNull();
    expect(settle(of, before, NOON + 9n * DAY).ledger.joined).toBe(NOON + 2n * DAY);
  });
});

describe('what is due', () => {
  it('is the next date after that of the ledger', () => {
    expect(dueOf(ledgerOf([lot(1n, 2n, 5n), lot(1n, 0n, 3n)]))).toBe(NOON + 2n * DAY);
    expect(dueOf(ledgerOf([], { tier: { name: 'gold', since: NOON, until: NOON + DAY } }))).toBe(NOON + DAY);
  });

  it('is nothing where nothing changes by itself', () => {
    expect(dueOf(ledgerOf([lot(1n, 0n)]))).toBeNull();
  });
});

const days = fc.integer({ min: 0, max: 40 }).map(BigInt);
const lots = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 200 }).map(BigInt), days, fc.option(days)).map(([points, start, length]) => {
    return lot(points, start, length === null ? null : start + length + 1n);
  }),
  { maxLength: 8 },
);
const programs = fc.record({
  tiersExpirationPolicy: fc.constantFrom(null, 'tier_start_date', 'program_join_date', 'absolute_expiration'),
  tiersExpireIn: fc.constantFrom('3D', '1W', '1W_U', '1M'),
  tierCycleStartDate: fc.constant(NOON - 3n * DAY),
  tiersDowngradePolicy: fc.constantFrom('one_down', 'balance_based'),
  programJoinPolicy: fc.constantFrom('not_join', 'points_activated', 'points_earned'),
});

it('time in steps brings the same as time at once, so the clock may come late, or not at all', () => {
  fc.assert(
    fc.property(programs, lots, fc.bigInt(0n, 300n), fc.array(days), (changes, held, negative, steps) => {
      const of = program(changes);
      const sorted = held.toSorted((a, b) => Number((a.expiry ?? 1n << 60n) - (b.expiry ?? 1n << 60n)));
      const before = settle(of, { ...ledgerOf(sorted, { negative }), joined: null }, NOON).ledger;
      const end = NOON + 80n * DAY;
      const once = settle(of, before, end);
      const stops = [...steps.toSorted((a, b) => Number(a - b)).map((day) => NOON + day * DAY), end];
      let stepped: Settled = { ledger: before, entries: [], tierChanges: [] };
      for (const at of stops) {
        const next = settle(of, stepped.ledger, at);
        stepped = {
          ledger: next.ledger,
          entries: [...stepped.entries, ...next.entries],
          tierChanges: [...stepped.tierChanges, ...next.tierChanges],
        };
      }
      expect(stepped).toEqual(once);
    }),
    { numRuns: 500 },
  );
});
