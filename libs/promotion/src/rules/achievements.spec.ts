import type { Achievement } from '../catalog-event';
import {
  achievement,
  application,
  campaign,
  cancel,
  close,
  effect,
  effectsOf,
  item,
  NOON,
  profileUpdate,
  rule,
  SHOP,
  Shop,
  update,
} from '../testing';
import { checkRuleset } from './check-rule';

// Goal: rules ask how far the customer is with the achievements of their campaign: in the period that the instant lies in, as
// it was before the decision.

const DAY = 86_400_000n;
const stamp = rule('true', [effect('increaseAchievementProgress', { achievementId: 5n })]);
const says = (title: string, condition: string) => rule(condition, [effect('showNotification', { title })]);

const shopWith = (target: number, rules: readonly ReturnType<typeof rule>[], changes: Partial<Achievement> = {}) =>
  new Shop([achievement(5n, 7n, target, { name: 'stamps', ...changes }), ...campaign(7n, rules)]);

const cart = { profileId: 'anna', cartItems: [item('tea', 1000)] };

const notices = ({ decision }: ReturnType<Shop['when']>) =>
  effectsOf(decision, 'showNotification').map(({ props }) => props['title']);

const problems = (shop: Shop, condition: string, campaignId = 7n, of = SHOP) =>
  checkRuleset(shop.catalog, of, { campaign: campaignId, rules: [says('yes', condition)], bindings: [] }).problems.map(
    ({ code }) => code,
  );

describe('progress with an achievement', () => {
  const told = says('{{ campaign.achievements.stamps.progress }} of {{ campaign.achievements.stamps.target }}', 'true');

  it('is what it was before the decision, whatever the decision adds', () => {
    const shop = shopWith(3, [stamp, told]);
    const closes = ['a', 'b', 'c'].map((id) => notices(shop.when(close(id, cart))));
    expect(closes).toEqual([['0 of 3'], ['1 of 3'], ['2 of 3']]);
    shop.when(cancel('b'));
    expect(notices(shop.when(update('d', cart)))).toEqual(['2 of 3']);
  });

  it('has the decimals that its steps had', () => {
    const spends = rule('true', [effect('increaseAchievementProgress', { achievementId: 5n, value: 'session.total' })]);
    const shop = shopWith(50, [spends, says('rich', 'campaign.achievements.stamps.progress == 10.5')]);
    shop.when(close('a', { profileId: 'anna', cartItems: [item('tea', 1050)] }));
    expect(notices(shop.when(update('b', cart)))).toEqual(['rich']);
  });

  it('is asked where there is no session too, and by nobody who has no profile', () => {
    const shop = shopWith(3, [told]);
    const asked = shop.when(profileUpdate('anna', { attributes: {}, runRuleEngine: true }));
    expect(notices(asked)).toEqual(['0 of 3']);
    const anonymous = shop.when(update('s', { cartItems: [item('tea', 1000)] }));
    expect(notices(anonymous)).toEqual([]);
    expect(anonymous.decision.ruleFailures[0]?.details).toContain("'stamps' is not set");
  });

  it('is each customer’s own', () => {
    const shop = shopWith(3, [stamp, told]);
    shop.when(close('a', cart));
    expect(notices(shop.when(update('b', { ...cart, profileId: 'ben' })))).toEqual(['0 of 3']);
  });

  it('is read for rules that ask alone', () => {
    const rows = ({ decision }: ReturnType<Shop['when']>) => decision.reads.map(({ row }) => row);
    const asking = 'session.total > 50 && campaign.achievements.stamps.completed';
    const shop = shopWith(3, [says('done', asking)]);
    expect(rows(shop.when(update('a', cart)))).not.toContain('achievement');
    const rich = { profileId: 'anna', cartItems: [item('tea', 6000)] };
    expect(rows(shop.when(update('b', rich)))).toContain('achievement');
  });

  it('is shown to those who ask why', () => {
    const shop = shopWith(3, [stamp, says('done', 'campaign.achievements.stamps.progress >= 2')]);
    shop.when(close('a', cart));
    const { explanation } = shop.explain(update('b', cart));
    const [seen] = explanation.campaigns[0]!.rules[1]!.condition!.parts;
    expect(seen).toMatchObject({
      text: 'campaign.achievements.stamps.progress',
      value: { kind: 'decimal', unscaled: 1n, scale: 0 },
    });
  });
});

describe('a period of an achievement', () => {
  // Ten stamps a week for a free tea, as a coffee house has it.
  const week = { period: '7D', recurrencePolicy: 'on_expiration' };
  const free = says('free', 'campaign.achievements.stamps.completed');
  const open = says('go on', 'has(campaign.achievements.stamps.startDate) && !campaign.achievements.stamps.completed');
  const at = (shop: Shop, days: bigint) => notices(shop.at(NOON + days * DAY).try(update('looks', cart)));

  const stamped = (shop: Shop, ...days: readonly bigint[]) =>
    days.forEach((day) => shop.at(NOON + day * DAY).when(close(`day ${day}`, cart)));

  it('is asked for as long as it lasts, and no longer where another follows', () => {
    const shop = shopWith(2, [stamp, free, open], week);
    stamped(shop, 0n);
    expect([at(shop, 0n), at(shop, 6n)]).toEqual([['go on'], ['go on']]);
    stamped(shop, 1n);
    expect([at(shop, 1n), at(shop, 6n), at(shop, 7n)]).toEqual([['free'], ['free'], []]);
    stamped(shop, 9n);
    expect(at(shop, 9n)).toEqual(['go on']);
  });

  it('stays what it came to where no other follows', () => {
    const once = shopWith(2, [stamp, free, open], { ...week, recurrencePolicy: 'no_recurrence' });
    stamped(once, 0n, 1n);
    expect(at(once, 30n)).toEqual(['free']);
    const over = shopWith(2, [stamp, free, open], { ...week, endDate: NOON + 20n * DAY });
    stamped(over, 14n, 15n);
    expect([at(over, 19n), at(over, 20n), at(over, 21n)]).toEqual([['free'], ['free'], ['free']]);
  });

  it('is completed until the next one begins, where that begins on completion', () => {
    const shop = shopWith(2, [stamp, free, open], { ...week, recurrencePolicy: 'on_completion' });
    stamped(shop, 0n, 1n);
    expect(at(shop, 2n)).toEqual(['free']);
    stamped(shop, 3n);
    expect(at(shop, 3n)).toEqual(['go on']);
  });

  it('ends when days end in the time zone of the application, also where a day has 25 hours', () => {
    const saturday = Date.UTC(2026, 9, 24, 10);
    const shop = shopWith(2, [stamp, open], { period: '1D_U', recurrencePolicy: 'on_expiration' });
    const looks = (utc: number) => notices(shop.at(BigInt(utc)).try(update('looks', cart)));
    const [lastHour, nextDay] = [Date.UTC(2026, 9, 25, 22, 59), Date.UTC(2026, 9, 25, 23, 0)];
    shop.at(BigInt(saturday)).when(close('saturday', cart));
    expect([looks(lastHour), looks(nextDay)]).toEqual([['go on'], []]);
  });
});

describe('the achievements that rules may name', () => {
  const named = 'campaign.achievements.stamps.progress >= 1';

  it('are those of their campaign, with the fields that they have', () => {
    const shop = shopWith(3, []);
    expect(problems(shop, named)).toEqual([]);
    expect(problems(shop, named, 8n)).toEqual(['expr.type']);
    expect(problems(shop, 'campaign.achievements.stamps.steps >= 1')).toEqual(['expr.type']);
    expect(problems(shop, 'campaign.achievements.stamps.completed == 1')).toEqual(['expr.type']);
  });

  it('can be named as soon as they are there, and no longer when they are gone, or called otherwise', () => {
    const shop = new Shop(campaign(7n, [says('yes', 'campaign.achievements.stamps.progress == 0')]));
    expect(notices(shop.try(update('s', cart)))).toEqual([]);
    shop.save([achievement(5n, 7n, 3, { name: 'stamps' })]);
    expect(notices(shop.try(update('s', cart)))).toEqual(['yes']);
    expect(problems(shop.save([achievement(5n, 7n, 3, { name: 'points' })]), named)).toEqual(['expr.type']);
    expect(problems(shop, 'campaign.achievements.points.progress >= 1')).toEqual([]);
    shop.save([{ kind: 'AchievementDeleted', application: SHOP, id: 5n }]);
    expect(problems(shop, 'campaign.achievements.points.progress >= 1')).toEqual(['expr.type']);
  });

  it('keep what is compiled when they change in anything but their name, and that of other applications always', () => {
    const other = application({ id: 2n, name: 'Other' });
    const shop = shopWith(3, []).save([{ kind: 'ApplicationSaved', entity: other }]);
    const [own, theirs] = [shop.catalog.scope(SHOP), shop.catalog.scope(2n)];
    shop.save([achievement(5n, 7n, 4, { name: 'stamps' })]);
    expect(shop.catalog.scope(SHOP)).toBe(own);
    shop.save([achievement(5n, 7n, 4, { name: 'points' })]);
    expect(shop.catalog.scope(SHOP)).not.toBe(own);
    expect(shop.catalog.scope(2n)).toBe(theirs);
  });

  it('are not those of another application, nor is what the customer came to there', () => {
    const counted = { name: 'stamps', application: 2n };
    const shop = shopWith(3, [says('mine', 'campaign.achievements.stamps.progress == 0')]);
    shop.save([
      { kind: 'ApplicationSaved', entity: application({ id: 2n, name: 'Other' }) },
      achievement(6n, 9n, 3, counted),
      ...campaign(
        9n,
        [
          rule('true', [effect('increaseAchievementProgress', { achievementId: 6n })]),
          says('theirs {{ campaign.achievements.stamps.progress }}', 'true'),
        ],
        { application: 2n },
      ),
    ]);
    shop.when(close('a', cart), 2n);
    expect(notices(shop.when(update('b', cart), 2n))).toEqual(['theirs 1']);
    expect(notices(shop.when(update('b', cart)))).toEqual(['mine']);
    expect(problems(shop, named, 9n)).toEqual(['expr.type']);
  });
});
