import type { CouponJob } from '@tessera/api-contracts';
import { bulkEvents } from '@tessera/event-contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { CouponServices } from '../testing/coupon-services.fixture';
import { Client, Management } from '../testing/management.fixture';

interface Begun {
  readonly id: number;
  readonly jobId: number;
  readonly batchId: string;
}

describe('jobs on coupons', () => {
  const services = new CouponServices();
  let management: Management;
  let admin: Client;
  let campaign: string;
  beforeAll(async () => {
    management = await Management.start(await services.listen());
    await services.evaluate(management.settings);
    admin = new Client(management, await management.signIn());
    const application = { name: 'One', currency: 'EUR', timezone: 'UTC' };
    const { body: shop } = await admin.post<Begun>('/v1/applications', application);
    const settings = { name: 'Spring', tags: [], features: ['coupons'], limits: [] };
    const { body } = await admin.post<Begun>(`/v1/applications/${shop.id}/campaigns`, settings);
    campaign = `/v1/applications/${shop.id}/campaigns/${body.id}`;
  });
  beforeEach(() => {
    services.records.length = 0;
    services.coupons.clear();
    services.silent = false;
    services.refusing = false;
    services.losingReplies = false;
  });
  afterAll(async () => {
    await services.stop();
    await management.stop();
  });

  const job = async (id: number) => (await admin.get<CouponJob>(`${campaign}/coupon_jobs/${id}`)).body;

  async function until(id: number, holds: (one: CouponJob) => boolean): Promise<CouponJob> {
    for (;;) {
      const now = await job(id);
      if (holds(now)) return now;
      await delay(20);
    }
  }
  const ended = (id: number) => until(id, ({ state }) => state !== 'running');

  async function create(numberOfCoupons: number, more: object = {}): Promise<Begun> {
    const { body } = await admin.post<Begun>(`${campaign}/coupons_async`, { usageLimit: 1, numberOfCoupons, ...more });
    return body;
  }

  it('solidus 1524: create a pool of many chunks in the bulk lane, and say how far they are', async () => {
    const { batchId, jobId } = await create(12_345);
    expect(await ended(jobId)).toMatchObject({ kind: 'creation', state: 'done', batchId, total: 12_345, done: 12_345 });
    expect(new Set(services.records.map(({ topic }) => topic))).toEqual(new Set([bulkEvents.name]));
    expect([...services.coupons.values()].filter(({ batch }) => batch === batchId)).toHaveLength(12_345);
    const { body } = await admin.get<{ data: CouponJob[] }>(`${campaign}/coupon_jobs?sort=-id`);
    expect(body.data[0]?.id).toBe(jobId);
  });

  it('create nothing twice where an instance ends before it has heard that chunks are decided', async () => {
    services.losingReplies = true;
    const { jobId } = await create(3_500);
    while (services.coupons.size < 3_500) await delay(20);
    expect(await job(jobId)).toMatchObject({ state: 'running', done: 0 });
    services.losingReplies = false;
    await management.restart();
    expect(await ended(jobId)).toMatchObject({ state: 'done', done: 3_500 });
    expect(services.coupons.size).toBe(3_500);
    expect(services.records).toHaveLength(8);
    expect(new Set(services.records.map(({ record }) => record.requestId)).size).toBe(4);
  });

  it('are cancelled, and keep what they did', async () => {
    services.silent = true;
    const { jobId } = await create(2_000);
    expect((await admin.delete(`${campaign}/coupon_jobs/${jobId}`)).status).toBe(204);
    expect(await job(jobId)).toMatchObject({ state: 'cancelled', done: 0 });
    await management.restart();
  });

  it('fail with the reason where the evaluator refuses', async () => {
    services.refusing = true;
    const { jobId } = await create(10);
    expect(await ended(jobId)).toMatchObject({ state: 'failed', error: 'coupon.not_found: Coupon not found' });
  });

  it('are refused before they begin where they cannot be done', async () => {
    const path = `${campaign}/coupons_async`;
    const body = { usageLimit: 1, numberOfCoupons: 5_000_000 };
    expect(await admin.fails('POST', path, { ...body, numberOfCoupons: 5_000_001 })).toEqual([400, 'number.range']);
    expect(await admin.fails('POST', path, { ...body, couponPattern: 'A##' })).toEqual([
      400,
      'coupon.pattern_exhausted',
    ]);
    expect(await admin.fails('POST', path, { ...body, attributes: { no: 1 } })).toEqual([400, 'attribute.unknown']);
    expect(await admin.fails('GET', `${campaign}/coupon_jobs/999999`)).toEqual([404, 'coupon_job.not_found']);
  });

  it('change what their filter names, and keep what the change leaves out', async () => {
    const limits = { startDate: '2026-01-01T00:00:00Z', couponPattern: 'CHANGED-########' };
    const { jobId, batchId } = await create(1_001, limits);
    await ended(jobId);
    await ended((await create(3, { couponPattern: 'OTHER-####' })).jobId);
    const filters = { batchId };
    const changes = { usageLimit: 5 };
    const { body, status } = await admin.post<Begun>(`${campaign}/coupons_update_jobs`, { filters, changes });
    expect(status).toBe(202);
    expect(await ended(body.id)).toMatchObject({ kind: 'update', state: 'done', done: 1_001 });
    const coupons = [...services.coupons.values()];
    const changed = coupons.filter(({ settings }) => settings.usageLimit === 5n);
    expect(changed).toHaveLength(1_001);
    expect(changed.every(({ code }) => code.startsWith('CHANGED-'))).toBe(true);
    expect(changed.every(({ settings }) => settings.startDate === BigInt(Date.UTC(2026, 0, 1)))).toBe(true);
    expect(
      await admin.fails('POST', `${campaign}/coupons_update_jobs`, { filters, changes: { usageLimit: -1 } }),
    ).toEqual([400, 'number.range']);
  });

  it('delete what their filter names, a thousand at a time', async () => {
    const { jobId, batchId } = await create(2_100);
    await ended(jobId);
    await ended((await create(3, { couponPattern: 'OTHER-####' })).jobId);
    services.records.length = 0;
    const { body, status } = await admin.post<Begun>(`${campaign}/coupons_deletion_jobs`, { filters: { batchId } });
    expect(status).toBe(202);
    expect(await ended(body.id)).toMatchObject({ kind: 'deletion', state: 'done', done: 2_100 });
    expect(services.coupons.size).toBe(3);
    const sizes = services.records.map(
      ({ record: { payload } }) => payload.kind === 'CouponsChangeReceived' && payload.changes.length,
    );
    expect(sizes).toEqual([1_000, 1_000, 100]);
    const wrong = { filters: { batch: batchId } };
    expect(await admin.fails('POST', `${campaign}/coupons_deletion_jobs`, wrong)).toEqual([400, 'field.unknown']);
  });
});
