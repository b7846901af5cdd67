import { bulkEvents, decisions, effects } from '@tessera/event-contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { application, audience, loyaltyProgram, pointsAdded, profileUpdate, update } from '@tessera/promotion/testing';
import type { DomainEvent } from '@tessera/promotion';
import { eventually, eventuallyMeets } from '@tessera/testing';
import { startService } from './testing/service';
import { PARTITIONS, TestBed } from './testing/test-bed';

const STARS = 9n;
const VIP = 5n;
const HOUR = 3_600_000n;
const MINUTE = 60_000n;
/** What one tick books at most. */
const PAGE = 100;
/** The ticker looks once a minute. */
const TICK_MS = 90_000;
jest.setTimeout(TICK_MS + 60_000);

function isManys(event: DomainEvent): boolean {
  return event.kind === 'LedgerChanged' && event.ledger.profileId.startsWith('many-');
}

function isEves(event: DomainEvent): boolean {
  return event.kind === 'ProfileChanged' && event.profile.integrationId === 'eve';
}

describe('the clock on a real broker and database', () => {
  let bed: TestBed;
  let evaluators: readonly NestFastifyApplication[];

  beforeAll(async () => {
    bed = await TestBed.open([{ kind: 'ApplicationSaved', entity: application() }, loyaltyProgram(STARS)]);
    evaluators = [await startService(bed), await startService(bed)];
  });

  afterAll(async () => {
    await Promise.all(evaluators.map((app) => app.close()));
    await bed.close();
  });

  it('publishes that points became active, though nobody asks, and only once', async () => {
    await bed.request([update('first', { profileId: 'ann' })]);
    await bed.decided(1);
    const earlier = BigInt(Date.now()) - 2n * HOUR;
    await bed.request([pointsAdded(STARS, 'ann', 500n, { pendingDuration: '1h' })], { at: earlier });
    const records = await bed.decided(3, TICK_MS);
    const ticks = records.filter(({ payload }) => payload.request?.kind === 'ClockTicked');
    expect(ticks).toHaveLength(1);
    expect(ticks[0]).toMatchObject({ application: 0n, payload: { outcome: 'accepted' } });
    expect(ticks[0]?.payload.events).toMatchObject([
      { kind: 'LedgerChanged', entries: [{ kind: 'activated', points: 500n, at: earlier + HOUR }] },
    ]);
    expect(
      await eventuallyMeets(
        () => bed.read(effects),
        (told) => told.length > 0,
      ),
    ).toMatchObject([
      {
        application: 0n,
        payload: { session: null, profile: 'ann', effect: { type: 'loyaltyPointsActivated', props: { value: 500n } } },
      },
    ]);
  });

  it('books all that is due within a minute, a page at a time, behind the live calls', async () => {
    const { length } = await bed.decided(1);
    const customers = 2 * PARTITIONS * PAGE;
    const earlier = BigInt(Date.now()) - 2n * HOUR;
    const names = Array.from({ length: customers }, (_, index) => `many-${index}`);
    const waiting = names.map((name) => pointsAdded(STARS, name, 100n, { pendingDuration: '1h' }));
    await bed.request([...names.map((name) => profileUpdate(name)), ...waiting], { at: earlier });
    await bed.decided(length + 2 * customers);
    const booked = await eventually(() => {
      const ticks = bed.read(decisions).filter(({ payload }) => payload.request?.kind === 'ClockTicked');
      const pages = ticks.filter(({ payload }) => payload.events.some(isManys));
      const count = pages.flatMap(({ payload }) => payload.events).length;
      const asked = ticks.map(({ requestId, payload }) => `${requestId} ${payload.outcome} ${payload.events.length}`);
      if (count < customers) throw new Error(`${count} of ${customers} booked by ${asked.join(', ')}`);
      return pages;
    }, TICK_MS);
    const times = booked.map(({ recordedAt }) => recordedAt / MINUTE);
    expect(new Set(times).size).toBeLessThanOrEqual(2);
    expect(booked.some(({ source }) => source.topic === bulkEvents.name)).toBe(true);
    expect(booked.flatMap(({ payload }) => payload.events)).toHaveLength(customers);
  });

  it('takes a profile out of an audience whose time is over, and tells whom', async () => {
    const { length } = await bed.decided(1);
    await bed.save([audience(VIP, 'vip')]);
    const earlier = BigInt(Date.now()) - 2n * HOUR;
    const ends = [{ audience: VIP, until: earlier + HOUR }];
    await bed.request([profileUpdate('eve', { joins: [VIP], ends })], { at: earlier });
    const records = await bed.decided(length + 2, TICK_MS);
    const profiles = records.flatMap(({ payload }) => payload.events.filter(isEves));
    expect(profiles).toMatchObject([{ profile: { audiences: [{ audience: VIP }] } }, { profile: { audiences: [] } }]);
    const exits = await eventuallyMeets(
      () => bed.read(effects).filter(({ payload }) => payload.effect.type === 'removeFromAudience'),
      (told) => told.length > 0,
    );
    expect(exits).toMatchObject([
      { application: 0n, payload: { profile: 'eve', effect: { props: { audienceId: VIP } } } },
    ]);
  });

  it('cancels a session that stayed open too long', async () => {
    const { length } = await bed.decided(1);
    await bed.save([{ kind: 'ApplicationSaved', entity: application({ sessionIdleAfter: '1h' }) }]);
    const earlier = BigInt(Date.now()) - 2n * HOUR;
    await bed.request([update('left', { profileId: 'ann' })], { at: earlier });
    const records = await bed.decided(length + 2, TICK_MS);
    const [idled] = records.filter(({ payload }) => payload.request?.kind === 'SessionIdled');
    expect(idled).toMatchObject({
      application: 1n,
      payload: { events: [{ kind: 'SessionChanged', session: { integrationId: 'left', state: 'cancelled' } }] },
    });
  });
});
