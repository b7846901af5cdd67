import type { GiveawayDates, GiveawayRun, GiveawayStock } from '../giveaway';
import type { Instant } from '../value';

/** More of them than an import with dates of its own each day for years needs. */
export const MOST_RUNS = 1_000;

export function emptyStock(pool: bigint): GiveawayStock {
  return { pool, added: 0n, awarded: 0n, runs: [] };
}

/** The code that is given next at an instant, the first that may be; undefined: none may. */
export function nextNumber({ runs }: GiveawayStock, at: Instant): bigint | undefined {
  return runs.find(({ startDate, endDate }) => (startDate === null || startDate <= at) && !isOver(endDate, at))?.next;
}

/** The stock without the number, which is the next of its run. */
export function without(stock: GiveawayStock, number: bigint): GiveawayStock {
  return { ...stock, awarded: stock.awarded + 1n, runs: stock.runs.flatMap((run) => after(run, number)) };
}

/** The stock with so many codes more behind those that it has. What is over is forgotten. */
export function withMore(
  stock: GiveawayStock,
  count: bigint,
  { startDate, endDate }: GiveawayDates,
  at: Instant,
): GiveawayStock {
  if (count === 0n) return stock;
  const added = stock.added + count;
  const runs = stock.runs.filter((run) => !isOver(run.endDate, at));
  const last = runs.at(-1);
  const goesOn = last?.last === stock.added && last.startDate === startDate && last.endDate === endDate;
  const run = { next: goesOn ? last.next : stock.added + 1n, last: added, startDate, endDate };
  return { ...stock, added, runs: [...(goesOn ? runs.slice(0, -1) : runs), run] };
}

function after(run: GiveawayRun, number: bigint): GiveawayRun[] {
  if (run.next !== number) return [run];
  return run.next === run.last ? [] : [{ ...run, next: run.next + 1n }];
}

function isOver(endDate: Instant | null, at: Instant): boolean {
  return endDate !== null && endDate <= at;
}
