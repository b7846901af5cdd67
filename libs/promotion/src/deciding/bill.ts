import { afterShares, allocate, allocateToUnits, lineTotal, sumOfUnits, unitsOf, type UnitRun } from '@tessera/money';
import type { DiscountShare } from '../effect';
import type { CartItem } from '../session';
import { itemTotal } from './totals';

/** What a discount may touch. */
export type DiscountScope = 'sessionTotal' | 'cartItems' | 'additionalCosts';

/**
 * Something that bears a part of a discount: a line's units, an additional cost of a line (position of the line, no unit), or
 * of the session (position -1).
 */
interface Bearer {
  readonly position: number;
  readonly part: 'items' | 'costs';
  /** The cost's name; empty for items. */
  readonly cost: string;
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
  readonly shares: readonly DiscountShare[];
}

/** Some units of a line, picked for a discount. */
export interface PickedUnits {
  /** Minor units left to pay on them. */
  readonly left: bigint;
  /** The line among the bearers; -1: it bears nothing. */
  readonly bearer: number;
  /** All of the line's units, cut into runs so that the picked ones are runs of their own. */
  readonly runs: readonly UnitRun[];
  /** The same runs with nothing on those that are not picked. */
  readonly weights: readonly UnitRun[];
}

/** The position and sub-position of what is no unit of a line. */
export const NO_UNIT = -1;

const NO_BEARER = { left: [], total: 0n };

export function openBill(items: readonly CartItem[], additionalCosts: Readonly<Record<string, bigint>>): Bill {
  const lines = items.map((item) => lineBearer(item));
  const costs = items.flatMap((item) => costBearers(item.position, item.additionalCosts));
  const own = costBearers(NO_UNIT, additionalCosts);
  const bearers = [...lines, ...costs, ...own].filter(({ total }) => total > 0n);
  return { bearers, total: bearers.reduce((sum, { total }) => sum + total, 0n) };
}

function lineBearer(item: CartItem): Bearer {
  const total = itemTotal(item);
  return { position: item.position, part: 'items', cost: '', left: unitsOf(total, item.quantity), total };
}

/** By name, so that they bear the odd cents in one order, however they were sent. */
function costBearers(position: number, costs: Readonly<Record<string, bigint>>): Bearer[] {
  const byName = Object.entries(costs).sort(([left], [right]) => (left < right ? -1 : 1));
  return byName.map(([cost, price]) => {
    const total = lineTotal(price, 1);
    return { position, part: 'costs', cost, left: [{ units: 1, amount: total }], total };
  });
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
  const parts = allocate(
    amount,
    bill.bearers.map((bearer) => (isIn(bearer, scope) ? bearer.total : 0n)),
  );
  const shares: DiscountShare[] = [];
  const bearers = bill.bearers.map((bearer, index) =>
    takeOff(bearer, bearer.left, bearer.left, parts[index] ?? 0n, shares),
  );
  return { bill: { bearers, total: bill.total - amount }, shares };
}

/** Minor units left to pay of one additional cost, of a line or (position -1) of the session. */
export function leftOnCost(bill: Bill, position: number, cost: string): bigint {
  return bill.bearers[costAt(bill, position, cost)]?.total ?? 0n;
}

/** Takes an amount, at most what is left of it, off one additional cost. */
export function discountCost(bill: Bill, position: number, cost: string, amount: bigint): Discounted {
  const index = costAt(bill, position, cost);
  const bearer = bill.bearers[index];
  const shares: DiscountShare[] = [];
  if (bearer === undefined) return { bill, shares };
  const after = takeOff(bearer, bearer.left, bearer.left, amount, shares);
  return { bill: { bearers: bill.bearers.with(index, after), total: bill.total - amount }, shares };
}

function costAt({ bearers }: Bill, position: number, cost: string): number {
  return bearers.findIndex((each) => each.part === 'costs' && each.position === position && each.cost === cost);
}

/** The units of a line that a discount on `units` of them takes: those with the most left, of equals the first. */
export function pickUnits(bill: Bill, position: number, units: number): PickedUnits {
  const bearer = bill.bearers.findIndex((each) => each.part === 'items' && each.position === position);
  const { left, total } = bill.bearers[bearer] ?? NO_BEARER;
  if (left.reduce((sum, run) => sum + run.units, 0) <= units) return { left: total, bearer, runs: left, weights: left };
  const counts = countsTaken(left, units);
  const runs = left.flatMap((run, index) => cut(run, counts[index] ?? 0, run.amount));
  const weights = left.flatMap((run, index) => cut(run, counts[index] ?? 0, 0n));
  return { left: sumOfUnits(weights), bearer, runs, weights };
}

/** Takes an amount, at most what is left on them, off picked units. */
export function discountUnits(bill: Bill, picked: PickedUnits, amount: bigint): Discounted {
  const bearer = bill.bearers[picked.bearer];
  const shares: DiscountShare[] = [];
  if (bearer === undefined) return { bill, shares };
  const after = takeOff(bearer, picked.runs, picked.weights, amount, shares);
  return { bill: { bearers: bill.bearers.with(picked.bearer, after), total: bill.total - amount }, shares };
}

/** What was taken off each line's units between two bills of one session, where it is anything. */
export function discountsByLine(before: Bill, after: Bill): ReadonlyMap<number, bigint> {
  const lines = before.bearers.flatMap(({ part, position, total }, index) => {
    const taken = total - (after.bearers[index]?.total ?? total);
    return part === 'items' && taken > 0n ? [[position, taken] as const] : [];
  });
  return new Map(lines);
}

function isIn(bearer: Bearer, scope: DiscountScope): boolean {
  if (scope === 'sessionTotal') return true;
  return bearer.part === (scope === 'cartItems' ? 'items' : 'costs');
}

/** The bearer with less to pay; its shares are added to `shares`. `runs` and `weights` are the same units in the same order. */
function takeOff(
  bearer: Bearer,
  runs: readonly UnitRun[],
  weights: readonly UnitRun[],
  amount: bigint,
  shares: DiscountShare[],
): Bearer {
  if (amount === 0n) return bearer;
  const taken = spread(amount, weights);
  addShares(bearer, taken, shares);
  return { ...bearer, left: merged(afterShares(runs, taken)), total: bearer.total - amount };
}

/** Equal units need no comparing of remainders: the first ones bear the odd cents. */
function spread(amount: bigint, weights: readonly UnitRun[]): readonly UnitRun[] {
  const [only] = weights;
  return weights.length === 1 && only !== undefined ? unitsOf(amount, only.units) : allocateToUnits(amount, weights);
}

function addShares({ position, part }: Bearer, taken: readonly UnitRun[], shares: DiscountShare[]): void {
  let unit = 0;
  for (const { units, amount } of merged(taken)) {
    if (amount > 0n) shares.push({ position, subPosition: part === 'costs' ? NO_UNIT : unit, units, amount });
    unit += units;
  }
}

/** How many units of each run are picked. */
function countsTaken(left: readonly UnitRun[], units: number): number[] {
  const order = left.map(({ amount }, index) => ({ amount, index }));
  order.sort((a, b) => (a.amount === b.amount ? a.index - b.index : a.amount > b.amount ? -1 : 1));
  const counts = new Array<number>(left.length).fill(0);
  let wanted = units;
  for (const { index } of order) {
    const taken = Math.min(left[index]?.units ?? 0, wanted);
    counts[index] = taken;
    wanted -= taken;
  }
  return counts;
}

/** A run in two: the picked units, and the others with what they are to count. */
function cut({ units, amount }: UnitRun, picked: number, others: bigint): UnitRun[] {
  if (picked === units) return [{ units, amount }];
  const rest = { units: units - picked, amount: others };
  return picked === 0 ? [rest] : [{ units: picked, amount }, rest];
}

/** Neighbouring runs of one amount as one run. */
function merged(runs: readonly UnitRun[]): readonly UnitRun[] {
  if (runs.length < 2) return runs;
  const result: UnitRun[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last?.amount === run.amount) result[result.length - 1] = { units: last.units + run.units, amount: run.amount };
    else result.push(run);
  }
  return result;
}
