import { bulkEvents, decisions, effects } from '@tessera/event-contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { application, audience, loyaltyProgram, pointsAdded, profileUpdate, update } from '@tessera/promotion/testing';
import type { CatalogChange, DomainEvent } from '@tessera/promotion';
import { eventually, eventuallyMeets } from '@tessera/testing';
import { startService } from './testing/service';
import { PARTITIONS, TestBed } from './testing/test-bed';

// All that falls due is asked for before the first test, and each test waits for its own: the ticker looks once a minute, and a
// test after the other would wait for a minute each.

const STARS = 9n;
const VIP = 5n;
const HOUR = 3_600_000n;
const MINUTE = 60_000n;
/** What one tick books at most. */
const PAGE = 100;
const CUSTOMERS = 2 * PARTITIONS * PAGE;
const TICK_MS = 90_000;
jest.setTimeout(TICK_MS + 60_000);

const isAnns = (event: DomainEvent) => event.kind === 'LedgerChanged' && event.ledger.profileId === 'ann';
const isManys = (event: DomainEvent) => event.kind === 'LedgerChanged' && event.ledger.profileId.startsWith('many-');
const isEves = (event: DomainEvent) => event.kind === 'ProfileChanged' && event.profile.integrationId === 'eve';

const pointsOf = (profile: string, points: bigint) => pointsAdded(STARS, profile, points, { pendingDuration: '1h' });

const CATALOG: readonly CatalogChange[] = [
  { kind: 'ApplicationSaved', entity: application({ sessionIdleAfter: '1h' }) },
  loyaltyProgram(STARS),
  audience(VIP, 'vip'),
];

describe('the clock on a real broker and database', () => {
  let bed: TestBed;
  let evaluators: readonly NestFastifyApplication[];
  /** All that is asked for is two hours late, and due for one. */
  let earlier: bigint;

  const ticks = (isOwn: (event: DomainEvent) => boolean) =>
    bed.read(decisions).filter(({ payload }) => payload.request?.kind === 'ClockTicked' && payload.events.some(isOwn));

  beforeAll(async () => {
    bed = await TestBed.open(CATALOG);
    evaluators = [await startService(bed), await startService(bed)];
    earlier = BigInt(Date.now()) - 2n * HOUR;
    const names = Array.from({ length: CUSTOMERS }, (_, index) => `many-${index}`);
    const profiles = [
      ...names.map((name) => profileUpdate(name)),
      profileUpdate('ann'),
      profileUpdate('eve', { joins: [VIP], ends: [{ audience: VIP, until: earlier + HOUR }] }),
    ];
    const rest = [
      ...names.map((name) => pointsOf(name, 100n)),
      pointsOf('ann', 500n),
      update('left', { profileId: 'ann' }),
    ];
    await bed.request([...profiles, ...rest], { at: earlier });
    await bed.decided(profiles.length + rest.length);
  });

  afterAll(async () => {
    await Promise.all(evaluators.map((app) => app.close()));
    await bed.close();
  });

  it('books all that is due within a minute, a page at a time, behind the live calls', async () => {
    const booked = await eventually(() => {
      const pages = ticks(isManys);
      const count = pages.flatMap(({ payload }) => payload.events).filter(isManys).length;
      const asked = pages.map(({ requestId, payload }) => `${requestId} ${payload.outcome} ${payload.events.length}`);
      if (count < CUSTOMERS) throw new Error(`${count} of ${CUSTOMERS} booked by ${asked.join(', ')}`);
      return pages;
    }, TICK_MS);
    const times = booked.map(({ recordedAt }) => recordedAt / MINUTE);
    expect(new Set(times).size).toBeLessThanOrEqual(2);
    expect(booked.some(({ source }) => source.topic === bulkEvents.name)).toBe(true);
    expect(booked.flatMap(({ payload }) => payload.events).filter(isManys)).toHaveLength(CUSTOMERS);
    for (const { payload } of booked) expect(payload.events.length).toBeLessThanOrEqual(PAGE);
  });

  it('publishes that points became active, though nobody asks, and only once', async () => {
    const activated = await eventuallyMeets(
      () => ticks(isAnns),
      (found) => found.length > 0,
      TICK_MS,
    );
    expect(activated).toMatchObject([{ application: 0n, payload: { outcome: 'accepted' } }]);
    expect(activated.flatMap(({ payload }) => payload.events).filter(isAnns)).toMatchObject([
      { kind: 'LedgerChanged', entries: [{ kind: 'activated', points: 500n, at: earlier + HOUR }] },
    ]);
    const told = await eventuallyMeets(
      () => bed.read(effects).filter(({ payload }) => payload.profile === 'ann'),
      (found) => found.length > 0,
    );
    expect(told).toMatchObject([
      {
        application: 0n,
        payload: { session: null, profile: 'ann', effect: { type: 'loyaltyPointsActivated', props: { value: 500n } } },
      },
    ]);
  });

  it('takes a profile out of an audience whose time is over, and tells whom', async () => {
    const [exit] = await eventuallyMeets(
      () => ticks(isEves),
      (found) => found.length > 0,
      TICK_MS,
    );
    expect(exit?.payload.events.filter(isEves)).toMatchObject([{ profile: { audiences: [] } }]);
    const exits = await eventuallyMeets(
      () => bed.read(effects).filter(({ payload }) => payload.effect.type === 'removeFromAudience'),
      (told) => told.length > 0,
    );
    expect(exits).toMatchObject([
      { application: 0n, payload: { profile: 'eve', effect: { props: { audienceId: VIP } } } },
    ]);
  });

  it('cancels a session that stayed open too long', async () => {
    const [idled] = await eventuallyMeets(
      () => bed.read(decisions).filter(({ payload }) => payload.request?.kind === 'SessionIdled'),
      (found) => found.length > 0,
      TICK_MS,
    );
    expect(idled).toMatchObject({
      application: 1n,
      payload: { events: [{ kind: 'SessionChanged', session: { integrationId: 'left', state: 'cancelled' } }] },
    });
  });
});
