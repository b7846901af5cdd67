import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DecisionRecord } from '@tessera/event-contracts';
import { application, campaign, close, coupons, effect, item, rule } from '@tessera/promotion/testing';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

const CAMPAIGN = 7n;
const accepting = rule('coupon.valid', [
  effect('showNotification', { notificationType: 'Info', title: 'Given', body: 'It holds.' }),
]);

describe('races on a real broker and database, two evaluators', () => {
  let bed: TestBed;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application() },
      ...campaign(CAMPAIGN, [accepting], { features: ['coupons'] }),
    ]);
    app = await startService(bed);
    bed.start();
  }, 60_000);

  afterAll(async () => {
    await app.close();
    await bed.close();
  }, 60_000);

  const basket = { cartItems: [item('tea', 1000)] };

  it('250 different profiles close sessions on one coupon of 100: exactly 100 are accepted', async () => {
    await bed.request([coupons(CAMPAIGN, ['HUNDRED'], { usageLimit: 100n, attributes: {} })]);
    await bed.decided(1);
    await bed.request(
      Array.from({ length: 250 }, (_, index) =>
        close(`race ${index}`, { profileId: `p${index}`, couponCodes: ['HUNDRED'], ...basket }),
      ),
    );
    const uses = redemptions(await bed.decided(251));
    expect(uses).toHaveLength(100);
    expect(new Set(uses.map(({ usageCounter }) => usageCounter)).size).toBe(100);
  }, 120_000);

  it('two first sessions of one new profile on a limit of one per profile: one is accepted', async () => {
    await bed.request([coupons(CAMPAIGN, ['ONCE'], { profileLimit: 1n, attributes: {} })]);
    await bed.decided(252);
    const pairs = Array.from({ length: 20 }, (_, index) =>
      ['a', 'b'].map((which) =>
        close(`${which} ${index}`, { profileId: `new ${index}`, couponCodes: ['ONCE'], ...basket }),
      ),
    );
    await bed.request(pairs.flat());
    const records = await bed.decided(252 + 40);
    const profiles = redemptions(records).flatMap(({ code, profileId }) => (code === 'ONCE' ? profileId : []));
    expect(profiles).toHaveLength(20);
    expect(new Set(profiles).size).toBe(20);
  }, 120_000);
});

function redemptions(records: readonly DecisionRecord[]) {
  const events = records.flatMap(({ payload }) => payload.events);
  return events.flatMap((event) => (event.kind === 'CouponRedemptionChanged' ? event : []));
}
