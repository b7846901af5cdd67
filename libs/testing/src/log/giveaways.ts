import { fields, list, long, text, type Fields } from './record';
import type { Tally } from './tally';

/** Numbers of codes that are left, from the first to the last, and when they may be given. */
interface Run {
  readonly next: bigint;
  readonly last: bigint;
  readonly startDate: unknown;
  readonly endDate: unknown;
}

/** Keeps codes that came into a pool. What of it is over goes when others come. */
export function addGiveaways(event: Fields, at: bigint, tally: Tally): void {
  const stock = fields(event['stock']);
  const pool = long(stock['pool']);
  const giveaways = list(event['giveaways']);
  for (const giveaway of giveaways) {
    tally.keep(`giveaway/${pool}/${long(giveaway['number'])}`, giveaway);
    tally.keep(`giveawayCode/${pool}/${text(giveaway['code'])}`, giveaway['number']);
  }
  const held = runsIn(pool, tally).filter((run) => giveaways.length === 0 || !isOver(run, at));
  keepStock(stock, tally, { added: BigInt(giveaways.length), awarded: 0n }, giveaways.reduce(appended, held));
}

/** The code that is told is the first of those left that may be given then. */
export function awardGiveaway(event: Fields, at: bigint, tally: Tally): void {
  const [stock, giveaway] = [fields(event['stock']), fields(event['giveaway'])];
  const pool = long(stock['pool']);
  const number = long(giveaway['number']);
  const left = runsIn(pool, tally);
  const first = left.find((run) => !isOver(run, at) && !isAhead(run, at));
  tally.agrees(`giveawayStock/${pool} next`, first?.next ?? 0n, number);
  const runs = left.flatMap((run) => around(run, number));
  keepStock(stock, tally, { added: 0n, awarded: 1n }, runs);
}

function runsIn(pool: bigint, tally: Tally): readonly Run[] {
  const stock = tally.rows.get(`giveawayStock/${pool}`);
  return stock === undefined ? [] : (stock as { readonly runs: readonly Run[] }).runs;
}

function keepStock(
  stock: Fields,
  tally: Tally,
  moved: { readonly added: bigint; readonly awarded: bigint },
  runs: readonly Run[],
): void {
  const pool = long(stock['pool']);
  const name = `giveawayStock/${pool}`;
  const added = tally.moves(`${name} added`, moved.added, stock['added']);
  const awarded = tally.moves(`${name} awarded`, moved.awarded, stock['awarded']);
  tally.keep(name, { pool, added, awarded, runs });
}

/** A code goes into the run before it where it has the number behind it and the same dates. */
function appended(runs: readonly Run[], { number, startDate, endDate }: Fields): readonly Run[] {
  const own = long(number);
  const before = runs.at(-1);
  const isNext = before?.last === own - 1n && before.startDate === startDate && before.endDate === endDate;
  if (isNext) return [...runs.slice(0, -1), { ...before, last: own }];
  return [...runs, { next: own, last: own, startDate, endDate }];
}

/** What is left of a run before a number and behind it. */
function around(run: Run, number: bigint): readonly Run[] {
  if (number < run.next || run.last < number) return [run];
  return [
    { ...run, last: number - 1n },
    { ...run, next: number + 1n },
  ].filter(({ next, last }) => next <= last);
}

const isOver = ({ endDate }: Run, at: bigint): boolean => endDate !== null && long(endDate) <= at;
const isAhead = ({ startDate }: Run, at: bigint): boolean => startDate !== null && at < long(startDate);
