/** Neighbouring units of a line that have the same amount: 6,000 units are one run, not 6,000 rows. */
export interface UnitRun {
  readonly units: number;
  /** Of each unit, in minor units. */
  readonly amount: bigint;
}

/**
 * Splits a total in proportion to the weights by largest remainder; equal remainders go to the lower index. The shares
 * sum up to the total, and where the total is not above the sum of the weights no share is above its weight.
 *
 * Throws RangeError on a negative total or weight, and when there is something to split but no weight to split it by.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  const runs = weights.map((amount) => ({ units: 1, amount }));
  return allocateToUnits(total, runs).map((run) => run.amount);
}

/**
 * `allocate` over units that are given as runs, each unit weighing what its run says. The result covers the same units in
 * the same order; at most one run comes back split in two.
 */
export function allocateToUnits(total: bigint, runs: readonly UnitRun[]): UnitRun[] {
  const weight = weightOf(total, runs);
  if (total === 0n) return runs.map(({ units }) => ({ units, amount: 0n }));
  const floors = runs.map((run) => (total * run.amount) / weight);
  const given = runs.reduce((sum, run, index) => sum + (floors[index] ?? 0n) * BigInt(run.units), 0n);
  const extra = extraUnits(total, runs, weight, total - given);
  return runs.flatMap((run, index) => splitRun(run.units, floors[index] ?? 0n, extra[index] ?? 0));
}

/** A line's total on its units, the first ones bearing the odd cents: 1000n on 3 units is 334, 333, 333. */
export function unitsOf(total: bigint, quantity: number): UnitRun[] {
  if (total < 0n) throw new RangeError('cannot allocate below zero');
  if (quantity === 0 && total > 0n) throw new RangeError('nothing to allocate to');
  if (quantity === 0) return [];
  // Equal units need no comparing of remainders, and every line of every cart comes through here.
  const units = BigInt(quantity);
  return splitRun(quantity, total / units, Number(total % units));
}

/** What is left on each unit after shares that `allocateToUnits` gave for exactly these units. */
export function afterShares(remaining: readonly UnitRun[], shares: readonly UnitRun[]): UnitRun[] {
  const left: UnitRun[] = [];
  let at = 0;
  let used = 0;
  for (const share of shares) {
    const run = remaining[at];
    if (run === undefined || used + share.units > run.units) throw new RangeError('the shares are of other units');
    left.push({ units: share.units, amount: run.amount - share.amount });
    used += share.units;
    if (used === run.units) [at, used] = [at + 1, 0];
  }
  return left;
}

export function sumOfUnits(runs: readonly UnitRun[]): bigint {
  return runs.reduce((sum, run) => sum + run.amount * BigInt(run.units), 0n);
}

function weightOf(total: bigint, runs: readonly UnitRun[]): bigint {
  if (total < 0n || runs.some((run) => run.amount < 0n)) throw new RangeError('cannot allocate below zero');
  const weight = sumOfUnits(runs);
  if (total > 0n && weight === 0n) throw new RangeError('nothing to allocate to');
  return weight;
}

/** How many units of each run get one minor unit more: those with the largest remainders, from the lower index on. */
function extraUnits(total: bigint, runs: readonly UnitRun[], weight: bigint, odd: bigint): number[] {
  const order = runs.map((run, index) => ({ index, units: run.units, rest: (total * run.amount) % weight }));
  order.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const extra = new Array<number>(runs.length).fill(0);
  let left = Number(odd);
  for (const { index, units } of order) {
    extra[index] = Math.min(left, units);
    left -= extra[index];
  }
  return extra;
}

function splitRun(units: number, floor: bigint, extra: number): UnitRun[] {
  if (extra === 0 || extra === units) return [{ units, amount: extra === 0 ? floor : floor + 1n }];
  return [
    { units: extra, amount: floor + 1n },
    { units: units - extra, amount: floor },
  ];
}
