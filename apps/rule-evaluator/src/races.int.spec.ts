import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { CouponRedemptionChanged, CouponSettings, DomainEvent, SessionUpdateReceived } from '@tessera/promotion';
import { application, campaign, close, coupons, effect, item, rule } from '@tessera/promotion/testing';
import { eventuallyMeets } from '@tessera/testing';
import { Evaluator } from './evaluator';
import { type Guard, LockRace } from './testing/lock-race';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

const CAMPAIGN = 7n;
const LIMIT = 100;
/** A slice that is slow is cut smaller, down to one request: on a busy machine a race takes its time. */
const RACE_MS = 150_000;
jest.setTimeout(RACE_MS + 60_000);

const accepting = rule('coupon.valid', [
  effect('showNotification', { notificationType: 'Info', title: 'Given', body: 'It holds.' }),
]);

const RESERVED = 8n;
const reserving = rule('session.couponCodes.exists(c, c.startsWith("HELD"))', [
  effect('reserveCoupon', { code: '{{ session.couponCodes[0] }}' }),
]);

/** 250 different profiles, a session of each. */
const CROWD = Array.from({ length: 250 }, (_, index) => [`race ${index}`, `p${index}`] as const);
/** 20 profiles that nobody has seen, two sessions of each. */
const NEWCOMERS = Array.from({ length: 20 }, (_, index) =>
  ['a', 'b'].map((which) => [`${which} ${index}`, `new ${index}`] as const),
).flat();

describe('races on a real broker and database, two evaluators', () => {
  let bed: TestBed;
  let evaluators: readonly NestFastifyApplication[];
  let locks: LockRace;
  let decided = 0;

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application() },
      ...campaign(CAMPAIGN, [accepting], { features: ['coupons'] }),
      ...campaign(RESERVED, [reserving], { features: ['coupons'] }),
    ]);
    locks = await LockRace.open(bed.name, 'coupon');
    evaluators = [await startService(bed), await startService(bed)];
    await Promise.all(evaluators.map(ownsOnePartition));
  });

  afterAll(async () => {
    await Promise.all(evaluators.map((app) => app.close()));
    await locks.close();
    await bed.close();
  });

  /** Closes sessions of profiles on one new coupon at once. @returns the redemptions */
  async function race(
    code: string,
    settings: Partial<CouponSettings>,
    visits: readonly (readonly [session: string, profileId: string])[],
    without?: Guard,
  ): Promise<readonly CouponRedemptionChanged[]> {
    const events = await raceOn(CAMPAIGN, code, settings, visits, without);
    return events.flatMap((event) => (event.kind === 'CouponRedemptionChanged' && event.code === code ? event : []));
  }

  /** Closes sessions of 250 profiles that all reserve one new coupon. @returns the counters that resulted */
  async function reservations(code: string, without?: Guard): Promise<readonly bigint[]> {
    const events = await raceOn(RESERVED, code, { reservationLimit: BigInt(LIMIT) }, CROWD, without);
    return events.flatMap((event) => (event.kind === 'CouponReservationChanged' ? event.reservationCounter : []));
  }

  async function raceOn(
    campaignId: bigint,
    code: string,
    settings: Partial<CouponSettings>,
    visits: readonly (readonly [session: string, profileId: string])[],
    without?: Guard,
  ): Promise<readonly DomainEvent[]> {
    await locks.disarm();
    await bed.request([coupons(campaignId, [code], { attributes: {}, ...settings })]);
    await bed.decided((decided += 1));
    await locks.arm(without);
    await bed.request(
      visits.map(([session, profileId]) => closing(`${session} on ${code}`, `${profileId} ${code}`, code)),
    );
    const records = await bed.decided((decided += visits.length), RACE_MS);
    return records.flatMap(({ payload }) => payload.events);
  }

  /**
   * 250 profiles close sessions on one new coupon, while it is said, three times, that it was redeemed 60 times before.
   * @returns the coupon's counters that resulted
   */
  async function opened(code: string, without?: Guard): Promise<readonly bigint[]> {
    await locks.disarm();
    await bed.request([coupons(CAMPAIGN, [code], { attributes: {} })]);
    const known = (await bed.decided((decided += 1))).flatMap(({ payload }) => payload.events);
    const created = known.flatMap((event) => (event.kind === 'CouponsCreated' ? event.coupons : []));
    const couponId = created.find((coupon) => coupon.code === code)?.id ?? 0n;
    await locks.arm(without);
    const closings = CROWD.map(([session, profileId]) =>
      closing(`${session} on ${code}`, `${profileId} ${code}`, code),
    );
    const openings = [{ couponId, profileId: '', redemptions: 60n, discount: null }];
    const opening = (chunk: number) => ({ kind: 'CouponOpeningsReceived', batch: code, chunk, openings }) as const;
    await bed.request([opening(0), ...closings.slice(0, 100), opening(1), ...closings.slice(100), opening(2)]);
    const records = await bed.decided((decided += closings.length + 3), RACE_MS);
    return records
      .flatMap(({ payload }) => payload.events)
      .flatMap((event) => {
        const counts = event.kind === 'CouponRedemptionChanged' || event.kind === 'CouponOpeningChanged';
        return counts && event.code === code ? [event.usageCounter] : [];
      });
  }

  it('a code is said to be redeemed 60 times before, three times, while 250 redeem it: it counts 310', async () => {
    const counters = await opened('OPENED');
    expect(counters).toHaveLength(251);
    expect(new Set(counters).size).toBe(251);
    expect(counters).toContain(310n);
  });

  it('without the lock on rows redemptions are lost beside those of before', async () => {
    const counters = await opened('OPENED UNLOCKED', 'the lock on rows');
    expect(new Set(counters).size).toBeLessThan(counters.length);
  });

  it('250 different profiles are to get a coupon reserved that 100 may have: exactly 100 do', async () => {
    const counters = await reservations('HELD');
    expect(counters).toHaveLength(LIMIT);
    expect(new Set(counters).size).toBe(LIMIT);
  });

  it('without the lock on rows more than 100 of 250 get it reserved', async () => {
    expect((await reservations('HELD UNLOCKED', 'the lock on rows')).length).toBeGreaterThan(LIMIT);
  });

  it('vendure 4660, 5129, magento 6364: 250 different profiles close sessions on one coupon of 100: exactly 100 are accepted', async () => {
    const uses = await race('HUNDRED', { usageLimit: BigInt(LIMIT) }, CROWD);
    expect(uses).toHaveLength(LIMIT);
    expect(new Set(uses.map(({ usageCounter }) => usageCounter)).size).toBe(LIMIT);
  });

  it('without the lock on rows more than 100 of 250 are accepted', async () => {
    const uses = await race('UNLOCKED', { usageLimit: BigInt(LIMIT) }, CROWD, 'the lock on rows');
    expect(uses.length).toBeGreaterThan(LIMIT);
    expect(new Set(uses.map(({ usageCounter }) => usageCounter)).size).toBe(LIMIT);
  });

  it('two first sessions of one new profile on a limit of one per profile: one is accepted', async () => {
    const uses = await race('ONCE', { profileLimit: 1n }, NEWCOMERS);
    expect(uses).toHaveLength(20);
    expect(profilesOf(uses)).toBe(20);
  });

  it('without the creation of absent rows both first sessions of a new profile are accepted', async () => {
    const uses = await race('TWICE', { profileLimit: 1n }, NEWCOMERS, 'the creation of absent rows');
    expect(uses.length).toBeGreaterThan(20);
    expect(profilesOf(uses)).toBe(20);
  });
});

function closing(session: string, profileId: string, code: string): SessionUpdateReceived {
  return close(session, { profileId, couponCodes: [code], cartItems: [item('tea', 1000)] });
}

const profilesOf = (uses: readonly CouponRedemptionChanged[]) => new Set(uses.map(({ profileId }) => profileId)).size;

function ownsOnePartition(app: NestFastifyApplication): Promise<unknown> {
  const standing = () => app.get(Evaluator).standing;
  return eventuallyMeets(standing, ({ owned, claimed }) => owned === 1 && claimed === 1, 60_000);
}
