import { effects } from '@tessera/event-contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { application, loyaltyProgram, pointsAdded, update } from '@tessera/promotion/testing';
import { eventuallyMeets } from '@tessera/testing';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

const STARS = 9n;
const HOUR = 3_600_000n;
/** The ticker looks three times a minute. */
const TICK_MS = 90_000;
jest.setTimeout(TICK_MS + 60_000);

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
