import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DecisionRecord } from '@tessera/event-contracts';
import type { Effect } from '@tessera/promotion';
import {
  application,
  campaign,
  cancel,
  close,
  effect,
  evaluationTree,
  group,
  item,
  limit,
  rule,
} from '@tessera/promotion/testing';
import { eventuallyMeets } from '@tessera/testing';
import { Evaluator } from './evaluator';
import { LockRace } from './testing/lock-race';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

// Budgets of automatic campaigns: no coupon's row holds the sessions apart, only the limits' counters do.

const RACE_MS = 150_000;
jest.setTimeout(RACE_MS + 60_000);

const SESSIONS = 250;
const COUNT = 100n;
/** 60 discounts of 2.00 and a part of one more. */
const SPEND = 12_050n;

const twoOff = rule('session.id.startsWith("budget")', [effect('setDiscount', { name: 'two', value: '2' })]);
const threeOff = rule('session.id.startsWith("budget")', [effect('setDiscount', { name: 'three', value: '3' })]);
const unguarded = (id: bigint) =>
  rule(`session.id.startsWith("unlocked ${id} ")`, [effect('setDiscount', { name: 'one', value: '1' })]);

const COUNTED = campaign(1n, [twoOff], { limits: [limit('setDiscountEffect', COUNT)] });
const SPENT = campaign(2n, [twoOff], { limits: [limit('setDiscount', SPEND)] });
/** It wins over campaign 4 as long as it has something left. */
const SCARCE = campaign(3n, [threeOff], { limits: [limit('setDiscountEffect', COUNT)] });
/** Of sessions for which nothing locks the counters. */
const UNGUARDED = Array.from({ length: 10 }, (_, index) => BigInt(5 + index));
const unlocked = (id: bigint) => campaign(id, [unguarded(id)], { limits: [limit('setDiscountEffect', COUNT)] });
const PLENTY = campaign(4n, [twoOff], { limits: [limit('setDiscountEffect', 10n * COUNT)] });

describe('budgets in races on a real broker and database, two evaluators', () => {
  let bed: TestBed;
  let evaluators: readonly NestFastifyApplication[];
  let locks: LockRace;
  let records: readonly DecisionRecord[];

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application({ partialRewards: true }) },
      ...[COUNTED, SPENT, SCARCE, PLENTY, ...UNGUARDED.map(unlocked)].flat(),
      evaluationTree([1n, 2n, group(10n, 'highestDiscount', [3n, 4n])]),
    ]);
    locks = await LockRace.open(bed.name, 'counter');
    evaluators = [await startService(bed), await startService(bed)];
    await Promise.all(evaluators.map(ownsOnePartition));
    await locks.arm();
    await bed.request(Array.from({ length: SESSIONS }, (_, n) => closing(`budget ${n}`)));
    await decided(SESSIONS);
    await locks.disarm();
  });

  afterAll(async () => {
    await Promise.all(evaluators.map((app) => app.close()));
    await locks.close();
    await bed.close();
  });

  async function decided(count: number): Promise<void> {
    records = await bed.decided(count, RACE_MS);
  }

  const given = (id: bigint): readonly Effect[] =>
    records
      .flatMap(({ payload }) => payload.effects)
      .filter((one) => one.campaign === id && one.type === 'setDiscount');

  it(`of ${SESSIONS} sessions of different profiles at once exactly as many get a discount as there are`, () => {
    expect(given(1n)).toHaveLength(Number(COUNT));
    expect(valuesOf('setDiscountEffect|1|||')).toEqual(upTo(COUNT));
  });

  it('a budget of money is given to the last cent and no further, the last one in part', () => {
    const values = given(2n).map(({ props }) => props['value'] as bigint);
    expect(values.reduce((sum, value) => sum + value, 0n)).toBe(SPEND);
    expect(values.filter((value) => value !== 200n)).toEqual([50n]);
  });

  it('the winner of a group gives as long as its budget lasts, then the other one does; who lost counts nothing', () => {
    expect(given(3n)).toHaveLength(Number(COUNT));
    expect(given(4n)).toHaveLength(SESSIONS - Number(COUNT));
    expect(valuesOf('setDiscountEffect|4|||')).toEqual(upTo(BigInt(SESSIONS) - COUNT));
  });

  it('what is cancelled comes back for others, once', async () => {
    const winners = records.filter(({ payload }) => payload.effects.some((one) => one.campaign === 1n)).slice(0, 10);
    const sessions = winners.flatMap(({ payload }) =>
      payload.request?.kind === 'SessionUpdateReceived' ? payload.request.sessionId : [],
    );
    await bed.request(sessions.map(cancel));
    await bed.decided(SESSIONS + 10, RACE_MS);
    await bed.request(Array.from({ length: 30 }, (_, n) => closing(`budget again ${n}`)));
    await decided(SESSIONS + 40);
    expect(given(1n)).toHaveLength(Number(COUNT) + 10);
    expect(largest(valuesOf('setDiscountEffect|1|||'))).toBe(COUNT);
  });

  /** @returns how many got a discount of the campaign, of which there are as many as always */
  async function raceUnlocked(id: bigint): Promise<number> {
    // The counter is there before: creating it would hold slices apart too.
    await bed.request([closing(`unlocked ${id} first`)]);
    await decided(records.length + 1);
    await locks.arm('the lock on rows');
    await bed.request(Array.from({ length: SESSIONS }, (_, n) => closing(`unlocked ${id} ${n}`)));
    await decided(records.length + SESSIONS);
    await locks.disarm();
    expect(largest(valuesOf(`setDiscountEffect|${id}|||`))).toBe(COUNT);
    return given(id).length;
  }

  /** A slice that has met the other may begin again on a busy machine, and read what that one wrote: then the next race tells. */
  async function tooMany(): Promise<boolean> {
    for (const id of UNGUARDED) if ((await raceUnlocked(id)) > Number(COUNT)) return true;
    return false;
  }

  it('without the lock on counters more are given than there are', async () => {
    expect(await tooMany()).toBe(true);
  });

  /** What the counter came to, in the order of values; a counter that two slices raised at once has one twice. */
  function valuesOf(counter: string): bigint[] {
    const events = records.flatMap(({ payload }) => payload.events);
    const values = events.flatMap((event) =>
      event.kind === 'CounterChanged' && event.counter === counter ? event.value : [],
    );
    return values.sort((a, b) => Number(a - b));
  }
});

function closing(session: string) {
  return close(session, { profileId: `spender of ${session}`, cartItems: [item('tea', 10_000)] });
}

const upTo = (last: bigint): bigint[] => Array.from({ length: Number(last) }, (_, index) => BigInt(index + 1));
const largest = (values: readonly bigint[]): bigint | undefined => values.at(-1);

function ownsOnePartition(app: NestFastifyApplication): Promise<unknown> {
  const standing = () => app.get(Evaluator).standing;
  return eventuallyMeets(standing, ({ owned, claimed }) => owned === 1 && claimed === 1, 60_000);
}
