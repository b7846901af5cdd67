import type { GiveawayAwarded } from '../event';
import type { GiveawayStock } from '../giveaway';
import { without } from '../giveaways/stock';
import type { Desk } from './desk';
import type { Award } from './draft';

/** What becomes fact of the awards of a decision, one after the other out of each pool. */
export function awardEvents(desk: Desk, awards: readonly Award[], sessionId: string | null): GiveawayAwarded[] {
  const stocks = new Map<bigint, GiveawayStock>();
  return awards.map(({ giveaway, poolName, campaign, profileId }) => {
    const { pool, number } = giveaway;
    desk.writes({ kind: 'giveawayStock', pool });
    const stock = without(stocks.get(pool) ?? desk.giveawayStock(pool), number);
    stocks.set(pool, stock);
    return { kind: 'GiveawayAwarded', giveaway, stock, poolName, campaign, profileId, sessionId };
  });
}
