import { afterShares, allocate, allocateToUnits, sumOfUnits, unitsOf, type UnitRun } from '@tessera/money';
import type { DiscountShare } from '../effect';
import type { CartItem } from '../session';
import { costTotal, itemTotal } from './totals';

/** What a discount may touch. */
export type DiscountScope = 'sessionTotal' | 'cartItems' | 'additionalCosts';

/**
 * Something that bears a part of a discount: a line's units, a line's additional costs (position of the line, no unit), or
 * the session's additional costs (position -1).
 */
interface Bearer {
  readonly position: number;
  readonly part: 'items' | 'costs';
  /** What is left to pay on each unit; costs are one unit. */
  readonly left: readonly UnitRun[];
  readonly total: bigint;
}

/** What is left to pay, exact to the unit, while effects apply. Immutable: a rule that fails goes back to the one before. */
export interface Bill {
  readonly bearers: readonly Bearer[];
  readonly total: bigint;
}

export interface Discounted {
  readonly bill: Bill;
  readonly amount: bigint;
  readonly shares: readonly DiscountShare[];
}

/** The position and sub-position of what is no unit of a line. */
export const NO_UNIT = -1;

export function openBill(items: readonly CartItem[], additionalCosts: Readonly<Record<string, bigint>>): Bill {
  const bearers = [
    ...items.map((item) => lineBearer(item)),
    ...items.map((item) => costBearer(item.position, costTotal(item.additionalCosts))),
    costBearer(NO_UNIT, costTotal(additionalCosts)),
  ].filter(({ total }) => total > 0n);
  return { bearers, total: bearers.reduce((sum, { total }) => sum + total, 0n) };
}

function lineBearer(item: CartItem): Bearer {
  const total = itemTotal(item);
  return { position: item.position, part: 'items', left: unitsOf(total, item.quantity), total };
}

function costBearer(position: number, total: bigint): Bearer {
  return { position, part: 'costs', left: [{ units: 1, amount: total }], total };
}

/** Minor units left to pay in the scope. */
export function leftIn(bill: Bill, scope: DiscountScope): bigint {
  if (scope === 'sessionTotal') return bill.total;
  return bill.bearers.reduce((sum, bearer) => (isIn(bearer, scope) ? sum + bearer.total : sum), 0n);
}

/**
 * Takes an amount, at most what is left in the scope, off the bill: spread over lines in proportion to what is left on
 * them, then inside a line over its units the same way, by largest remainder.
 */
export function discount(bill: Bill, scope: DiscountScope, amount: bigint): Discounted {
  const touched = bill.bearers.map((bearer) => (isIn(bearer, scope) ? bearer.total : 0n));
  const parts = allocate(amount, touched);
  const spread = bill.bearers.map((bearer, index) => takeOff(bearer, bearer.left, parts[index] ?? 0n));
  return discounted(bill, amount, spread);
}

/** What is left on the units of a line that a discount on `units` of them may take: the ones with the most left. */
export function leftOnUnits(bill: Bill, position: number, units: number): bigint {
  const bearer = lineOf(bill, position);
  return bearer === undefined ? 0n : sumOfUnits(chosen(bearer.left, units));
}

/** Takes an amount, at most `leftOnUnits`, off units of one line. */
export function discountUnits(bill: Bill, position: number, units: number, amount: bigint): Discounted {
  const spread = bill.bearers.map((bearer) =>
    bearer.part === 'items' && bearer.position === position
      ? takeOff(bearer, segments(bearer.left, units), amount, chosen(bearer.left, units))
      : unchanged(bearer),
  );
  return discounted(bill, amount, spread);
}

function isIn(bearer: Bearer, scope: DiscountScope): boolean {
  if (scope === 'sessionTotal') return true;
  return bearer.part === (scope === 'cartItems' ? 'items' : 'costs');
}

function lineOf(bill: Bill, position: number): Bearer | undefined {
  return bill.bearers.find((bearer) => bearer.part === 'items' && bearer.position === position);
}

interface Spread {
  readonly bearer: Bearer;
  readonly shares: readonly DiscountShare[];
}

function unchanged(bearer: Bearer): Spread {
  return { bearer, shares: [] };
}

/** `weights` are the bearer's segments, 0 where nothing is taken; both lists cover the same units in the same order. */
function takeOff(bearer: Bearer, left: readonly UnitRun[], amount: bigint, weights: readonly UnitRun[] = left): Spread {
  if (amount === 0n) return unchanged(bearer);
  const taken = allocateToUnits(amount, weights);
  const rest = merged(afterShares(left, taken));
  return { bearer: { ...bearer, left: rest, total: bearer.total - amount }, shares: sharesOf(bearer, taken) };
}

function discounted(bill: Bill, amount: bigint, spread: readonly Spread[]): Discounted {
  return {
    bill: { bearers: spread.map(({ bearer }) => bearer), total: bill.total - amount },
    amount,
    shares: spread.flatMap(({ shares }) => shares),
  };
}

function sharesOf({ position, part }: Bearer, taken: readonly UnitRun[]): DiscountShare[] {
  let unit = 0;
  return merged(taken).flatMap(({ units, amount }) => {
    const subPosition = part === 'costs' ? NO_UNIT : unit;
    unit += units;
    return amount === 0n ? [] : [{ position, subPosition, units, amount }];
  });
}

/** The runs cut so that `units` of them, those with the most left and of equals the first, are runs of their own. */
function segments(left: readonly UnitRun[], units: number): UnitRun[] {
  const counts = countsTaken(left, units);
  return left.flatMap((run, index) => {
    const taken = counts[index] ?? 0;
    return [
      { units: taken, amount: run.amount },
      { units: run.units - taken, amount: run.amount },
    ].filter((part) => part.units > 0);
  });
}

/** `segments` with nothing on the units that are not chosen. */
function chosen(left: readonly UnitRun[], units: number): UnitRun[] {
  const counts = countsTaken(left, units);
  return left.flatMap((run, index) => {
    const taken = counts[index] ?? 0;
    return [
      { units: taken, amount: run.amount },
      { units: run.units - taken, amount: 0n },
    ].filter((part) => part.units > 0);
  });
}

function countsTaken(left: readonly UnitRun[], units: number): number[] {
  const order = left.map((run, index) => ({ ...run, index }));
  order.sort((a, b) => (a.amount === b.amount ? a.index - b.index : a.amount > b.amount ? -1 : 1));
  const counts = new Array<number>(left.length).fill(0);
  let wanted = units;
  for (const run of order) {
    counts[run.index] = Math.min(run.units, wanted);
    wanted -= counts[run.index] ?? 0;
  }
  return counts;
}

/** Neighbouring runs of one amount as one run. */
function merged(runs: readonly UnitRun[]): UnitRun[] {
  const result: UnitRun[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last !== undefined && last.amount === run.amount) {
      result[result.length - 1] = { units: last.units + run.units, amount: run.amount };
    } else if (run.units > 0) result.push(run);
  }
  return result;
}
