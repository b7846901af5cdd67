import { once } from 'node:events';
import { bulkEvents, decisions, type DecisionRecord, effects } from '@tessera/event-contracts';
import { application, campaign, close, coupons, effect, item, rule, update } from '@tessera/promotion/testing';
import { FAILPOINTS } from './failpoints';
import { brokenSequence, TestBed } from './testing/test-bed';

// Each test starts evaluators anew, some of them after others.
jest.setTimeout(400_000);

const CAMPAIGN = 7n;
const LIMIT = 5n;
const SESSIONS = 12;
/** Requests of one round of shopping: each session is opened and closed. */
const ROUND = 2 * SESSIONS;

const tenOff = rule('coupon.valid', [effect('setDiscount', { name: 'ten', value: 'session.total * 0.1' })]);

async function openBed(): Promise<TestBed> {
  const bed = await TestBed.open([
    { kind: 'ApplicationSaved', entity: application() },
    ...campaign(CAMPAIGN, [tenOff], { features: ['coupons'] }),
  ]);
  await bed.request([coupons(CAMPAIGN, ['TEN'], { usageLimit: LIMIT, attributes: {} })], { topic: bulkEvents });
  return bed;
}

/** Each session is filled and closed, over both partitions, on one coupon with a limit: `ROUND` requests. */
async function shop(bed: TestBed, name: string): Promise<void> {
  const ids = Array.from({ length: SESSIONS }, (_, index) => `${name} ${index}`);
  const opened = ids.map((id) =>
    update(id, { profileId: `p ${id}`, cartItems: [item('tea', 1000)], couponCodes: ['TEN'] }),
  );
  await bed.request([...opened, ...ids.map((id) => close(id))]);
}

/** Every record of the inbox has one decision, and they stand in the order of the inbox. */
function decidedOnce(records: readonly DecisionRecord[]): boolean {
  const sources = records.map(({ source }) => `${source.topic}/${source.partition}/${source.offset}`);
  return new Set(sources).size === records.length;
}

function uses(records: readonly DecisionRecord[]): readonly bigint[] {
  const events = records.flatMap(({ payload }) => payload.events);
  return events.flatMap((event) => (event.kind === 'CouponRedemptionChanged' ? event.usageCounter : []));
}

describe('kill -9 at each failpoint: decided once, published once', () => {
  it.each(FAILPOINTS)('%s', async (point) => {
    const bed = await openBed();
    try {
      // The pool passes the point once, then each partition's first slice.
      const doomed = bed.start({ FAILPOINT: `${point}:3` });
      const died = once(doomed, 'exit');
      await bed.decided(1);
      await shop(bed, point);
      expect(await died).toEqual([null, 'SIGKILL']);
      bed.start();
      const records = await bed.decided(1 + ROUND);
      expect(records).toHaveLength(1 + ROUND);
      expect(decidedOnce(records)).toBe(true);
      expect(brokenSequence(bed, decisions)).toBeNull();
      expect(brokenSequence(bed, effects)).toBeNull();
      expect([...uses(records)].sort()).toEqual([1n, 2n, 3n, 4n, 5n]);
    } finally {
      await bed.close();
    }
  });
});

describe('two evaluators share the partitions', () => {
  it('goes on when one is stopped beyond the session timeout, and fences it when it comes back', async () => {
    const bed = await openBed();
    try {
      const one = bed.start();
      bed.start();
      await bed.decided(1);
      await shop(bed, 'both');
      await bed.decided(1 + ROUND);
      one.kill('SIGSTOP');
      await shop(bed, 'alone');
      await bed.decided(1 + 2 * ROUND);
      one.kill('SIGCONT');
      await shop(bed, 'again');
      const records = await bed.decided(1 + 3 * ROUND);
      expect(records).toHaveLength(1 + 3 * ROUND);
      expect(decidedOnce(records)).toBe(true);
      expect(brokenSequence(bed, decisions)).toBeNull();
      expect(brokenSequence(bed, effects)).toBeNull();
      expect([...uses(records)].sort()).toEqual([1n, 2n, 3n, 4n, 5n]);
    } finally {
      await bed.close();
    }
  });
});
