import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { achievement, application, campaign, close, effect, item, rule } from '@tessera/promotion/testing';
import { eventuallyMeets } from '@tessera/testing';
import { Evaluator } from './evaluator';
import { type Guard, LockRace } from './testing/lock-race';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

// Goal: what a condition sees of an achievement is what the session before left, where its own session takes a step too.

const STAMPS = 5n;
/** A slice that is slow is cut smaller, down to one request: on a busy machine a race takes its time. */
const RACE_MS = 150_000;
jest.setTimeout(RACE_MS + 60_000);

const third = rule('campaign.achievements.stamps.progress == 2', [effect('showNotification', { title: 'third' })]);
const stamp = rule('true', [effect('increaseAchievementProgress', { achievementId: STAMPS })]);

/** 60 sessions of one customer, in both partitions. */
const SESSIONS = Array.from({ length: 60 }, (_, index) => `card ${index}`);

describe('races for the stamps of one customer, two evaluators', () => {
  let bed: TestBed;
  let evaluators: readonly NestFastifyApplication[];
  let locks: LockRace;
  let decided = 0;

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application() },
      achievement(STAMPS, 7n, 1000, { name: 'stamps' }),
      ...campaign(7n, [third, stamp]),
    ]);
    locks = await LockRace.open(bed.name, 'achievement');
    evaluators = [await startService(bed), await startService(bed)];
    await Promise.all(evaluators.map(ownsOnePartition));
  });

  afterAll(async () => {
    await Promise.all(evaluators.map((app) => app.close()));
    await locks.close();
    await bed.close();
  });

  /** Closes sessions at once of a customer who has been here once. @returns how many were the third */
  async function race(profileId: string, without?: Guard): Promise<number> {
    await locks.disarm();
    const cartItems = [item('tea', 1000)];
    await bed.request([close(`first of ${profileId}`, { profileId, cartItems })]);
    await bed.decided((decided += 1));
    await locks.arm(without);
    await bed.request(SESSIONS.map((session) => close(`${session} of ${profileId}`, { profileId, cartItems })));
    const records = await bed.decided((decided += SESSIONS.length), RACE_MS);
    const effects = records.flatMap(({ payload: { request, effects: given } }) =>
      request?.kind === 'SessionUpdateReceived' && request.profileId === profileId ? given : [],
    );
    return effects.filter(({ type }) => type === 'showNotification').length;
  }

  it('one session of many sees that two stamps are there', async () => {
    expect(await race('ann')).toBe(1);
  });

  /** Slices that have met may begin again on a busy machine, and read what the other one wrote: then the next race tells. */
  it('without the lock on rows several see it', async () => {
    const customers = Array.from({ length: 10 }, (_, index) => `ben ${index}`);
    let most = 0;
    for (const customer of customers) if (most < 2) most = Math.max(most, await race(customer, 'the lock on rows'));
    expect(most).toBeGreaterThan(1);
  });
});

function ownsOnePartition(app: NestFastifyApplication): Promise<unknown> {
  const standing = () => app.get(Evaluator).standing;
  return eventuallyMeets(standing, ({ owned, claimed }) => owned === 1 && claimed === 1, 60_000);
}
