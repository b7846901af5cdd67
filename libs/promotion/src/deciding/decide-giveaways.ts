import type { Verdict } from '../decide';
import type { GiveawayChunkReceived } from '../request';
import type { Desk } from './desk';
import { NOTHING_CREATED } from './numbers';
import { MOST_RUNS, withMore } from '../giveaways/stock';
import { refusal } from '../validation/problem';
import { refused, verdict } from './verdict';

/** Codes come into a pool behind those that it has; one that it has already, or that comes twice, is left out. */
export function decideGiveaways(desk: Desk, request: GiveawayChunkReceived): Verdict {
  const { pool, batch, chunk, chunks, startDate, endDate } = request;
  const { at: created } = desk.situation;
  const codes = [...new Set(request.codes)];
  const fresh = codes.filter((code) => !desk.hasGiveaway(pool, code));
  const before = desk.giveawayStock(pool);
  const stock = withMore(before, BigInt(fresh.length), request, created);
  if (stock.runs.length > MOST_RUNS) return refused(desk, request, [TOO_MANY_RUNS]);
  desk.writes({ kind: 'giveawayStock', pool });
  for (const [index, code] of fresh.entries()) {
    desk.writes({ kind: 'giveawayCode', pool, code });
    desk.writes({ kind: 'giveaway', pool, number: numberAt(before.added, index) });
    // A row that is written is held, also one that is not there yet.
    desk.giveaway(pool, numberAt(before.added, index));
  }
  const skipped = codes.filter((code) => !fresh.includes(code));
  return verdict(desk, request, {
    at: desk.situation.at,
    created: { ...NOTHING_CREATED, giveaways: fresh.length },
    complete: ({ giveaways: ids }) => {
      const giveaways = fresh.map((code, index) => ({
        id: ids[index] ?? 0n,
        pool,
        number: numberAt(before.added, index),
        code,
        ...{ created, startDate, endDate },
      }));
      const event = { kind: 'GiveawaysAdded', stock, batch, chunk, chunks, giveaways, skipped } as const;
      return { events: [event], effects: [], ruleFailures: [] };
    },
  });
}

function numberAt(added: bigint, index: number): bigint {
  return added + BigInt(index) + 1n;
}

const TOO_MANY_RUNS = refusal(
  'giveaway.dates_count',
  '/startDate',
  `codes of a pool that are left have at most ${MOST_RUNS} different dates one after the other`,
  409,
);
