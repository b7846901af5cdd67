import fc from 'fast-check';
import { afterShares, allocate, allocateToUnits, sumOfUnits, unitsOf, type UnitRun } from './allocate';

const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
const weights = fc.array(amount, { minLength: 1, maxLength: 30 });
/** Weights, and a total that is not above their sum. */
const affordable = weights.chain((list) =>
  fc.record({ list: fc.constant(list), total: fc.bigInt({ min: 0n, max: sum(list) }) }),
);
/** As many as a warehouse sells at once (medusa 13131). */
const quantity = fc.integer({ min: 1, max: 1_000_000 });
const run = fc.record({ units: quantity, amount: fc.bigInt({ min: 0n, max: 10_000n }) });
const discountedRuns = fc
  .array(run, { minLength: 1, maxLength: 10 })
  .chain((runs) => fc.record({ runs: fc.constant(runs), total: fc.bigInt({ min: 0n, max: sumOfUnits(runs) }) }));

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function expand(runs: readonly UnitRun[]): bigint[] {
  return runs.flatMap(({ units, amount: each }) => new Array<bigint>(units).fill(each));
}

describe('allocate', () => {
  it('gives equal remainders to the lower index', () => {
    expect(allocate(1000n, [1000n, 1000n, 1000n])).toEqual([334n, 333n, 333n]);
    expect(allocate(2n, [1n, 1n, 1n])).toEqual([1n, 1n, 0n]);
  });

  it('gives the larger remainder first, wherever it stands', () => {
    expect(allocate(1n, [1n, 9n])).toEqual([0n, 1n]);
    expect(allocate(10n, [1n, 1n, 10n])).toEqual([1n, 1n, 8n]);
  });

  it('refuses what cannot be split', () => {
    expect(() => allocate(-1n, [1n])).toThrow(RangeError);
    expect(() => allocate(1n, [-1n, 3n])).toThrow(RangeError);
    expect(() => allocate(1n, [0n, 0n])).toThrow(RangeError);
    expect(() => allocate(1n, [])).toThrow(RangeError);
    expect(allocate(0n, [0n, 0n])).toEqual([0n, 0n]);
  });

  it('gives shares that sum up to the total', () => {
    fc.assert(fc.property(affordable, ({ list, total }) => sum(allocate(total, list)) === total));
  });

  it('never gives a line more than it has left', () => {
    fc.assert(
      fc.property(affordable, ({ list, total }) => {
        allocate(total, list).forEach((share, index) => expect(share <= (list[index] ?? 0n)).toBe(true));
      }),
    );
  });

  it('is less than one unit away from the exact share', () => {
    fc.assert(
      fc.property(affordable, ({ list, total }) => {
        const weight = sum(list);
        allocate(total, list).forEach((share, index) => {
          const difference = share * weight - total * (list[index] ?? 0n);
          expect(weight === 0n || (difference < weight && difference > -weight)).toBe(true);
        });
      }),
    );
  });

  it('does not care for the order of lines, but for ties', () => {
    const distinct = fc.uniqueArray(amount, { minLength: 1, maxLength: 15 });
    const shuffled = distinct.chain((list) =>
      fc.record({
        list: fc.constant(list),
        order: fc.shuffledSubarray(
          list.map((_, index) => index),
          { minLength: list.length },
        ),
        total: fc.bigInt({ min: 0n, max: sum(list) }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ list, order, total }) => {
        const weight = sum(list);
        const rests = list.map((each) => (weight === 0n ? 0n : (total * each) % weight));
        fc.pre(new Set(rests).size === rests.length);
        const straight = allocate(total, list);
        const moved = allocate(
          total,
          order.map((index) => list[index] ?? 0n),
        );
        expect(moved).toEqual(order.map((index) => straight[index]));
      }),
    );
  });
});

describe('allocateToUnits', () => {
  it('keeps 6,000 units in two runs', () => {
    expect(unitsOf(10_000n, 6000)).toEqual([
      { units: 4000, amount: 2n },
      { units: 2000, amount: 1n },
    ]);
  });

  it('gives the same as allocating to each unit', () => {
    const small = fc.record({ units: fc.integer({ min: 1, max: 7 }), amount: fc.bigInt({ min: 0n, max: 40n }) });
    const cases = fc
      .array(small, { minLength: 1, maxLength: 6 })
      .chain((runs) => fc.record({ runs: fc.constant(runs), total: fc.bigInt({ min: 0n, max: sumOfUnits(runs) }) }));
    fc.assert(
      fc.property(cases, ({ runs, total }) => {
        expect(expand(allocateToUnits(total, runs))).toEqual(allocate(total, expand(runs)));
      }),
    );
  });

  it('medusa 13131: covers the units it was given, sums up to the total and splits one run at most', () => {
    fc.assert(
      fc.property(discountedRuns, ({ runs, total }) => {
        const shares = allocateToUnits(total, runs);
        expect(sumOfUnits(shares)).toBe(total);
        expect(shares.reduce((units, each) => units + each.units, 0)).toBe(
          runs.reduce((units, each) => units + each.units, 0),
        );
        expect(shares.length).toBeLessThanOrEqual(runs.length + 1);
      }),
    );
  });

  it('never takes more than is left, discount after discount', () => {
    const plan = fc.record({
      total: fc.bigInt({ min: 1n, max: 100_000n }),
      quantity,
      percents: fc.array(fc.bigInt({ min: 0n, max: 100n }), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(plan, ({ total, quantity, percents }) => {
        let left = unitsOf(total, quantity);
        for (const each of percents) {
          const discount = (sumOfUnits(left) * each) / 100n;
          const before = sumOfUnits(left);
          left = afterShares(left, allocateToUnits(discount, left));
          expect(sumOfUnits(left)).toBe(before - discount);
          expect(left.every((unit) => unit.amount >= 0n)).toBe(true);
        }
        expect(left.length).toBeLessThanOrEqual(percents.length + 2);
      }),
    );
  });
});

describe('afterShares', () => {
  it('takes shares of exactly these units only', () => {
    const units = [{ units: 3, amount: 10n }];
    expect(() => afterShares(units, [{ units: 4, amount: 1n }])).toThrow(RangeError);
    expect(() =>
      afterShares(units, [
        { units: 3, amount: 1n },
        { units: 1, amount: 1n },
      ]),
    ).toThrow(RangeError);
    expect(
      afterShares(units, [
        { units: 1, amount: 4n },
        { units: 2, amount: 3n },
      ]),
    ).toEqual([
      { units: 1, amount: 6n },
      { units: 2, amount: 7n },
    ]);
  });
});
