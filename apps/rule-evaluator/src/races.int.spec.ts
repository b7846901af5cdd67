import type { DecisionRecord } from '@tessera/event-contracts';
import type { CouponRedemptionChanged, CouponSettings, DomainEvent, SessionUpdateReceived } from '@tessera/promotion';
import { application, campaign, close, coupons, effect, item, rule } from '@tessera/promotion/testing';
import type { Guard } from './testing/lock-race';
import { anyFails, RACE_SPEC_MS, RaceBed } from './testing/race-bed';

const CAMPAIGN = 7n;
const LIMIT = 100;
jest.setTimeout(RACE_SPEC_MS);

const accepting = rule('coupon.valid', [
  effect('showNotification', { notificationType: 'Info', title: 'Given', body: 'It holds.' }),
]);

const RESERVED = 8n;
const reserving = rule('session.couponCodes.exists(c, c.startsWith("HELD"))', [
  effect('reserveCoupon', { code: '{{ session.couponCodes[0] }}' }),
]);

type Visit = readonly [session: string, profileId: string];

/** 250 different profiles, a session of each. */
const CROWD = Array.from({ length: 250 }, (_, index) => [`race ${index}`, `p${index}`] as const);
/** 20 profiles that nobody has seen, two sessions of each. */
const NEWCOMERS = Array.from({ length: 20 }, (_, index) =>
  ['a', 'b'].map((which) => [`${which} ${index}`, `new ${index}`] as const),
).flat();

describe('races on a real broker and database, two evaluators', () => {
  let bed: RaceBed;

  beforeAll(async () => {
    bed = await RaceBed.open('coupon', [
      { kind: 'ApplicationSaved', entity: application() },
      ...campaign(CAMPAIGN, [accepting], { features: ['coupons'] }),
      ...campaign(RESERVED, [reserving], { features: ['coupons'] }),
    ]);
  });

  afterAll(() => bed.close());

  /** Closes sessions of profiles on one new coupon at once. @returns the redemptions */
  async function race(
    code: string,
    settings: Partial<CouponSettings>,
    visits: readonly Visit[],
    without?: Guard,
  ): Promise<readonly CouponRedemptionChanged[]> {
    const events = await raceOn(CAMPAIGN, code, settings, visits, without);
    return events.flatMap((event) => (event.kind === 'CouponRedemptionChanged' ? event : []));
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
    visits: readonly Visit[],
    without?: Guard,
  ): Promise<readonly DomainEvent[]> {
    await bed.decide([coupons(campaignId, [code], { attributes: {}, ...settings })]);
    return eventsOf(await bed.race(closings(visits, code), without));
  }

  /**
   * 250 profiles close sessions on one new coupon, while it is said, three times, that it was redeemed 60 times before.
   * @returns the coupon's counters that resulted
   */
  async function opened(code: string, without?: Guard): Promise<readonly bigint[]> {
    const known = eventsOf(await bed.decide([coupons(CAMPAIGN, [code], { attributes: {} })]));
    const created = known.flatMap((event) => (event.kind === 'CouponsCreated' ? event.coupons : []));
    const couponId = created.find((coupon) => coupon.code === code)?.id ?? 0n;
    const closed = closings(CROWD, code);
    const openings = [{ couponId, profileId: '', redemptions: 60n, discount: null }];
    const opening = (chunk: number) => ({ kind: 'CouponOpeningsReceived', batch: code, chunk, openings }) as const;
    const requests = [opening(0), ...closed.slice(0, 100), opening(1), ...closed.slice(100), opening(2)];
    return eventsOf(await bed.race(requests, without)).flatMap((event) => {
      const counts = event.kind === 'CouponRedemptionChanged' || event.kind === 'CouponOpeningChanged';
      return counts ? [event.usageCounter] : [];
    });
  }

  it('twenty parts of pools bring the same fifty codes at once: each is created once', async () => {
    const codes = Array.from({ length: 50 }, (_, index) => `SAME ${index}`);
    const parts = Array.from({ length: 20 }, (_, chunk) => ({ ...coupons(CAMPAIGN, codes), batch: 'same', chunk }));
    const events = eventsOf(await bed.decide(parts));
    const created = events.flatMap((event) => (event.kind === 'CouponsCreated' ? event.coupons : []));
    expect(created.map(({ code }) => code).sort()).toEqual([...codes].sort());
  });

  it('a code is said to be redeemed 60 times before, three times, while 250 redeem it: it counts 310', async () => {
    const counters = await opened('OPENED');
    expect(counters).toHaveLength(251);
    expect(new Set(counters).size).toBe(251);
    expect(counters).toContain(310n);
  });

  it('without the lock on rows redemptions are lost beside those of before', async () => {
    const losesSome = async (code: string) => {
      const counters = await opened(code, 'the lock on rows');
      return new Set(counters).size < counters.length;
    };
    expect(await anyFails(tries('OPENED'), losesSome)).toBe(true);
  });

  it('250 different profiles are to get a coupon reserved that 100 may have: exactly 100 do', async () => {
    const counters = await reservations('HELD');
    expect(counters).toHaveLength(LIMIT);
    expect(new Set(counters).size).toBe(LIMIT);
  });

  it('without the lock on rows more than 100 of 250 get it reserved', async () => {
    const reservesTooMany = async (code: string) => (await reservations(code, 'the lock on rows')).length > LIMIT;
    expect(await anyFails(tries('HELD'), reservesTooMany)).toBe(true);
  });

  it('vendure 4660, 5129, magento 6364: 250 different profiles close sessions on one coupon of 100: exactly 100 are accepted', async () => {
    const uses = await race('HUNDRED', { usageLimit: BigInt(LIMIT) }, CROWD);
    expect(uses).toHaveLength(LIMIT);
    expect(new Set(uses.map(({ usageCounter }) => usageCounter)).size).toBe(LIMIT);
  });

  it('without the lock on rows more than 100 of 250 are accepted', async () => {
    const acceptsTooMany = async (code: string) => {
      const uses = await race(code, { usageLimit: BigInt(LIMIT) }, CROWD, 'the lock on rows');
      expect(new Set(uses.map(({ usageCounter }) => usageCounter)).size).toBe(LIMIT);
      return uses.length > LIMIT;
    };
    expect(await anyFails(tries('HUNDRED'), acceptsTooMany)).toBe(true);
  });

  it('two first sessions of one new profile on a limit of one per profile: one is accepted', async () => {
    const uses = await race('ONCE', { profileLimit: 1n }, NEWCOMERS);
    expect(uses).toHaveLength(20);
    expect(profilesOf(uses)).toBe(20);
  });

  it('without the creation of absent rows both first sessions of a new profile are accepted', async () => {
    const acceptsBoth = async (code: string) => {
      const uses = await race(code, { profileLimit: 1n }, NEWCOMERS, 'the creation of absent rows');
      expect(profilesOf(uses)).toBe(20);
      return uses.length > 20;
    };
    expect(await anyFails(tries('ONCE'), acceptsBoth)).toBe(true);
  });
});

/** Codes of races without a guard. */
const tries = (code: string) => Array.from({ length: 10 }, (_, index) => `${code} ${index}`);

/** Of each coupon the sessions and profiles are others. */
function closings(visits: readonly Visit[], code: string): readonly SessionUpdateReceived[] {
  const cart = { couponCodes: [code], cartItems: [item('tea', 1000)] };
  return visits.map(([session, profileId]) =>
    close(`${session} on ${code}`, { profileId: `${profileId} ${code}`, ...cart }),
  );
}

const eventsOf = (records: readonly DecisionRecord[]) => records.flatMap(({ payload }) => payload.events);

const profilesOf = (uses: readonly CouponRedemptionChanged[]) => new Set(uses.map(({ profileId }) => profileId)).size;
