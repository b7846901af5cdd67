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
import { anyFails, RACE_SPEC_MS, RaceBed } from './testing/race-bed';

// Budgets of automatic campaigns: no coupon's row holds the sessions apart, only the limits' counters do.

jest.setTimeout(RACE_SPEC_MS);

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
  let bed: RaceBed;
  const records: DecisionRecord[] = [];

  beforeAll(async () => {
    bed = await RaceBed.open('counter', [
      { kind: 'ApplicationSaved', entity: application({ partialRewards: true }) },
      ...[COUNTED, SPENT, SCARCE, PLENTY, ...UNGUARDED.map(unlocked)].flat(),
      evaluationTree([1n, 2n, group(10n, 'highestDiscount', [3n, 4n])]),
    ]);
    records.push(...(await bed.race(closings('budget'))));
  });

  afterAll(() => bed.close());

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
    await bed.decide(sessions.map(cancel));
    records.push(...(await bed.decide(closings('budget again', 30))));
    expect(given(1n)).toHaveLength(Number(COUNT) + 10);
    expect(largest(valuesOf('setDiscountEffect|1|||'))).toBe(COUNT);
  });

  /** @returns how many got a discount of the campaign, of which there are as many as always */
  async function raceUnlocked(id: bigint): Promise<number> {
    // The counter is there before: creating it would hold slices apart too.
    records.push(...(await bed.decide([closing(`unlocked ${id} first`)])));
    records.push(...(await bed.race(closings(`unlocked ${id}`), 'the lock on rows')));
    expect(largest(valuesOf(`setDiscountEffect|${id}|||`))).toBe(COUNT);
    return given(id).length;
  }

  it('without the lock on counters more are given than there are', async () => {
    expect(await anyFails(UNGUARDED, async (id) => (await raceUnlocked(id)) > Number(COUNT))).toBe(true);
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

function closings(name: string, count = SESSIONS) {
  return Array.from({ length: count }, (_, n) => closing(`${name} ${n}`));
}

function closing(session: string) {
  return close(session, { profileId: `spender of ${session}`, cartItems: [item('tea', 10_000)] });
}

const upTo = (last: bigint): bigint[] => Array.from({ length: Number(last) }, (_, index) => BigInt(index + 1));
const largest = (values: readonly bigint[]): bigint | undefined => values.at(-1);
