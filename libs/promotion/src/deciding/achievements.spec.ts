import type { Achievement } from '../catalog-event';
import {
  achievement,
  campaign,
  cancel,
  close,
  effect,
  effectsOf,
  eventsOf,
  item,
  NOON,
  profileUpdate,
  reopen,
  returned,
  rule,
  Shop,
  update,
  type Decided,
} from '../testing';

// Goal: closes are steps towards an achievement, in its periods; they are taken back with their sessions, exactly, unless
// the achievement keeps what was reached.

const DAY = 86_400_000n;
const steps = rule('true', [effect('increaseAchievementProgress', { achievementId: 5n })]);
const spends = rule('true', [effect('increaseAchievementProgress', { achievementId: 5n, value: 'session.total' })]);

const shopWith = (target: number, changes: Partial<Achievement> = {}, one = steps) =>
  new Shop([achievement(5n, 1n, target, changes), ...campaign(1n, [one])]);

const cart = (cents = 1000) => ({ profileId: 'anna', cartItems: [item('tea', cents)] });

/** `1 of 3`, with a mark where the target is reached by it. */
function told({ decision }: Decided): string[] {
  return effectsOf(decision, 'increaseAchievementProgress').map(({ props: { value, target, isJustCompleted } }) => {
    return `${plain(value)} of ${plain(target)}${isJustCompleted === true ? '!' : ''}`;
  });
}

function plain(value: unknown): number {
  const { unscaled, scale } = value as { unscaled: bigint; scale: number };
  return Number(unscaled) / 10 ** scale;
}

const back = ({ decision }: Decided) =>
  effectsOf(decision, 'rollbackIncreasedAchievementProgress').map(({ props }) => {
    return `-${plain(props['decreaseProgressBy'])} to ${plain(props['currentProgress'])}`;
  });

describe('startAchievementProgress', () => {
  const begins = rule("session.id == 'begin'", [effect('startAchievementProgress', { achievementId: 5n })]);
  const walks = { ...steps, condition: "session.id != 'begin'" };
  const both = (changes: Partial<Achievement> = {}) =>
    new Shop([achievement(5n, 1n, 3, { period: '10D', ...changes }), ...campaign(1n, [begins, walks])]);

  it('begins the period when the session closes, and steps go on in it', () => {
    const shop = both();
    const open = shop.when(update('begin', cart()));
    expect(open.decision.effects).toMatchObject([{ type: 'startAchievementProgress', phase: 'transient' }]);
    const { decision } = shop.when(close('begin'));
    expect(decision.effects).toMatchObject([
      {
        phase: 'committed',
        props: {
          ...{ achievementId: 5n, achievementName: 'achievement 5', progressTrackerId: 1n },
          target: { unscaled: 30_000n },
          startDate: { kind: 'instant', at: NOON },
          endDate: { kind: 'instant', at: NOON + 10n * DAY },
        },
      },
    ]);
    expect(eventsOf(decision, 'AchievementProgressChanged')).toMatchObject([
      { delta: 0n, tracker: 1n, progress: { trackers: [{ start: NOON, progress: 0n, completed: null }] } },
    ]);
    const step = shop.at(NOON + DAY).when(close('s', cart()));
    expect(told(step)).toEqual(['1 of 3']);
    expect(eventsOf(step.decision, 'AchievementProgressChanged')[0]?.progress.trackers).toMatchObject([
      { start: NOON },
    ]);
  });

  it('gives nothing where the way has begun, or is over', () => {
    const shop = both();
    shop.when(close('s', cart()));
    expect(shop.when(close('begin', cart())).decision.effects).toEqual([]);
    const over = both({ endDate: NOON });
    expect(over.when(close('begin', cart())).decision.effects).toEqual([]);
  });

  it('stays when its session is undone, and is not told again', () => {
    const shop = both();
    for (const request of [close('begin', cart()), reopen('begin'), close('begin')]) shop.when(request);
    expect(shop.log.map(({ decision }) => decision.effects.length)).toEqual([1, 0, 0]);
    expect(shop.when(cancel('begin')).decision.effects).toEqual([]);
  });
});

describe('increaseAchievementProgress', () => {
  it('is only told while the session is open, and committed when it closes', () => {
    const shop = shopWith(3);
    const open = shop.when(update('s', cart()));
    expect([told(open), open.decision.effects[0]?.phase]).toEqual([['1 of 3'], 'transient']);
    expect(eventsOf(open.decision, 'AchievementProgressChanged')).toEqual([]);
    const closed = shop.when(close('s'));
    expect([told(closed), closed.decision.effects[0]?.phase]).toEqual([['1 of 3'], 'committed']);
    expect(eventsOf(closed.decision, 'AchievementProgressChanged')).toMatchObject([
      {
        ...{ campaign: 1n, tracker: 1n, delta: 10_000n },
        progress: { achievement: 5n, profileId: 'anna', trackers: [{ id: 1n, start: NOON, progress: 10_000n }] },
      },
    ]);
  });

  it('says once that the target is reached, and then gives nothing, without keeping other effects back', () => {
    const both = { ...steps, effects: [...steps.effects, effect('showNotification', { title: 'thanks' })] };
    const shop = shopWith(2, {}, both);
    const closes = ['a', 'b', 'c'].map((id) => shop.when(close(id, cart())));
    expect(closes.map(told)).toEqual([['1 of 2'], ['2 of 2!'], []]);
    expect(closes.map(({ decision }) => decision.effects.length)).toEqual([2, 2, 1]);
  });

  it('counts what the rule says, to four decimals', () => {
    const shop = shopWith(30, {}, spends);
    expect([cart(1050), cart(1949), cart(1)].map((one, index) => told(shop.when(close(`s${index}`, one))))).toEqual([
      ['10.5 of 30'],
      ['29.99 of 30'],
      ['30 of 30!'],
    ]);
  });

  it('adds several steps of one session up', () => {
    const shop = new Shop([achievement(5n, 1n, 3), ...campaign(1n, [steps, steps])]);
    expect(told(shop.when(close('s', cart())))).toEqual(['1 of 3', '2 of 3']);
    expect(back(shop.when(cancel('s')))).toEqual(['-1 to 1', '-1 to 0']);
  });

  it('needs a profile, an achievement of its campaign, and a step forward', () => {
    const shop = shopWith(3);
    const reasons = ({ decision }: Decided) => decision.ruleFailures.map(({ details }) => details);
    expect(reasons(shop.when(close('s', { cartItems: [item('tea', 1)] })))).toEqual(['there is no profile']);
    expect(reasons(shopWith(3, { campaign: 2n }).when(close('s', cart())))).toEqual([
      'achievement 5 is not of this campaign',
    ]);
    expect(reasons(shopWith(3, {}, spends).when(close('s', { profileId: 'anna' })))).toEqual(['a step goes forward']);
  });

  it('counts at once where there is no session', () => {
    const shop = shopWith(3);
    const decided = shop.when(profileUpdate('anna', { attributes: {}, runRuleEngine: true }));
    expect(eventsOf(decided.decision, 'AchievementProgressChanged')).toHaveLength(1);
  });
});

describe('a step', () => {
  it.each([
    ['cancelled', cancel('b')],
    ['reopened', reopen('b')],
    ['returned as a whole', returned('b', { 0: null })],
  ])('is taken back when its session is %s, with what was reached by it', (_case, request) => {
    const shop = shopWith(2);
    shop.when(close('a', cart()));
    shop.when(close('b', cart()));
    const undone = shop.when(request);
    expect(back(undone)).toEqual(['-1 to 1']);
    expect(effectsOf(undone.decision, 'rollbackIncreasedAchievementProgress')[0]?.phase).toBe('rolledBack');
    expect(told(shop.when(close('c', cart())))).toEqual(['2 of 2!']);
  });

  it('goes back with the last unit, and once', () => {
    const shop = shopWith(2);
    shop.when(close('s', { profileId: 'anna', cartItems: [item('tea', 1000, 2)] }));
    expect(back(shop.when(returned('s', { 0: 1 })))).toEqual([]);
    expect(back(shop.when(returned('s', { 0: 1 })))).toEqual(['-1 to 0']);
    expect(back(shop.when(cancel('s')))).toEqual([]);
  });

  it('stays where what was reached is kept, and does not count again when the session closes again', () => {
    const shop = shopWith(2, { allowRollbackAfterCompletion: false, recurrencePolicy: 'on_completion' });
    shop.when(close('a', cart()));
    shop.when(close('b', cart()));
    expect(back(shop.when(reopen('b')))).toEqual([]);
    expect(told(shop.when(close('b')))).toEqual([]);
    expect(told(shop.when(close('c', cart())))).toEqual(['1 of 2']);
  });

  it('counts again when its session was reopened and closes again', () => {
    const shop = shopWith(2);
    shop.when(close('a', cart()));
    shop.when(reopen('a'));
    expect(told(shop.when(close('a')))).toEqual(['1 of 2']);
  });

  it('counts when its session closes again, where it was too early before', () => {
    const shop = shopWith(2, { activationPolicy: 'fixed_schedule', fixedStartDate: NOON + DAY });
    expect(told(shop.when(close('a', cart())))).toEqual([]);
    shop.when(reopen('a'));
    expect(told(shop.at(NOON + DAY).when(close('a')))).toEqual(['1 of 2']);
  });

  it('is taken back from the period that it was taken in', () => {
    const shop = shopWith(3, { period: '1D', recurrencePolicy: 'on_expiration' });
    shop.when(close('a', cart()));
    shop.at(NOON + 2n * DAY).when(close('b', cart()));
    expect(back(shop.when(cancel('a')))).toEqual(['-1 to 0']);
    expect(told(shop.when(close('c', cart())))).toEqual(['2 of 3']);
  });
});

describe('a period', () => {
  const run = (shop: Shop, days: readonly bigint[]) =>
    days.map((day, index) => told(shop.at(NOON + day * DAY).when(close(`s${index}`, cart())))[0] ?? '-');

  it.each<[string, Partial<Achievement>, readonly string[]]>([
    ['no_recurrence', {}, ['1 of 2', '2 of 2!', '-', '-', '-']],
    ['on_expiration', {}, ['1 of 2', '2 of 2!', '-', '1 of 2', '2 of 2!']],
    ['on_completion', {}, ['1 of 2', '2 of 2!', '1 of 2', '1 of 2', '2 of 2!']],
  ])('of the first step on, %s', (recurrencePolicy, changes, expected) => {
    const shop = shopWith(2, { period: '7D', recurrencePolicy, ...changes });
    expect(run(shop, [0n, 1n, 2n, 9n, 10n])).toEqual(expected);
  });

  it('that was not enough is over, and the next begins with the next step', () => {
    const shop = shopWith(3, { period: '7D', recurrencePolicy: 'on_expiration' });
    expect(run(shop, [0n, 6n, 7n, 13n, 14n])).toEqual(['1 of 3', '2 of 3', '1 of 3', '2 of 3', '1 of 3']);
  });

  it('of a schedule is the same for all: nothing counts before it, and each begins where the last one ended', () => {
    const fixed = { activationPolicy: 'fixed_schedule', fixedStartDate: NOON + DAY, period: '7D' };
    const shop = shopWith(3, { ...fixed, recurrencePolicy: 'on_expiration' });
    expect(run(shop, [0n, 2n, 7n, 8n, 29n])).toEqual(['-', '1 of 3', '2 of 3', '1 of 3', '1 of 3']);
    const once = shopWith(3, { ...fixed, recurrencePolicy: 'no_recurrence' });
    expect(run(once, [2n, 7n, 8n])).toEqual(['1 of 3', '2 of 3', '-']);
  });

  it('counts no more from the end of the achievement on', () => {
    const shop = shopWith(3, { endDate: NOON + 2n * DAY });
    expect(run(shop, [0n, 1n, 2n])).toEqual(['1 of 3', '2 of 3', '-']);
  });
});
