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
import type { Guard } from './testing/lock-race';
import { RACE_SPEC_MS, RaceBed } from './testing/race-bed';

const STARS = 9n;
const PURSE = 1000n;
jest.setTimeout(RACE_SPEC_MS);

const paying = rule("session.state == 'closed'", [
  effect('deductLoyaltyPoints', { name: 'paid', programId: STARS, value: '10' }),
]);

/** 60 sessions of one customer, in both partitions. */
const SESSIONS = Array.from({ length: 60 }, (_, index) => `purse ${index}`);

describe('races for the points of one customer, two evaluators', () => {
  let bed: RaceBed;

  beforeAll(async () => {
    bed = await RaceBed.open('ledger', [
      { kind: 'ApplicationSaved', entity: application() },
      loyaltyProgram(STARS),
      ...campaign(7n, [paying]),
    ]);
  });

  afterAll(() => bed.close());

  /** Closes sessions at once that each take all of a new customer's points. @returns what was taken */
  async function race(profileId: string, without?: Guard): Promise<readonly LedgerEntry[]> {
    await bed.decide([update(`first of ${profileId}`, { profileId })]);
    await bed.decide([pointsAdded(STARS, profileId, PURSE)]);
    const cartItems = [item('tea', 1000)];
    const closings = SESSIONS.map((session) => close(`${session} of ${profileId}`, { profileId, cartItems }));
    const records = await bed.race(closings, without);
    const events = records.flatMap(({ payload }) => payload.events);
    return events.flatMap((event) =>
      event.kind === 'LedgerChanged' ? event.entries.filter(({ kind }) => kind === 'deducted') : [],
    );
  }

  it('the same points are spent by one session of many', async () => {
    expect(await race('ann')).toHaveLength(1);
  });

  it('without the lock on rows they are spent twice', async () => {
    expect((await race('ben', 'the lock on rows')).length).toBeGreaterThan(1);
  });
});
