import type { Verdict } from '../decide';
import type { GiveawayChunkReceived } from '../request';
import type { Desk } from './desk';
import { NOTHING_CREATED } from './numbers';
import { verdict } from './verdict';

/** Codes come into a pool behind those that it has; one that it has already, or that comes twice, is left out. */
export function decideGiveaways(desk: Desk, request: GiveawayChunkReceived): Verdict {
  const { pool, batch, chunk, chunks } = request;
  const codes = [...new Set(request.codes)];
  const fresh = codes.filter((code) => !desk.hasGiveaway(pool, code));
  const before = desk.giveawayStock(pool);
  const stock = { ...before, added: before.added + BigInt(fresh.length) };
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
      }));
      const event = { kind: 'GiveawaysAdded', stock, batch, chunk, chunks, giveaways, skipped } as const;
      return { events: [event], effects: [], ruleFailures: [] };
    },
  });
}

function numberAt(added: bigint, index: number): bigint {
  return added + BigInt(index) + 1n;
}
