import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GiveawayAwarded } from '@tessera/promotion';
import { application, campaign, close, effect, giveawayPool, giveaways, item, rule } from '@tessera/promotion/testing';
import { eventuallyMeets } from '@tessera/testing';
import { Evaluator } from './evaluator';
import { type Guard, LockRace } from './testing/lock-race';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

// Goal: each code of a pool is given once, whatever sessions close at once; and it is the lock on the pool's row that sees
// to it. Two evaluators meet at that row, so that the race is no matter of luck.

const POOLS = Array.from({ length: 10 }, (_, index) => BigInt(5 + index));
const CODES = 100;
/** A slice that is slow is cut smaller, down to one request: on a busy machine a race takes its time. */
const RACE_MS = 150_000;
jest.setTimeout(RACE_MS + 60_000);

const awarding = (pool: bigint) =>
  campaign(pool, [rule(`cartItems.exists(i, i.sku == 'pool ${pool}')`, [effect('awardGiveaway', { poolId: pool })])]);

describe('giveaways in races on a real broker and database, two evaluators', () => {
  let bed: TestBed;
  let evaluators: readonly NestFastifyApplication[];
  let locks: LockRace;
  let decided = 0;

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application() },
      ...POOLS.flatMap((pool) => [giveawayPool(pool, `pool ${pool}`), ...awarding(pool)]),
    ]);
    locks = await LockRace.open(bed.name, 'giveawayStock');
    evaluators = [await startService(bed), await startService(bed)];
    await Promise.all(evaluators.map(ownsOnePartition));
  });

  afterAll(async () => {
    await Promise.all(evaluators.map((app) => app.close()));
    await locks.close();
    await bed.close();
  });

  /** Closes 250 sessions at once that a pool of 100 codes is for. @returns what was awarded */
  async function race(pool: bigint, without?: Guard): Promise<readonly GiveawayAwarded[]> {
    await locks.disarm();
    await bed.request([
      giveaways(
        pool,
        Array.from({ length: CODES }, (_, index) => `${pool}-${index}`),
      ),
    ]);
    await bed.decided((decided += 1));
    await locks.arm(without);
    const sessions = Array.from({ length: 250 }, (_, index) =>
      close(`${pool} ${index}`, { profileId: `p${index}`, cartItems: [item(`pool ${pool}`, 1000)] }),
    );
    await bed.request(sessions);
    const records = await bed.decided((decided += sessions.length), RACE_MS);
    const events = records.flatMap(({ payload }) => payload.events);
    return events.flatMap((event) => (event.kind === 'GiveawayAwarded' && event.giveaway.pool === pool ? event : []));
  }

  const codesOf = (awards: readonly GiveawayAwarded[]) => new Set(awards.map(({ giveaway }) => giveaway.code)).size;

  /** A slice that has met the other may begin again on a busy machine, and read what that one wrote: then the next race tells. */
  async function anyTwice(pools: readonly bigint[]): Promise<boolean> {
    for (const pool of pools) {
      const awards = await race(pool, 'the lock on rows');
      if (awards.length > codesOf(awards)) return true;
    }
    return false;
  }

  it('250 sessions close on a pool of 100 codes: each code is given once, and none is left', async () => {
    const awards = await race(5n);
    expect(awards).toHaveLength(CODES);
    expect(codesOf(awards)).toBe(CODES);
  });

  it('without the lock on rows a code is given to two', async () => {
    expect(await anyTwice(POOLS.slice(1))).toBe(true);
  });
});

function ownsOnePartition(app: NestFastifyApplication): Promise<unknown> {
  const standing = () => app.get(Evaluator).standing;
  return eventuallyMeets(standing, ({ owned, claimed }) => owned === 1 && claimed === 1, 60_000);
}
