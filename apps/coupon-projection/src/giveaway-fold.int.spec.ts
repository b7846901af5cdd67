import { requestKey } from '@tessera/event-contracts';
import { asPartitions, describeFold } from '@tessera/projection/testing';
import { campaign, close, effect, giveawayPool, giveaways, item, rule, SHOP, Shop } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import { database } from './database';
import { fold } from './fold';
import { write } from './coupon.store';

const { databaseUrl } = services();

/** Codes come and are given away, in several partitions; one of those who have them is forgotten. */
function giving() {
  const awards = rule('true', [effect('awardGiveaway', { poolId: 5n })]);
  const shop = new Shop([giveawayPool(5n, 'tickets'), ...campaign(1n, [awards])]);
  const visits = ['anna', 'ben', 'cleo', 'dora'].map((profileId) => {
    return close(`cart of ${profileId}`, { profileId, cartItems: [item('tea', 450)] });
  });
  const requests = [
    giveaways(5n, ['A', 'B']),
    ...visits.slice(0, 2),
    giveaways(5n, ['C'], { startDate: 0n, endDate: 9_000_000_000_000n }),
    ...visits.slice(2),
    { kind: 'ProfileErasureReceived', profileId: 'anna' } as const,
  ];
  return requests.map((request) => ({ ...shop.when(request), application: SHOP, key: requestKey(SHOP, request) }));
}

describeFold('coupon-projection, giveaways', {
  database: database({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: uniqueName() }),
  write: (sql, records) => write(sql, fold(records)),
  tables: { erasure: 'profile_id', giveaway: 'id' },
  partitions: () => asPartitions(giving(), 3),
});
