import type { GiveawayAwarded } from '../event';
import type { Desk } from './desk';
import type { Award } from './draft';

/** What becomes fact of the awards of a decision, one after the other out of each pool. */
export function awardEvents(desk: Desk, awards: readonly Award[], sessionId: string | null): GiveawayAwarded[] {
  return awards.map(({ giveaway, poolName, campaign, profileId }) => {
    const { pool, number } = giveaway;
    desk.writes({ kind: 'giveawayStock', pool });
    const stock = { ...desk.giveawayStock(pool), awarded: number };
    return { kind: 'GiveawayAwarded', giveaway, stock, poolName, campaign, profileId, sessionId };
  });
}
