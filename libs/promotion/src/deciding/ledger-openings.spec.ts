import type { LotOpening, LedgerOpeningReceived } from '../request';
import {
  bookedIn,
  cancel,
  close,
  codesOf,
  effect,
  eventsOf,
  item,
  ledgerOpened,
  loyaltyProgram,
  NOON,
  pointsAdded,
  pointsDeducted,
  rule,
  type Shop,
  update,
} from '../testing';
import { expectLogToBeState } from './log.fixture';
import { HOUR, ledger, main, points, shop, STARS } from './loyalty.fixture';

// Goal: what a ledger came to before Tessera counts on; said again it changes nothing, said otherwise it moves by the
// difference, and what was earned and spent since stays.

const DAY = 24n * HOUR;
const lot = (count: bigint, expiry: bigint | null = null, start: bigint | null = null): LotOpening => {
  return { points: count, start, expiry };
};
const said = (lots: readonly LotOpening[], changes: Partial<LedgerOpeningReceived> = {}) =>
  ledgerOpened(STARS, 'ann', lots, changes);
/** A shop that knows ann. */
const known = (...given: Parameters<typeof shop>): Shop => {
  const { shop: of } = shop(...given);
  of.when(update('first', { profileId: 'ann' }));
  return of;
};
const opened = (lots: readonly LotOpening[], changes = {}, program: Parameters<typeof shop>[1] = {}): Shop => {
  const of = known([], program);
  of.when(said(lots, changes));
  return of;
};
const sums = (of: Shop) => {
  const { spent, expired, negative } = main(of) ?? { spent: 0n, expired: 0n, negative: 0n };
  return { spent, expired, negative };
};

describe('what a ledger came to before', () => {
  it('is what is left, with its dates, and what was spent and has expired, by an event of its own', () => {
    const of = known([]);
    const lots = [lot(12_345n, NOON + DAY), lot(50n, null, NOON + HOUR)];
    const { decision } = of.when(said(lots, { spent: 7n, expired: 3n, importId: 4n }));
    expect(eventsOf(decision, 'LedgerOpeningChanged')).toMatchObject([
      {
        ...{ subledger: '', spentDelta: 7n, expiredDelta: 3n, negativeDelta: 0n },
        entries: [
          { kind: 'opened', points: 12_345n, start: NOON, expiry: NOON + DAY, importId: 4n },
          { kind: 'opened', points: 50n, start: NOON + HOUR, expiry: null, importId: 4n },
        ],
        ledger: {
          subledgers: [
            {
              lots: [
                { points: 12_345n, start: NOON, expiry: NOON + DAY },
                { points: 50n, start: NOON + HOUR },
              ],
              ...{ spent: 7n, expired: 3n, negative: 0n },
              opening: { lots, spent: 7n, expired: 3n, negative: 0n },
            },
          ],
        },
      },
    ]);
    expectLogToBeState(of);
  });

  it('is spent and expires as points that were earned here', () => {
    const of = opened([lot(100n, NOON + DAY)]);
    expect(of.when(pointsDeducted(STARS, 'ann', 101n)).decision.outcome).toBe('refused');
    of.when(pointsDeducted(STARS, 'ann', 60n));
    of.at(NOON + DAY).when(pointsAdded(STARS, 'ann', 5n));
    expect([points(of), sums(of)]).toEqual([[5n], { spent: 60n, expired: 40n, negative: 0n }]);
    expectLogToBeState(of);
  });

  it('reaches tiers, and integrations are told', () => {
    const of = known([], { tiers: [{ name: 'gold', minPoints: 100n }] });
    const { decision } = of.when(said([lot(100n)]));
    expect(decision.effects).toMatchObject([{ type: 'changeLoyaltyTierLevel', props: { newTierName: 'gold' } }]);
    expect(ledger(of)).toMatchObject({ joined: NOON, subledgers: [{ tier: { name: 'gold' } }] });
  });

  it('is seen by rules', () => {
    const rich = rule('profile.loyalty.stars.currentBalance >= 1', [effect('setDiscount', { name: '', value: '1' })]);
    const of = known([rich]);
    of.when(said([lot(100n)]));
    const { decision } = of.when(close('a', { profileId: 'ann', cartItems: [item('tea', 1000)] }));
    expect(decision.effects).toMatchObject([{ type: 'setDiscount' }]);
  });

  it('said again changes nothing, days later and whatever was earned, spent and expired since', () => {
    const lots = [lot(100n, NOON + DAY), lot(30n), lot(40n, null, NOON + 2n * DAY)];
    const of = opened(lots, { spent: 7n, expired: 3n });
    of.when(pointsDeducted(STARS, 'ann', 60n));
    of.when(pointsAdded(STARS, 'ann', 5n));
    const before = ledger(of);
    for (const days of [0n, 1n, 9n]) {
      const { decision } = of
        .at(NOON + days * DAY)
        .when(said(lots.toReversed(), { spent: 7n, expired: 3n, importId: 9n }));
      expect(decision).toMatchObject({ outcome: 'accepted', events: [], effects: [] });
    }
    expect(ledger(of)).toEqual(before);
  });

  it('said otherwise moves by the difference: what was earned and spent since stays', () => {
    const of = opened([lot(100n)], { spent: 7n, expired: 3n });
    of.when(pointsDeducted(STARS, 'ann', 60n));
    of.when(pointsAdded(STARS, 'ann', 5n));
    const { decision } = of.when(said([lot(80n), lot(1n, NOON + DAY)], { spent: 2n, expired: 4n }));
    expect(bookedIn(decision)).toEqual(['opened 1', 'takenBack 20']);
    expect(eventsOf(decision, 'LedgerOpeningChanged')).toMatchObject([{ spentDelta: -5n, expiredDelta: 1n }]);
    expect([points(of), sums(of)]).toEqual([[1n, 20n, 5n], { spent: 62n, expired: 4n, negative: 0n }]);
    of.when(said([lot(100n)], { spent: 7n, expired: 3n }));
    expect([points(of), sums(of)]).toEqual([[40n, 5n], { spent: 67n, expired: 3n, negative: 0n }]);
    expectLogToBeState(of);
  });

  it('said to be less than was spent since takes other active points', () => {
    const of = opened([lot(100n)]);
    of.when(pointsDeducted(STARS, 'ann', 80n));
    of.when(pointsAdded(STARS, 'ann', 40n));
    of.when(said([lot(50n)]));
    expect([points(of), sums(of)]).toEqual([[10n], { spent: 80n, expired: 0n, negative: 0n }]);
    of.when(said([lot(100n)]));
    expect(points(of).reduce((sum, one) => sum + one, 0n)).toBe(60n);
  });

  it('said to be less than there is at all is refused where nobody owes, and changes nothing', () => {
    const of = opened([lot(100n)]);
    of.when(pointsDeducted(STARS, 'ann', 80n));
    const before = ledger(of);
    expect(codesOf(of.when(said([lot(50n)])).decision)).toEqual(['opening.spent /lots']);
    expect(ledger(of)).toEqual(before);
  });

  it('said to be less than there is at all is owed where the program has it; said as before nothing is', () => {
    const of = opened([lot(100n)], {}, { returnPolicy: 'unlimited' });
    of.when(pointsDeducted(STARS, 'ann', 80n));
    of.when(said([lot(50n)]));
    expect([points(of), sums(of)]).toEqual([[], { spent: 80n, expired: 0n, negative: 30n }]);
    of.when(said([lot(100n)]));
    expect([points(of), sums(of)]).toEqual([[20n], { spent: 80n, expired: 0n, negative: 0n }]);
    expectLogToBeState(of);
  });

  it('that is owed is paid by the next points, and comes back where it is not owed after all', () => {
    const of = opened([], { negative: 50n }, { returnPolicy: 'unlimited' });
    of.when(pointsAdded(STARS, 'ann', 30n));
    expect([points(of), sums(of)]).toEqual([[], { spent: 0n, expired: 0n, negative: 20n }]);
    of.when(said([], { negative: 5n }));
    expect([points(of), sums(of)]).toEqual([[25n], { spent: 0n, expired: 0n, negative: 0n }]);
    expectLogToBeState(of);
  });

  it('that has expired meanwhile is not said twice: a later file has it among what has expired', () => {
    const of = opened([lot(100n, NOON + DAY)]);
    of.when(pointsDeducted(STARS, 'ann', 30n));
    const all = of.at(NOON + 2n * DAY).when(said([], { expired: 100n }));
    expect(codesOf(all.decision)).toEqual(['opening.spent /lots']);
    of.when(said([lot(30n, NOON + DAY)], { expired: 70n }));
    expect([points(of), sums(of)]).toEqual([[], { spent: 30n, expired: 70n, negative: 0n }]);
    expectLogToBeState(of);
  });

  it('keeps its date where a session that spent it is cancelled', () => {
    const pay = rule('session.identifiers.size() > 0', [
      effect('deductLoyaltyPoints', { name: '', programId: STARS, value: '1' }),
    ]);
    const of = known([pay]);
    of.when(said([lot(100n, NOON + DAY)]));
    of.when(close('a', { profileId: 'ann', cartItems: [item('tea', 1000)], identifiers: ['till'] }));
    expect(points(of)).toEqual([]);
    of.when(cancel('a'));
    expect(main(of)?.lots).toMatchObject([{ points: 100n, expiry: NOON + DAY }]);
    expect(of.when(said([lot(100n, NOON + DAY)])).decision.events).toEqual([]);
  });

  it('is of one subledger, and leaves the others', () => {
    const of = opened([lot(100n)]);
    of.when(said([lot(7n)], { subledger: 'bonus' }));
    of.when(said([], {}));
    expect(ledger(of)?.subledgers).toMatchObject([
      { id: '', lots: [] },
      { id: 'bonus', lots: [{ points: 7n }] },
    ]);
  });

  it.each<[string, LedgerOpeningReceived, string]>([
    ['a profile that nobody knows', ledgerOpened(STARS, 'ben', [lot(1n)]), 'profile.not_found /profileId'],
    ['a profile without a name', ledgerOpened(STARS, '', [lot(1n)]), 'id.length /profileId'],
    ['no such program', ledgerOpened(8n, 'ann', [lot(1n)]), 'loyalty.unknown'],
    ['no such subledger', said([lot(1n)], { subledger: 'bonus' }), 'loyalty.subledger /subledgerId'],
    ['a lot of none', said([lot(0n)]), 'number.range /lots/0/points'],
    ['less than nothing spent', said([], { spent: -1n }), 'number.range /spent'],
    ['more than can be', said([], { expired: 10n ** 13n }), 'number.range /expired'],
    ['a debt where nobody owes', said([], { negative: 1n }), 'opening.debt /negative'],
    ['an end before its start', said([lot(1n, NOON, NOON)]), 'loyalty.dates /lots/0/expiry'],
    ['the same dates twice', said([lot(1n, NOON), lot(2n), lot(3n, NOON)]), 'opening.twice /lots/2'],
    [
      'too many',
      said(Array.from({ length: 201 }, (_, index) => lot(1n, NOON + BigInt(index)))),
      'loyalty.too_many /lots',
    ],
  ])('is refused where it cannot be: %s', (_case, request, code) => {
    const of = known([], { allowSubledger: false });
    const { decision } = of.when(request);
    expect([codesOf(decision), decision.events]).toEqual([[code], []]);
  });

  it('is not of a program that the application does not share', () => {
    const of = known([]);
    of.save([loyaltyProgram(STARS, { subscribedApplications: [99n] })]);
    expect(codesOf(of.when(said([lot(1n)])).decision)).toEqual(['loyalty.unknown']);
  });
});
