import { achievement, application, campaign, close, effect, item, rule } from '@tessera/promotion/testing';
import type { Guard } from './testing/lock-race';
import { anyFails, RACE_SPEC_MS, RaceBed } from './testing/race-bed';

// Goal: what a condition sees of an achievement is what the session before left, where its own session takes a step too.

const STAMPS = 5n;
jest.setTimeout(RACE_SPEC_MS);

const third = rule('campaign.achievements.stamps.progress == 2', [effect('showNotification', { title: 'third' })]);
const stamp = rule('true', [effect('increaseAchievementProgress', { achievementId: STAMPS })]);

/** 60 sessions of one customer, in both partitions. */
const SESSIONS = Array.from({ length: 60 }, (_, index) => `card ${index}`);

describe('races for the stamps of one customer, two evaluators', () => {
  let bed: RaceBed;

  beforeAll(async () => {
    bed = await RaceBed.open('achievement', [
      { kind: 'ApplicationSaved', entity: application() },
      achievement(STAMPS, 7n, 1000, { name: 'stamps' }),
      ...campaign(7n, [third, stamp]),
    ]);
  });

  afterAll(() => bed.close());

  /** Closes sessions at once of a customer who has been here once. @returns how many were the third */
  async function race(profileId: string, without?: Guard): Promise<number> {
    const cartItems = [item('tea', 1000)];
    await bed.decide([close(`first of ${profileId}`, { profileId, cartItems })]);
    const closings = SESSIONS.map((session) => close(`${session} of ${profileId}`, { profileId, cartItems }));
    const records = await bed.race(closings, without);
    const effects = records.flatMap(({ payload }) => payload.effects);
    return effects.filter(({ type }) => type === 'showNotification').length;
  }

  it('one session of many sees that two stamps are there', async () => {
    expect(await race('ann')).toBe(1);
  });

  it('without the lock on rows several see it', async () => {
    const customers = Array.from({ length: 10 }, (_, index) => `ben ${index}`);
    expect(await anyFails(customers, async (customer) => (await race(customer, 'the lock on rows')) > 1)).toBe(true);
  });
});
