import type { LimitConfig } from '../catalog-event';
import {
  application,
  campaign,
  cancel,
  close,
  detailsOf,
  effectsOf,
  given,
  limit,
  loyaltyProgram,
  moved,
  pointsAdded,
  returned,
  told,
  update,
} from '../testing';
import { earning, paying, spending, STARS, visit } from './loyalty.fixture';

describe('limits on points', () => {
  const limited = (limits: readonly LimitConfig[], partialRewards = false) => {
    const program = loyaltyProgram(STARS, { name: 'stars', returnPolicy: 'only_pending' });
    const saved = { kind: 'ApplicationSaved', entity: application({ partialRewards }) } as const;
    return given(saved, program, campaign(1n, [earning('25')], { limits }));
  };

  it('are counted at close', () => {
    const { when } = limited([limit('createLoyaltyPoints', 4000n), limit('createLoyaltyPointsEffect', 2n)]);
    const { decision } = when(close('s', visit));
    expect(moved(decision)).toEqual(['createLoyaltyPoints|1||| 2500 -> 2500', 'createLoyaltyPointsEffect|1||| 1 -> 1']);
    expect(told(when(close('t', visit)).decision)).toEqual([]);
  });

  it('leave a part where the application gives partial rewards', () => {
    const { when } = limited([limit('createLoyaltyPoints', 4000n)], true);
    when(close('s', visit));
    const [added] = effectsOf(when(close('t', visit)).decision, 'addLoyaltyPoints');
    expect(added?.props).toMatchObject({ value: 1500n, desiredValue: 2500n });
  });

  it('stay used by points that stay with the customer', () => {
    const { when } = limited([limit('createLoyaltyPoints', 4000n), limit('createLoyaltyPointsEffect', 9n)]);
    when(close('s', visit));
    expect(moved(when(cancel('s')).decision)).toEqual([]);
    expect(told(when(close('t', visit)).decision)).toEqual([]);
  });

  describe('that are spent', () => {
    const spent = [limit('redeemLoyaltyPoints', 4000n), limit('redeemLoyaltyPointsEffect', 2n)];
    const rich = (limits: readonly LimitConfig[]) => {
      const program = loyaltyProgram(STARS, { name: 'stars' });
      return given(program, campaign(1n, [paying('25', '5')], { limits })).after(
        update('first', { profileId: 'ann' }),
        pointsAdded(STARS, 'ann', 10_000n),
      );
    };

    it('are counted at close, as points and as times, and refuse what goes beyond either', () => {
      const { when } = rich(spent);
      expect(moved(when(update('s', spending)).decision)).toEqual([]);
      expect(moved(when(close('s', spending)).decision)).toEqual([
        'redeemLoyaltyPoints|1||| 2500 -> 2500',
        'redeemLoyaltyPointsEffect|1||| 1 -> 1',
      ]);
      const { decision } = when(close('t', spending));
      expect(told(decision)).toEqual([]);
      expect(decision.ruleFailures.map(detailsOf)).toEqual([
        expect.stringContaining('the limit on redeemLoyaltyPoints'),
      ]);
    });

    it('hold a number of times alone, for each profile', () => {
      const { when } = rich([limit('redeemLoyaltyPointsEffect', 1n, ['Profile'])]);
      expect(moved(when(close('s', spending)).decision)).toEqual(['redeemLoyaltyPointsEffect|1|||ann 1 -> 1']);
      expect(told(when(close('t', spending)).decision)).toEqual([]);
    });

    it('come back with points that are given back', () => {
      const { when } = rich(spent);
      when(close('s', spending));
      // 25 points on 25.00: the cup was 5.00 of it.
      expect(moved(when(returned('s', { 1: 1 })).decision)).toEqual(['redeemLoyaltyPoints|1||| -500 -> 2000']);
      expect(moved(when(cancel('s')).decision)).toEqual([
        'redeemLoyaltyPoints|1||| -2000 -> 0',
        'redeemLoyaltyPointsEffect|1||| -1 -> 0',
      ]);
      expect(moved(when(close('t', spending)).decision)).toHaveLength(2);
    });
  });

  it('come back with points that are taken back', () => {
    const program = loyaltyProgram(STARS, { name: 'stars' });
    const limits = [limit('createLoyaltyPoints', 4000n), limit('createLoyaltyPointsEffect', 9n)];
    const { when } = given(program, campaign(1n, [earning('25')], { limits }));
    when(close('s', visit));
    expect(moved(when(returned('s', { 1: 1 })).decision)).toEqual(['createLoyaltyPoints|1||| -500 -> 2000']);
    expect(moved(when(cancel('s')).decision)).toEqual([
      'createLoyaltyPoints|1||| -2000 -> 0',
      'createLoyaltyPointsEffect|1||| -1 -> 0',
    ]);
  });
});
