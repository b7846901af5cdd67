import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LedgerEntry } from '@tessera/promotion';
import {
  application,
  campaign,
  close,
  effect,
  item,
  loyaltyProgram,
  pointsAdded,
  rule,
  update,
} from '@tessera/promotion/testing';
import { eventuallyMeets } from '@tessera/testing';
import { Evaluator } from './evaluator';
import { type Guard, LockRace } from './testing/lock-race';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

const STARS = 9n;
const PURSE = 1000n;
/** A slice that is slow is cut smaller, down to one request: on a busy machine a race takes its time. */
const RACE_MS = 150_000;
jest.setTimeout(RACE_MS + 60_000);

const paying = rule("session.state == 'closed'", [
  effect('deductLoyaltyPoints', { name: 'paid', programId: STARS, value: '10' }),
]);

/** 60 sessions of one customer, in both partitions. */
const SESSIONS = Array.from({ length: 60 }, (_, index) => `purse ${index}`);

describe('races for the points of one customer, two evaluators', () => {
  let bed: TestBed;
  let evaluators: readonly NestFastifyApplication[];
  let locks: LockRace;
  let decided = 0;

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application() },
      loyaltyProgram(STARS),
      ...campaign(7n, [paying]),
    ]);
    locks = await LockRace.open(bed.name, 'ledger');
    evaluators = [await startService(bed), await startService(bed)];
    await Promise.all(evaluators.map(ownsOnePartition));
  });

  afterAll(async () => {
    await Promise.all(evaluators.map((app) => app.close()));
    await locks.close();
    await bed.close();
  });

  /** Closes sessions at once that each take all of a new customer's points. @returns what was taken */
  async function race(profileId: string, without?: Guard): Promise<readonly LedgerEntry[]> {
    await locks.disarm();
    await bed.request([update(`first of ${profileId}`, { profileId })]);
    await bed.decided((decided += 1));
    await bed.request([pointsAdded(STARS, profileId, PURSE)]);
    await bed.decided((decided += 1));
    await locks.arm(without);
    const cartItems = [item('tea', 1000)];
    await bed.request(SESSIONS.map((session) => close(`${session} of ${profileId}`, { profileId, cartItems })));
    const records = await bed.decided((decided += SESSIONS.length), RACE_MS);
    const events = records.flatMap(({ payload }) => payload.events);
    return events.flatMap((event) => {
      if (event.kind !== 'LedgerChanged' || event.ledger.profileId !== profileId) return [];
      return event.entries.filter(({ kind }) => kind === 'deducted');
    });
  }

  it('the same points are spent by one session of many', async () => {
    expect(await race('ann')).toHaveLength(1);
  });

  it('without the lock on rows they are spent twice', async () => {
    expect((await race('ben', 'the lock on rows')).length).toBeGreaterThan(1);
  });
});

function ownsOnePartition(app: NestFastifyApplication): Promise<unknown> {
  const standing = () => app.get(Evaluator).standing;
  return eventuallyMeets(standing, ({ owned, claimed }) => owned === 1 && claimed === 1, 60_000);
}
