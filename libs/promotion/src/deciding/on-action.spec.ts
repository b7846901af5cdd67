import { ON_ACTION, subledgerOf } from '../loyalty/balance';
import {
  bookedIn,
  cancel,
  close,
  codesOf,
  effectsOf,
  NOON,
  pointsActivated,
  pointsAdded,
  pointsDeducted,
  returned,
  told,
  update,
} from '../testing';
import { earning, HOUR, ledger, main, shop, STARS, visit } from './loyalty.fixture';

const WAITING = { defaultPending: 'on_action', defaultValidity: '2h' };

describe('points that wait until somebody activates them', () => {
  function earned(program = {}) {
    const made = shop([earning('10')], { ...WAITING, ...program });
    const { decision } = made.when(close('s', visit));
    const uuid = effectsOf(decision, 'addLoyaltyPoints')[0]?.props['transactionUUID'] as string;
    return { ...made, decision, uuid };
  }

  it('are told as such, have no date, and cannot be spent', () => {
    const { shop: of, when, decision } = earned();
    const [given] = effectsOf(decision, 'addLoyaltyPoints');
    expect(given?.props).toMatchObject({ awaitsActivation: true, validityDuration: '2h' });
    expect(given?.props).not.toHaveProperty('startDate');
    expect(main(of)?.lots).toMatchObject([{ points: 1000n, start: ON_ACTION, expiry: null, validity: '2h' }]);
    of.at(NOON + 99n * HOUR);
    expect(codesOf(when(pointsDeducted(STARS, 'ann', 1n)).decision)).toEqual(['loyalty.balance /points']);
  });

  it('hold from then on, and are told once', () => {
    const { shop: of, when, uuid } = earned();
    of.at(NOON + 5n * HOUR);
    const { decision } = when(pointsActivated(STARS, 'ann', ['unknown', uuid]));
    expect(bookedIn(decision)).toEqual(['activated 1000']);
    expect(told(decision)).toEqual(['loyaltyPointsActivated 1000']);
    expect(main(of)?.lots).toMatchObject([{ start: NOON + 5n * HOUR, expiry: NOON + 7n * HOUR, validity: null }]);
    expect(codesOf(when(pointsActivated(STARS, 'ann', [uuid])).decision)).toEqual([
      'loyalty.not_waiting /transactionUUIDs',
    ]);
    expect(bookedIn(of.at(NOON + 7n * HOUR).when(pointsAdded(STARS, 'ann', 1n)).decision)).toEqual([
      'expired 1000',
      'added 1',
    ]);
  });

  it('join the program and reach tiers when they are activated', () => {
    const tiers = [{ name: 'gold', minPoints: 1000n }];
    const { shop: of, when, uuid } = earned({ tiers, programJoinPolicy: 'points_activated' });
    expect([ledger(of)?.joined, main(of)?.tier]).toEqual([null, null]);
    of.at(NOON + HOUR);
    const { decision } = when(pointsActivated(STARS, 'ann', [uuid]));
    expect(told(decision)).toEqual(['loyaltyPointsActivated 1000', 'changeLoyaltyTierLevel']);
    expect([ledger(of)?.joined, main(of)?.tier?.name]).toEqual([NOON + HOUR, 'gold']);
  });

  it('end at a date that was given, whether they still wait or not', () => {
    const { shop: of, when } = earned();
    when(pointsAdded(STARS, 'ann', 7n, { subledger: 'bonus', validUntil: NOON + 3n * HOUR }));
    expect(bookedIn(of.at(NOON + 3n * HOUR).when(pointsAdded(STARS, 'ann', 1n)).decision)).toContain('expired 7');
    const held = ledger(of);
    expect(held && subledgerOf(held, 'bonus').lots).toEqual([]);
  });

  it.each(['only_pending', 'within_balance', 'unlimited'])(
    'go with their session while they wait: %s',
    (returnPolicy) => {
      const { shop: of, when } = earned({ returnPolicy });
      expect(told(when(cancel('s')).decision)).toEqual(['rollbackAddedLoyaltyPoints 1000']);
      expect(main(of)?.lots).toEqual([]);
    },
  );

  it('take nothing else with them when they were activated and are gone', () => {
    const { shop: of, when, uuid } = earned({ returnPolicy: 'unlimited' });
    when(pointsActivated(STARS, 'ann', [uuid]));
    of.at(NOON + 2n * HOUR);
    when(pointsAdded(STARS, 'ann', 5000n, { pendingDuration: 'immediate' }));
    expect(told(when(returned('s', { 0: 2, 1: 1 })).decision)).toEqual([]);
    expect(main(of)).toMatchObject({ negative: 0n, lots: [{ points: 5000n }] });
  });

  it('are nobody else’s, and none of another program', () => {
    const { when, uuid } = earned();
    when(update('t', { profileId: 'bob' }));
    expect(codesOf(when(pointsActivated(STARS, 'bob', [uuid])).decision)).toEqual([
      'loyalty.not_waiting /transactionUUIDs',
    ]);
    expect(codesOf(when(pointsActivated(8n, 'ann', [uuid])).decision)).toEqual(['loyalty.unknown']);
    expect(codesOf(when(pointsActivated(STARS, 'ann', [])).decision)).toEqual(['list.length /transactionUUIDs']);
  });
});
