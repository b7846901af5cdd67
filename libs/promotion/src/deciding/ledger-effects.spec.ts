import type { Decision } from '../decision';
import { instantValue } from '../attributes/kind';
import { cancel, close, effectsOf, NOON, pointsAdded, profileUpdate, update } from '../testing';
import { earning, HOUR, shop, STARS, visit } from './loyalty.fixture';

const TICK = { kind: 'ClockTicked', partition: 0 } as const;
const ACCOUNT = 0n;
const GOLD = {
  ...{ tiers: [{ name: 'gold', minPoints: 100n }], timezone: 'UTC' },
  ...{ tiersExpirationPolicy: 'tier_start_date', tiersExpireIn: '1D' },
};
const ANN = { programId: STARS, subLedgerId: '', recipientIntegrationId: 'ann' };

const tierChanges = (decision: Decision) => effectsOf(decision, 'changeLoyaltyTierLevel');

describe('what time does to points', () => {
  it('is told by the tick that books it, one effect for a subledger', () => {
    const { shop: of, when } = shop([]);
    when(update('s', visit));
    const dates = { pendingDuration: '1h', validityDuration: '1h' };
    for (const points of [100n, 25n]) when(pointsAdded(STARS, 'ann', points, dates));
    when(pointsAdded(STARS, 'ann', 7n, { ...dates, subledger: 'bonus' }));
    const told = () =>
      of.when(TICK, ACCOUNT).decision.effects.map(({ type, phase, props }) => [type, phase, props['value']]);
    of.at(NOON + HOUR);
    expect(told()).toEqual([
      ['loyaltyPointsActivated', 'committed', 125n],
      ['loyaltyPointsActivated', 'committed', 7n],
    ]);
    expect(told()).toEqual([]);
    of.at(NOON + 2n * HOUR);
    expect(told()).toEqual([
      ['loyaltyPointsExpired', 'committed', 125n],
      ['loyaltyPointsExpired', 'committed', 7n],
    ]);
  });

  it('is told by the customer who comes before the tick, and then not again', () => {
    const { shop: of, when } = shop([earning('1')]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 100n, { validityDuration: '1h' }));
    of.at(NOON + HOUR);
    expect(effectsOf(when(update('s')).decision, 'loyaltyPointsExpired')).toEqual([]);
    const { decision } = when(close('s'));
    expect(effectsOf(decision, 'loyaltyPointsExpired')).toMatchObject([
      { campaign: 0n, props: { ...ANN, value: 100n } },
    ]);
    expect(of.when(TICK, ACCOUNT).decision.effects).toEqual([]);
  });
});

describe('a change of tiers', () => {
  it('is an effect of the rule whose points made it, when these are booked', () => {
    const { when } = shop([earning('0.5'), earning('1')], GOLD);
    expect(tierChanges(when(update('s', visit)).decision)).toEqual([]);
    const { decision } = when(close('s'));
    const expiryDate = instantValue(NOON + 24n * HOUR);
    const props = { ruleTitle: 'true', ...ANN, newTierName: 'gold', expiryDate };
    expect(tierChanges(decision)).toMatchObject([
      { campaign: 1n, ruleIndex: 1, ruleName: 'true', phase: 'committed', props, shares: [] },
    ]);
    expect(tierChanges(decision)[0]?.props).toEqual(props);
    expect(tierChanges(when(close('s')).decision)).toEqual([]);
  });

  it('is told without a rule where points were given by hand, or the clock ended it', () => {
    const { shop: of, when } = shop([], GOLD);
    when(update('s', visit));
    const rises = when(pointsAdded(STARS, 'ann', 100n, { validityDuration: '1h' })).decision;
    expect(tierChanges(rises)).toMatchObject([{ campaign: 0n, props: { ruleTitle: '', newTierName: 'gold' } }]);
    const { decision } = of.at(NOON + 26n * HOUR).when(TICK, ACCOUNT);
    expect(tierChanges(decision)).toMatchObject([{ props: { ...ANN, previousTierName: 'gold', newTierName: '' } }]);
  });

  it('is told for a profile update; a dry run makes none', () => {
    const { shop: of, when } = shop([earning('1')], GOLD);
    const request = profileUpdate('ann', { runRuleEngine: true });
    expect(tierChanges(of.try(request).decision)).toEqual([]);
    expect(tierChanges(when(request).decision)).toMatchObject([{ phase: 'committed' }]);
  });

  it('stays when the session that led to it is cancelled: a tier falls when it expires', () => {
    const { when } = shop([earning('1')], GOLD);
    when(close('s', visit));
    expect(tierChanges(when(cancel('s')).decision)).toEqual([]);
  });
});
