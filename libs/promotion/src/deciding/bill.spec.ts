import fc from 'fast-check';
import type { DiscountShare } from '../effect';
import { item } from '../testing';
import { discount, discountUnits, leftIn, openBill, pickUnits, type Bill } from './bill';

// Any discounts, one after the other, on any cart: nothing is lost, nothing is given twice, nothing goes below zero.

const sum = (shares: readonly DiscountShare[]) =>
  shares.reduce((total, { units, amount }) => total + BigInt(units) * amount, 0n);

const cart = fc.array(
  fc.record({ price: fc.bigInt(0n, 9_999_999n), quantity: fc.integer({ min: 1, max: 9 }), wrap: fc.bigInt(0n, 500n) }),
  { maxLength: 6 },
);
const scope = fc.constantFrom('sessionTotal', 'cartItems', 'additionalCosts');
const step = fc.record({
  scope,
  line: fc.nat(5),
  units: fc.integer({ min: 0, max: 9 }),
  permille: fc.bigInt(1n, 1500n),
  perItem: fc.boolean(),
});

function lines(given: { price: bigint; quantity: number; wrap: bigint }[]) {
  return given.map(({ price, quantity, wrap }, position) => {
    return {
      ...item('A', 0, quantity, { price, additionalCosts: { wrap: wrap * 10_000n } }),
      position,
      returnedQuantity: 0,
    };
  });
}

describe('the bill', () => {
  it('Σ shares = discount, never above what is left, no unit below zero', () => {
    fc.assert(
      fc.property(cart, fc.bigInt(0n, 5000n), fc.array(step, { maxLength: 6 }), (given, shipping, steps) => {
        const items = lines(given);
        let bill: Bill = openBill(items, { shipping: shipping * 10_000n });
        const start = bill.total;
        const all: DiscountShare[] = [];
        for (const { scope, line, units, permille, perItem } of steps) {
          const picked = pickUnits(bill, line, units);
          const left = perItem ? picked.left : leftIn(bill, scope);
          const wish = (left * permille) / 1000n;
          const amount = wish > left ? left : wish;
          const given = perItem ? discountUnits(bill, picked, amount) : discount(bill, scope, amount);
          expect(sum(given.shares)).toBe(amount);
          expect(given.bill.total).toBe(bill.total - amount);
          bill = given.bill;
          all.push(...given.shares);
        }
        expect(start - sum(all)).toBe(bill.total);
        for (const bearer of bill.bearers) {
          expect(bearer.left.every(({ amount }) => amount >= 0n)).toBe(true);
          expect(bearer.left.reduce((total, { units, amount }) => total + BigInt(units) * amount, 0n)).toBe(
            bearer.total,
          );
        }
        for (const { position, subPosition, units } of all) {
          if (subPosition >= 0) expect(subPosition + units).toBeLessThanOrEqual(items[position]?.quantity ?? 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps 10,000 units of a line as a few runs', () => {
    const bill = openBill([{ ...item('A', 333, 10_000), position: 0, returnedQuantity: 0 }], {});
    const { shares, bill: after } = discount(bill, 'sessionTotal', 123_456n);
    expect(shares.length).toBeLessThanOrEqual(2);
    expect(discount(after, 'cartItems', 654_321n).bill.bearers[0]?.left.length).toBeLessThanOrEqual(4);
  });
});
