import type { GiveawayAwarded } from '@tessera/promotion';
import { application, campaign, close, effect, giveawayPool, giveaways, item, rule } from '@tessera/promotion/testing';
import type { Guard } from './testing/lock-race';
import { anyFails, RACE_SPEC_MS, RaceBed } from './testing/race-bed';

// Goal: each code of a pool is given once, whatever sessions close at once; and it is the lock on the pool's row that sees
// to it. Two evaluators meet at that row, so that the race is no matter of luck.

const POOLS = Array.from({ length: 10 }, (_, index) => BigInt(5 + index));
const CODES = 100;
jest.setTimeout(RACE_SPEC_MS);

const awarding = (pool: bigint) =>
  campaign(pool, [rule(`cartItems.exists(i, i.sku == 'pool ${pool}')`, [effect('awardGiveaway', { poolId: pool })])]);

describe('giveaways in races on a real broker and database, two evaluators', () => {
  let bed: RaceBed;

  beforeAll(async () => {
    bed = await RaceBed.open('giveawayStock', [
      { kind: 'ApplicationSaved', entity: application() },
      ...POOLS.flatMap((pool) => [giveawayPool(pool, `pool ${pool}`), ...awarding(pool)]),
    ]);
  });

  afterAll(() => bed.close());

  /** Closes 250 sessions at once that a pool of 100 codes is for. @returns what was awarded */
  async function race(pool: bigint, without?: Guard): Promise<readonly GiveawayAwarded[]> {
    const codes = Array.from({ length: CODES }, (_, index) => `${pool}-${index}`);
    await bed.decide([giveaways(pool, codes)]);
    const sessions = Array.from({ length: 250 }, (_, index) =>
      close(`${pool} ${index}`, { profileId: `p${index}`, cartItems: [item(`pool ${pool}`, 1000)] }),
    );
    const records = await bed.race(sessions, without);
    const events = records.flatMap(({ payload }) => payload.events);
    return events.flatMap((event) => (event.kind === 'GiveawayAwarded' ? event : []));
  }

  const codesOf = (awards: readonly GiveawayAwarded[]) => new Set(awards.map(({ giveaway }) => giveaway.code)).size;

  async function givesTwice(pool: bigint): Promise<boolean> {
    const awards = await race(pool, 'the lock on rows');
    return awards.length > codesOf(awards);
  }

  it('250 sessions close on a pool of 100 codes: each code is given once, and none is left', async () => {
    const awards = await race(5n);
    expect(awards).toHaveLength(CODES);
    expect(codesOf(awards)).toBe(CODES);
  });

  it('without the lock on rows a code is given to two', async () => {
    expect(await anyFails(POOLS.slice(1), givesTwice)).toBe(true);
  });
});
