import {
  bookedIn,
  cancel,
  close,
  effect,
  effectsOf,
  eventsOf,
  NOON,
  pointsAdded,
  profileUpdate,
  reopen,
  returned,
  rule,
  told,
  update,
} from '../testing';
import { HOUR, main, shop, STARS, visit } from './loyalty.fixture';

// Goal: rules may move the day on which points expire; it is done at close, once per session, to points that are active.

const DAY = 24n * HOUR;
const on = (condition: string, type: string, props: object) =>
  rule(condition, [effect(type, { programId: STARS, ...props })]);
const extending = on('true', 'extendLoyaltyPointsExpiryDate', { extensionDuration: '10D' });
const setting = on('true', 'setLoyaltyPointsExpiryDate', { expiryDate: "now + duration('48h')" });

const expiries = (of: ReturnType<typeof shop>['shop']) =>
  (main(of)?.lots ?? []).map(({ points, expiry }) => [points, expiry === null ? null : (expiry - NOON) / HOUR]);

/** Ann has points that expire in a day, some that never do, and some that are pending. */
function annsShop(...rules: ReturnType<typeof rule>[]) {
  return shop(rules).after(
    profileUpdate('ann'),
    pointsAdded(STARS, 'ann', 100n, { validUntil: NOON + DAY }),
    pointsAdded(STARS, 'ann', 200n),
    pointsAdded(STARS, 'ann', 400n, { pendingUntil: NOON + HOUR, validUntil: NOON + DAY }),
  );
}

describe('extendLoyaltyPointsExpiryDate', () => {
  it('lets active points that expire do so later, at close', () => {
    const { shop: of, when } = annsShop(extending);
    const open = when(update('s', visit)).decision;
    expect(effectsOf(open, 'extendLoyaltyPointsExpiryDate')[0]?.phase).toBe('transient');
    expect(expiries(of)).toEqual([[100n, 24n], [400n, 24n], [200n, null]]); // prettier-ignore
    const { decision } = when(close('s'));
    expect(decision.effects).toMatchObject([
      {
        phase: 'committed',
        props: {
          ...{ programId: STARS, subLedgerId: '', extensionDuration: '10D' },
          affectedTransactions: {
            items: [
              {
                entries: {
                  transactionUUID: expect.any(String) as string,
                  previousExpiryDate: { kind: 'instant', at: NOON + DAY },
                  newExpiryDate: { kind: 'instant', at: NOON + 11n * DAY },
                },
              },
            ],
          },
        },
      },
    ]);
    expect(bookedIn(decision)).toEqual(['expiryChanged 100']);
    expect(expiries(of)).toEqual([[400n, 24n], [100n, 264n], [200n, null]]); // prettier-ignore
  });

  it('holds: the clock finds the points at their new date', () => {
    const { shop: of, when } = annsShop(extending);
    when(close('s', visit));
    const tick = (at: bigint) => bookedIn(of.at(at).when({ kind: 'ClockTicked', partition: 0 }, 0n).decision);
    expect(tick(NOON + 2n * DAY)).toEqual(['activated 400', 'expired 400']);
    expect(tick(NOON + 11n * DAY - 1n)).toEqual([]);
    expect(tick(NOON + 11n * DAY)).toEqual(['expired 100']);
  });

  it('extends once in a session, however often that closes, and stays when it is undone', () => {
    const { shop: of, when } = annsShop(extending);
    for (const request of [close('s', visit), reopen('s'), close('s'), cancel('s')]) when(request);
    expect(of.log.flatMap(({ decision }) => effectsOf(decision, 'extendLoyaltyPointsExpiryDate'))).toHaveLength(1);
    expect(expiries(of)).toContainEqual([100n, 264n]);
  });

  it('gives nothing where no points expire, and keeps no other effect back', () => {
    const both = rule('true', [...extending.effects, effect('showNotification', { title: 'hello' })]);
    const { when } = shop([both]);
    expect(told(when(close('s', visit)).decision)).toEqual(['showNotification']);
  });

  it('does not make returned points count as expired that are still there', () => {
    const earns = rule("event.type == 'talon_session_closed' || session.id == 's'", [
      effect('addLoyaltyPoints', { name: 'x', programId: STARS, value: 'session.total', validityDuration: '1D' }),
    ]);
    const later = on("session.id == 't'", 'extendLoyaltyPointsExpiryDate', { extensionDuration: '10D' });
    const { shop: of, when } = shop([earns, later]);
    when(close('s', visit));
    when(close('t', { profileId: 'ann' }));
    of.at(NOON + 2n * DAY);
    expect(bookedIn(when(returned('s', { 0: 2 })).decision)).toEqual(['takenBack 2000']);
  });
});

describe('setLoyaltyPointsExpiryDate', () => {
  it('gives all active points one date, also those that did not expire', () => {
    const { shop: of, when } = annsShop(setting);
    const { decision } = when(close('s', visit));
    expect(told(decision)).toEqual(['setLoyaltyPointsExpiryDate']);
    expect(expiries(of)).toEqual([[400n, 24n], [100n, 48n], [200n, 48n]]); // prettier-ignore
  });

  it('moves no points that the same rules give, and none that they take', () => {
    const rules = rule('true', [
      effect('deductLoyaltyPoints', { name: 'pay', programId: STARS, value: '1' }),
      ...setting.effects,
      effect('addLoyaltyPoints', { name: 'x', programId: STARS, value: '5', expiryDate: "now + duration('1h')" }),
    ]);
    const { shop: of, when } = annsShop(rules);
    expect(bookedIn(when(close('s', visit)).decision)).toEqual(['deducted 100', 'expiryChanged 200', 'added 500']);
    expect(expiries(of)).toEqual([[500n, 1n], [400n, 24n], [200n, 48n]]); // prettier-ignore
  });

  it('fails aloud where the date is over, and without a profile quietly', () => {
    const over = on('true', 'setLoyaltyPointsExpiryDate', { expiryDate: 'now' });
    expect(told(annsShop(over).when(close('s', visit)).decision)).toEqual(['error']);
    const { decision } = annsShop(setting).when(close('s', { cartItems: visit.cartItems }));
    expect([told(decision), decision.ruleFailures.length]).toEqual([[], 1]);
  });

  it('is booked at once for a profile update', () => {
    const { when } = annsShop(setting);
    const { decision } = when(profileUpdate('ann', { runRuleEngine: true }));
    expect(eventsOf(decision, 'LedgerChanged')).toHaveLength(1);
  });
});
