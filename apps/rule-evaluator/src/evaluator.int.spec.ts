import { deadLetters, decisions, effects, integrationReplies } from '@tessera/event-contracts';
import { application, campaign, close, coupons, effect, item, rule, update } from '@tessera/promotion/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { eventually } from '@tessera/testing';
import { startService } from './testing/service';
import { brokenSequence, TestBed } from './testing/test-bed';

const CAMPAIGN = 7n;

const tenOff = rule('coupon.valid', [effect('setDiscount', { name: 'ten', value: 'session.total * 0.1' })]);

describe('one evaluator on a real broker and database', () => {
  let bed: TestBed;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application() },
      ...campaign(CAMPAIGN, [tenOff], { features: ['coupons'] }),
    ]);
    app = await startService(bed);
    await bed.request([coupons(CAMPAIGN, ['TEN'], { usageLimit: 1n, attributes: {} })]);
    await bed.decided(1);
  });

  afterAll(async () => {
    await app.close();
    await bed.close();
  });

  const decisionOf = (requestId: string) =>
    eventually(() => bed.read(decisions).find((record) => record.requestId === requestId));
  const replyTo = (requestId: string) =>
    eventually(() => bed.read(integrationReplies).find((record) => record.requestId === requestId));

  it('decides, publishes and answers a request', async () => {
    const tea = item('tea', 1000);
    const [opened = ''] = await bed.request([
      update('s1', { profileId: 'anna', cartItems: [tea], couponCodes: ['ten'] }),
    ]);
    const reply = await replyTo(opened);
    expect(reply.src).toBe('gateway');
    expect(reply.payload).toMatchObject({ status: 200, session: { integrationId: 's1', state: 'open', total: 1000n } });
    const [closed = ''] = await bed.request([close('s1')]);
    const decision = await decisionOf(closed);
    expect(decision.payload.outcome).toBe('accepted');
    expect(decision.payload.events.map(({ kind }) => kind)).toContain('CouponRedemptionChanged');
    const given = await eventually(() => {
      const found = bed.read(effects).filter(({ requestId }) => requestId === closed);
      return found.length >= 2 ? found : undefined;
    });
    expect(given.map(({ payload }) => payload.effect.type).sort()).toEqual(['acceptCoupon', 'setDiscount']);
    expect((await replyTo(closed)).payload.decisionSeq).toBe(decision.seq);
  });

  it('refuses the coupon to the next session: its one use is counted', async () => {
    const [closed = ''] = await bed.request([
      close('s2', { profileId: 'ben', cartItems: [item('tea', 500)], couponCodes: ['TEN'] }),
    ]);
    const { payload } = await decisionOf(closed);
    expect(payload.effects.map(({ type }) => type)).toContain('rejectCoupon');
  });

  it('answers a repeated idempotency key as the first time, and decides it as repeated (A38)', async () => {
    const body = update('s3', { cartItems: [item('tea', 700)] });
    const first = { requestId: 'key one', keySent: true, hash: new Uint8Array([9]) };
    await bed.request([body], first);
    await bed.request([body], first);
    const replies = await eventually(() => {
      const found = bed.read(integrationReplies).filter(({ requestId }) => requestId === 'key one');
      return found.length === 2 ? found : undefined;
    });
    expect(replies[1]).toEqual(replies[0]);
    const both = await eventually(() => {
      const found = bed.read(decisions).filter(({ requestId }) => requestId === 'key one');
      return found.length === 2 ? found : undefined;
    });
    expect(both.map(({ payload }) => payload.outcome).sort()).toEqual(['accepted', 'repeated']);
    const repeat = both.find(({ payload }) => payload.outcome === 'repeated');
    expect(repeat?.payload).toMatchObject({ repeats: replies[0]?.payload.position, events: [], effects: [] });
  });

  it('refuses an idempotency key with another body (A38)', async () => {
    await bed.request([update('s4')], { requestId: 'key two', keySent: true, hash: new Uint8Array([1]) });
    await bed.request([update('s4', { couponCodes: [] })], {
      requestId: 'key two',
      keySent: true,
      hash: new Uint8Array([2]),
    });
    const mismatch = await eventually(() =>
      bed.read(integrationReplies).find(({ payload }) => payload.idempotencyMismatch),
    );
    expect(mismatch.payload.status).toBe(422);
    expect(mismatch.payload.decision.refusals.map(({ code }) => code)).toEqual(['idempotency.mismatch']);
  });

  it('puts aside what cannot be decoded, and goes on', async () => {
    await bed.poison(0, Buffer.from('1:s:x'), Buffer.from('no record'));
    await bed.poison(1, null, null);
    const [after = ''] = await bed.request([update('s5')]);
    await decisionOf(after);
    const letters = await eventually(() => {
      const found = bed.read(deadLetters);
      return found.length === 2 ? found : undefined;
    });
    expect(letters.map(({ payload }) => payload.reason).sort()).toEqual(['key.missing', 'schema.unknown']);
    const undecodable = bed.read(decisions).filter(({ payload }) => payload.outcome === 'undecodable');
    expect(undecodable).toHaveLength(2);
  });

  it('has no gap and no repeat in its topics', () => {
    expect(brokenSequence(bed, decisions)).toBeNull();
    expect(brokenSequence(bed, effects)).toBeNull();
  });

  it('tells that it is well', async () => {
    const { body } = await app.inject({ method: 'GET', url: '/health/ready' });
    const { checks } = JSON.parse(body) as { checks: Record<string, { up: boolean }> };
    expect([checks['catalog']?.up, checks['partitions']?.up, checks['group']?.up]).toEqual([true, true, true]);
    const metrics = await app.inject({ method: 'GET', url: '/metrics' });
    expect(metrics.body).toContain('tessera_decisions_total{lane="live"');
  });
});
