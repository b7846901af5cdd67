import { fold, type Told } from './fold';

const decision = (position: bigint, ...events: object[]): Told => ({ position, application: 1n, at: 5n, events });
const counted = (delta: bigint, value: bigint) => ({ $type: 'CounterChanged', counter: 'c', delta, value });

const lot = (points: bigint) => ({ points });
const ledger = (kind: string, points: bigint, left: readonly bigint[], spent = 0n) => ({
  kind: 'LedgerChanged',
  entries: [{ kind, subledger: '', points }],
  ledger: {
    program: 9n,
    profileId: 'ann',
    subledgers: [{ id: '', lots: left.map(lot), spent, expired: 0n, negative: 0n }],
  },
});

describe('the fold of a log', () => {
  it('adds up, in the order of positions, whatever order it is given', () => {
    const { rows, contradictions } = fold([decision(2n, counted(3n, 5n)), decision(1n, counted(2n, 2n))]);
    expect(rows.get('counter/1/c')).toBe(5n);
    expect(contradictions).toEqual([]);
  });

  it('finds what two decisions made of the same amount, and keeps what it should have been', () => {
    const { rows, contradictions } = fold([decision(1n, counted(2n, 2n)), decision(2n, counted(3n, 3n))]);
    expect(contradictions).toEqual(['counter/1/c: it adds up to 5, and 3 is told']);
    expect(rows.get('counter/1/c')).toBe(5n);
  });

  it('does not pass over an event that it does not know', () => {
    expect(() => fold([decision(1n, { kind: 'MoonChanged' })])).toThrow('an event MoonChanged');
  });

  it('finds points that nobody wrote down', () => {
    const added = decision(1n, ledger('added', 300n, [300n]));
    expect(fold([added, decision(2n, ledger('deducted', 100n, [200n], 100n))]).contradictions).toEqual([]);
    expect(fold([added, decision(2n, ledger('deducted', 100n, [300n], 100n))]).contradictions).toEqual([
      'ledger/9/ann/ left: it adds up to 200, and 300 is told',
    ]);
  });

  const ALWAYS = { startDate: null, endDate: null };
  const added = (count: bigint, first: bigint, codes: readonly string[], dates: object = ALWAYS) => ({
    kind: 'GiveawaysAdded',
    stock: { pool: 4n, added: count, awarded: 0n },
    giveaways: codes.map((code, index) => ({ pool: 4n, number: first + BigInt(index), code, ...dates })),
  });
  const awarded = (number: bigint, count: bigint) => ({
    kind: 'GiveawayAwarded',
    giveaway: { number },
    stock: { pool: 4n, added: 2n, awarded: count },
  });

  it('finds a code of a pool that was given away twice', () => {
    const log = [added(2n, 1n, ['A', 'B']), awarded(1n, 1n), awarded(1n, 1n)];
    expect(fold([decision(1n, ...log)]).contradictions).toEqual([
      'giveawayStock/4 next: it adds up to 2, and 1 is told',
      'giveawayStock/4 awarded: it adds up to 2, and 1 is told',
    ]);
  });

  it('finds a code that was given outside of its time, and one that was passed over in it', () => {
    const dated = [added(1n, 1n, ['GONE'], { startDate: null, endDate: 5n }), added(2n, 2n, ['NOW'])];
    expect(fold([decision(1n, ...dated, awarded(2n, 1n))]).contradictions).toEqual([]);
    expect(fold([decision(1n, ...dated, awarded(1n, 1n))]).contradictions).toEqual([
      'giveawayStock/4 next: it adds up to 2, and 1 is told',
    ]);
    const early = [added(1n, 1n, ['LATER'], { startDate: 6n, endDate: null }), added(2n, 2n, ['NOW'])];
    expect(fold([decision(1n, ...early, awarded(1n, 1n))]).contradictions).toEqual([
      'giveawayStock/4 next: it adds up to 2, and 1 is told',
    ]);
    const open = [added(1n, 1n, ['FROM'], { startDate: 5n, endDate: 6n }), added(2n, 2n, ['NOW'])];
    expect(fold([decision(1n, ...open, awarded(2n, 1n))]).contradictions).toEqual([
      'giveawayStock/4 next: it adds up to 1, and 2 is told',
    ]);
  });

  it('counts coupons from what created them, and forgets those that are deleted', () => {
    const created = {
      $type: 'CouponsCreated',
      ...{ batch: 'b', settings: { campaign: 7n, recipient: null } },
      coupons: [{ id: 3n, code: 'A', canonical: 'A', recipient: 'ann' }],
    };
    const redeemed = {
      ...{ $type: 'CouponRedemptionChanged', couponId: 3n, profileId: '' },
      ...{ delta: 1n, usageCounter: 1n, discountDelta: 50n, discountCounter: 50n },
    };
    const log = [decision(1n, created), decision(2n, redeemed)];
    expect(fold(log).rows.get('couponId/1/3')).toEqual({
      ...{ id: 3n, application: 1n, code: 'A', canonical: 'A', batch: 'b', created: 5n },
      settings: { campaign: 7n, recipient: 'ann' },
      ...{ usageCounter: 1n, discountCounter: 50n, reservationCounter: 0n },
    });
    expect(fold([...log, decision(3n, { $type: 'CouponDeleted', couponId: 3n })]).rows.size).toBe(0);
  });
});
