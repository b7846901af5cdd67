import type { Fields } from '@tessera/testing/log';
import { contiguous, decidedOnce, effectsMatch, withinLimits } from './invariants';
import type { Seen } from './seen';

// Goal: the checker finds each thing that it is there to find, and nothing in a log that is right.

/** A record by its number; its offset is higher, since markers of transactions take offsets too. */
function seen(seq: number, payload: Fields = {}, changes: Partial<Seen> = {}): Seen {
  const value = { id: String(seq), seq: BigInt(seq), requestId: `request ${seq}`, payload };
  return { topic: 'decisions.v1', partition: 0, offset: BigInt(3 * seq), key: '', value, ...changes };
}

describe('the numbers of a topic', () => {
  const numbered = (...numbers: readonly number[]) => numbers.map((number) => seen(number));

  it('run from 1 in each partition, in whatever order these are read', () => {
    const other = [2, 1].map((number) => seen(number, {}, { partition: 1 }));
    expect(contiguous([...numbered(1, 3, 2), ...other])).toEqual([]);
    expect(contiguous([])).toEqual([]);
  });

  it.each([
    ['the head is missing', numbered(2, 3), '2 follows 0'],
    ['all but the last is missing', numbered(3), '3 follows 0'],
    ['one is missing', numbered(1, 3), '3 follows 1'],
    ['one stands twice', [...numbered(1, 2), seen(2, {}, { offset: 9n })], '2 follows 2'],
    ['two have changed places', [seen(1), seen(3, {}, { offset: 4n }), seen(2)], '3 follows 1'],
  ])('are wrong where %s', (_, records, violation) => {
    expect(contiguous(records)).toContain(`decisions.v1/0: ${violation}`);
  });
});

describe('requests', () => {
  const decision = (seq: number, outcome = 'accepted') => seen(seq, { outcome });

  it('are decided once, a repeat beside that is none', () => {
    const repeat = seen(3, { outcome: 'repeated' });
    const again = { ...repeat, value: { ...repeat.value, requestId: 'request 1' } };
    expect(decidedOnce([decision(1), decision(2, 'refused'), again], ['request 1', 'request 2'])).toEqual([]);
  });

  it('are named where they were decided twice, or never', () => {
    expect(decidedOnce([decision(1), decision(1)], ['request 1'])).toEqual(['request request 1: 2 decisions']);
    expect(decidedOnce([decision(1)], ['request 2'])).toEqual(['request request 2: answered, never decided']);
    expect(decidedOnce([decision(1, 'repeated')], ['request 1'])).toHaveLength(1);
  });
});

describe('published effects', () => {
  const decided = (...phases: readonly string[]) => [
    seen(1, { effects: phases.map((phase, index) => ({ index, phase })) }),
  ];
  const published = (index: number, id = `effect ${index}`) => {
    const { value, ...record } = seen(1, { position: 1n, effect: { index } }, { topic: 'effects.v1' });
    return { ...record, value: { ...value, id } };
  };

  it('are those that decisions gave for good', () => {
    expect(effectsMatch(decided('committed', 'proposed', 'durable'), [published(0), published(2)])).toEqual([]);
  });

  it.each([
    ['is missing', [published(0)], 'effect 1/1: decided, not published'],
    ['stands twice', [published(0), published(1), published(1, 'other')], 'effect 1/1: published 2 times'],
    ['was given by nobody', [published(0), published(1), published(2)], 'effect 1/2: published, not decided'],
    ['has the id of another', [published(0), published(1, 'effect 0')], 'effects.v1: an effect id stands twice'],
  ])('are wrong where one %s', (_, effects, violation) => {
    expect(effectsMatch(decided('committed', 'rolledBack'), effects)).toEqual([violation]);
  });
});

describe('the redemptions of a coupon', () => {
  const redeemed = (position: number, delta: bigint, usageCounter: bigint) =>
    seen(position, { events: [{ $type: 'CouponRedemptionChanged', code: 'CODE', delta, usageCounter }] });
  const limits = new Map([['CODE', 2n]]);

  it('count up and down in the order of positions', () => {
    const log = [redeemed(10, -1n, 1n), redeemed(9, 1n, 2n), redeemed(2, 1n, 1n)];
    expect(withinLimits(log, limits)).toEqual([]);
  });

  it.each([
    ['one is not counted', [redeemed(1, 1n, 1n), redeemed(2, 1n, 1n)], 'coupon CODE: 1 became 1'],
    ['there are too many', [1n, 2n, 3n].map((uses) => redeemed(Number(uses), 1n, uses)), 'coupon CODE: 3 uses of 2'],
  ])('are wrong where %s', (_, log, violation) => {
    expect(withinLimits(log, limits)).toEqual([violation]);
  });
});
