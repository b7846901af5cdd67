import { allocate, allocateToUnits, sumOfUnits, unitsOf } from './allocate';
import { parseAmount, PRICE_DECIMALS } from './amount';
import { lineTotal, percentOf, withinRemaining } from './total';

/*
 * Worked cases of discounts, in cents unless said; their ids are those of the acceptance list. Each is computed as a
 * discount is: the wish rounded once per scope, cut to what is left, spread by largest remainder.
 */
function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

interface Spread {
  readonly discount: bigint;
  readonly shares: bigint[];
  readonly due: bigint;
}

function discounted(lines: readonly bigint[], wish: bigint): Spread {
  const discount = withinRemaining(wish, sum(lines));
  return { discount, shares: allocate(discount, lines), due: sum(lines) - discount };
}

function percentOff(lines: readonly bigint[], basisPoints: bigint): Spread {
  return discounted(lines, percentOf(sum(lines), basisPoints));
}

describe('acceptance cases that are about amounts', () => {
  it('A01: 10 % off an order is rounded once and spread over its lines', () => {
    const price = parseAmount('3.33', 2, PRICE_DECIMALS);
    const lines = [lineTotal(price as bigint, 3), 1001n, 99n];
    expect(lines).toEqual([999n, 1001n, 99n]);
    expect(percentOff(lines, 1000n)).toEqual({ discount: 210n, shares: [100n, 100n, 10n], due: 1889n });
  });

  it('A02: 10 euros off three equal lines', () => {
    expect(discounted([1000n, 1000n, 1000n], 1000n)).toEqual({
      discount: 1000n,
      shares: [334n, 333n, 333n],
      due: 2000n,
    });
  });

  it('A03: 15 % off in yen, which has no minor unit', () => {
    expect(percentOff([500n, 333n], 1500n)).toEqual({ discount: 125n, shares: [75n, 50n], due: 708n });
  });

  it.each([
    ['A12: what is left after 10 % decides on free shipping', 5200n, 1000n, 520n, 4680n],
    ['A20: happy hour', 3000n, 1000n, 300n, 2700n],
    ['A22: birthday', 4500n, 2000n, 900n, 3600n],
    ['A26: first order, 599.85 is rounded up', 3999n, 1500n, 600n, 3399n],
    ['A29: the one line of three that may be discounted', 2500n, 2000n, 500n, 2000n],
    ['A40: 100 % leaves exactly nothing', 39_900n, 10_000n, 39_900n, 0n],
  ])('%s', (_, amount, basisPoints, discount, due) => {
    expect(percentOff([amount], basisPoints)).toEqual({ discount, shares: [discount], due });
  });

  it('A07: two free units of seven', () => {
    const units = unitsOf(lineTotal(12_500_000n, 7), 7);
    expect(discounted([sumOfUnits(units)], 2n * 1250n).due).toBe(6250n);
  });

  it('A15: discounts in cascade depend on their order, without it they do not', () => {
    const percentFirst = discounted([percentOff([10_000n], 2000n).due], 1000n).due;
    const amountFirst = percentOff([discounted([10_000n], 1000n).due], 2000n).due;
    const apart = discounted([10_000n], percentOf(10_000n, 2000n) + 1000n).due;
    expect([percentFirst, amountFirst, apart]).toEqual([7000n, 7200n, 7000n]);
  });

  it('A28: a budget gives what it has left', () => {
    expect(withinRemaining(1000n, 100_000n - 99_600n)).toBe(400n);
  });

  it('A34: a kept unit bears exactly its share of the discount', () => {
    const units = unitsOf(30_000n, 6);
    const shares = allocateToUnits(percentOf(30_000n, 1000n), units);
    expect(shares).toEqual([{ units: 6, amount: 500n }]);
    expect(5n * (5000n - 500n)).toBe(22_500n);
  });

  it('A39: one of four units free', () => {
    expect(discounted([lineTotal(23_000_000n, 4)], 2300n)).toEqual({ discount: 2300n, shares: [2300n], due: 6900n });
  });

  it('A40: a wish beyond everything leaves exactly nothing', () => {
    expect(discounted([39_900n], 50_000n).due).toBe(0n);
  });

  it('spreads a line share over its units the same way', () => {
    const [share = 0n] = discounted([999n, 1001n, 99n], 210n).shares;
    expect(allocateToUnits(share, unitsOf(999n, 3))).toEqual([
      { units: 1, amount: 34n },
      { units: 2, amount: 33n },
    ]);
  });
});
