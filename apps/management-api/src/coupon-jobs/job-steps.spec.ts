import { newCoupons } from '@tessera/api-contracts';
import type { Request } from '@tessera/promotion';
import type { CouponQueries } from '../coupons/coupon-queries';
import type { CouponRequests } from '../coupons/coupon-requests';
import type { CouponJobEntity, JobWork } from './coupon-job.entity';
import { CHUNKS_AT_ONCE, JobSteps, type Step } from './job-steps';

const BODY = newCoupons.parse({ usageLimit: 1, numberOfCoupons: 1 });
const PLACE = { application: { id: 1n, currency: 'EUR' }, campaign: { id: 7n } };

const creation = (count: number): JobWork => ({
  ...{ kind: 'creation', batch: 'b', count, body: BODY },
  pattern: { pattern: '#############', characters: [] },
});

/** An evaluator that creates all but what it has created already, or does not answer; a read model of some coupons. */
function stepsOf({ answers = true, coupons = 0 } = {}) {
  const known = new Set<string>();
  const sent: Request[] = [];
  const decide = (_: unknown, lane: string, requests: readonly Request[]) => {
    expect(lane).toBe('bulk');
    sent.push(...requests);
    return Promise.resolve(answers ? requests.map(replyTo) : undefined);
  };
  const replyTo = (request: Request) => {
    const name = request.kind === 'CouponChunkReceived' ? `${request.batch}#${request.chunk}` : '';
    const outcome = known.has(name) ? 'repeated' : 'accepted';
    if (name) known.add(name);
    return { payload: { decision: { outcome, events: outcome === 'repeated' ? [] : eventsOf(request) } } };
  };
  const requests = { place: () => Promise.resolve(PLACE), newSettings: () => Promise.resolve({}), decide };
  const list = (_: bigint, { cursor = '0', pageSize = '' }: Record<string, string | undefined>) => {
    const [from, size] = [Number(cursor), Number(pageSize)];
    const data = Array.from({ length: Math.min(size, coupons - from) }, (__, index) => ({ id: from + index + 1 }));
    return Promise.resolve({ data, ...(from + size < coupons ? { cursor: String(from + size) } : {}) });
  };
  const steps = new JobSteps(requests as unknown as CouponRequests, { list } as unknown as CouponQueries);
  return { steps, sent };
}

function eventsOf(request: Request): unknown[] {
  if (request.kind === 'CouponChunkReceived')
    return [{ kind: 'CouponsCreated', coupons: Array.from({ length: request.count }) }];
  return request.kind === 'CouponsChangeReceived' ? request.changes.map(() => ({ kind: 'CouponDeleted' })) : [];
}

const jobOf = (work: JobWork, step: Partial<Step> = {}) =>
  ({ id: 3n, applicationId: 1n, campaignId: 7n, chunk: 0, cursor: null, ...step, work }) as unknown as CouponJobEntity;

async function allOf(steps: JobSteps, work: JobWork): Promise<Step[]> {
  const taken: Step[] = [];
  for (;;) {
    const step = await steps.take(jobOf(work, taken.at(-1)));
    if (!step) return taken;
    taken.push(step);
    if (step.ended) return taken;
  }
}

const doneBy = (taken: readonly Step[]) => taken.map(({ done }) => done);

describe('the steps of a job', () => {
  it('create a bounded part of a pool each, and end with it', async () => {
    const { steps, sent } = stepsOf();
    const taken = await allOf(steps, creation(17_500));
    expect(doneBy(taken)).toEqual([8_000, 8_000, 1_500]);
    expect(taken[0]?.chunk).toBe(CHUNKS_AT_ONCE);
    expect(sent).toHaveLength(18);
  });

  it('count what a step that is taken again has created before', async () => {
    const { steps } = stepsOf();
    const job = jobOf(creation(2_500));
    expect(await steps.take(job)).toEqual(await steps.take(job));
  });

  it('are not taken where the evaluator does not answer', async () => {
    const { steps } = stepsOf({ answers: false });
    expect(await steps.take(jobOf(creation(10)))).toBeUndefined();
  });

  it('delete a page of the selection each', async () => {
    const { steps, sent } = stepsOf({ coupons: 2_100 });
    const deletion: JobWork = { kind: 'deletion', selection: { batchId: 'b' } };
    expect(doneBy(await allOf(steps, deletion))).toEqual([1_000, 1_000, 100]);
    expect(sent.map((one) => one.kind === 'CouponsChangeReceived' && one.chunk)).toEqual([0, 1, 2]);
  });

  it('ask for nothing where there is nothing to do', async () => {
    const { steps, sent } = stepsOf();
    expect(doneBy(await allOf(steps, { kind: 'deletion', selection: {} }))).toEqual([0]);
    expect(sent).toEqual([]);
  });
});
