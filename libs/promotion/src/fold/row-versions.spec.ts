import { explain } from '../deciding/decide';
import type { Situation } from '../decide';
import type { Coupon } from '../coupon';
import {
  achievement,
  attribute,
  audience,
  cancel,
  campaign,
  close,
  coupons,
  effect,
  eventType,
  giveawayPool,
  giveaways,
  item,
  limit,
  NOON,
  reopen,
  returned,
  rule,
  SHOP,
  Shop,
  update,
} from '../testing';
import type { Request } from '../request';
import type { Versioned, World } from '../world';
import { rowName } from '../rows';
import {
  canonicalOfUse,
  couponAfter,
  createdCoupon,
  historyFrom,
  rowAsWritten,
  rowVersions,
  type PastDecision,
  type RowVersion,
} from './row-versions';

const visit: Request = {
  kind: 'CustomEventReceived',
  profileId: 'ann',
  type: 'visited',
  attributes: { store: 'Bonn' },
  sessionId: null,
  integrationId: null,
  connectedSessionId: null,
};
const off = effect('setDiscount', { name: 'off', value: 'session.total * 0.1' });
const mark = effect('updateAttribute', { path: 'Profile.attributes.seen', value: 'now.getFullYear()' });

const rules = [
  rule('coupon.valid && history.sessions.within("30d").count() < 3', [off]),
  rule('history.events.exists(e, e.attributes.store == "Bonn") && profile.closedSessions < 4', [mark, off]),
  rule('session.total < 8 && !("fan" in profile.audiences && session.total < 6)', [
    effect('awardGiveaway', { poolId: 5n }),
    effect('increaseAchievementProgress', { achievementId: 6n }),
    effect('addToAudience', { audienceId: 4n }),
  ]),
];

const requests: readonly Request[] = [
  coupons(7n, ['ONE', 'TWO'], { usageLimit: 2n, discountLimit: 900n }),
  update('a', { profileId: 'ann', cartItems: [item('tea', 1000, 2)], couponCodes: ['ONE'] }),
  close('a'),
  visit,
  update('b', { profileId: 'ann', cartItems: [item('tea', 2000)], couponCodes: ['one', 'two'] }),
  close('b'),
  returned('a', { 0: 1 }),
  close('c', { profileId: 'ann', cartItems: [item('cup', 500)], couponCodes: ['ONE'] }),
  cancel('b'),
  { kind: 'CouponChangeReceived', couponId: 3n, settings: { ...coupons(7n, []).settings, usageLimit: 9n } },
  reopen('c'),
  close('c', { couponCodes: ['TWO'] }),
  close('d', { profileId: 'ann', cartItems: [item('cup', 700)], couponCodes: ['ONE', 'TWO', 'NO'] }),
  { kind: 'CouponReservationReceived', code: 'TWO', profileId: 'ben', reserved: true },
  close('e', { profileId: 'ben', cartItems: [item('cup', 700)], couponCodes: ['TWO'] }),
  {
    ...{ kind: 'CouponOpeningsReceived', batch: 'before', chunk: 0 },
    openings: [
      { couponId: 2n, profileId: '', redemptions: 1n, discount: 50n },
      { couponId: 3n, profileId: 'ann', redemptions: 1n, discount: null },
    ],
  },
  {
    ...{ kind: 'ProfileOpeningReceived', profileId: 'ben', closedSessions: 2n, totalSales: 900n },
    ...{ firstActivity: 0n, lastActivity: NOON },
  },
  {
    ...{ kind: 'LimitOpeningsReceived', batch: 'before', chunk: 0 },
    openings: [
      {
        ...{ campaign: 7n, action: 'setDiscount', period: null, day: null, amount: 3n },
        ...{ couponId: null, sessionId: null, identifier: null, profileId: 'ben' },
      },
    ],
  },
  giveaways(5n, ['A', 'B', 'C']),
  close('f', { profileId: 'ben', cartItems: [item('cup', 700)] }),
  close('g', { profileId: 'ben', cartItems: [item('cup', 700)] }),
  close('h', { profileId: 'ben', cartItems: [item('cup', 500)] }),
  coupons(8n, ['BACK'], { usageLimit: 1n }),
  close('i', { profileId: 'ben', cartItems: [item('cup', 700, 3)], couponCodes: ['BACK'] }),
  returned('i', { 0: 1 }, true),
];

/** An index of decisions by what they wrote, and the world as it was before one of them, told from it alone. */
class Index {
  private readonly byName = new Map<string, PastDecision[]>();

  add(decision: PastDecision): void {
    for (const { kind, name } of rowVersions(decision, decision.events)) {
      const key = `${kind}/${name}`;
      this.byName.set(key, [...(this.byName.get(key) ?? []), decision]);
    }
  }

  worldBefore(position: bigint): World {
    const before = (kind: RowVersion['kind'], name: string): readonly PastDecision[] =>
      (this.byName.get(`${kind}/${name}`) ?? []).filter((one) => one.position < position);
    const held = <V>(value: V | null): Versioned<V> => ({ value, version: null, locked: true });
    const plain = <V>(row: Parameters<typeof rowAsWritten>[0]): Versioned<V> => {
      const last = before(row.kind, rowName(row)).at(-1);
      return held<V>(last === undefined ? null : rowAsWritten<V>(row, last));
    };
    const coupon = (application: bigint, canonical: string): Versioned<Coupon> => {
      const created = before('coupon', rowName({ kind: 'coupon', application, canonical })).at(-1);
      const first = created === undefined ? null : createdCoupon(canonical, created);
      if (first === null) return held<Coupon>(null);
      const name = rowName({ kind: 'couponId', application, id: first.id });
      const later = (['couponId', 'couponUse', 'couponReservation'] as const)
        .map((kind) => before(kind, name).at(-1))
        .filter((one) => one !== undefined);
      return held(
        couponAfter(
          first,
          later.sort((a, b) => Number(a.position - b.position)),
        ),
      );
    };
    return {
      session: (application, id) => plain({ kind: 'session', application, id }),
      profile: (id) => plain({ kind: 'profile', id }),
      activity: (application, profile) => plain({ kind: 'activity', application, profile }),
      counter: (application, counter) => plain({ kind: 'counter', application, counter }),
      ledger: (program, profile) => plain({ kind: 'ledger', program, profile }),
      due: () => [],
      coupon,
      couponById: (application, id) => {
        const use = before('couponUse', `${application}/${id}`).at(-1);
        const canonical = use === undefined ? null : canonicalOfUse(id, use);
        return canonical === null ? held<Coupon>(null) : coupon(application, canonical);
      },
      achievement: (application, achievement, profile) =>
        plain({ kind: 'achievement', application, achievement, profile }),
      giveawayStock: (pool) => plain({ kind: 'giveawayStock', pool }),
      giveaway: (pool, number) => plain({ kind: 'giveaway', pool, number }),
      giveawayCode: (pool, code) => plain({ kind: 'giveawayCode', pool, code }),
      eventId: (application, id) => plain({ kind: 'eventId', application, id }),
      history: (application, profile) => historyFrom(profile, before('history', `${application}/${profile}`), ALL),
    };
  }
}

/** As far back as there is anything. */
const ALL = { sessionsAfter: -1n, eventsAfter: -1n };

describe('the world before a decision, from an index of what decisions wrote', () => {
  const declared = [
    eventType('visited'),
    attribute('Event', 'store', 'string', { eventType: 'visited' }),
    attribute('CustomerProfile', 'seen', 'number'),
    ...[audience(4n, 'fan'), giveawayPool(5n, 'tickets'), achievement(6n, 7n, 3)],
  ];
  const limits = [limit('setDiscount', 100_000n, ['Profile']), limit('redeemCoupon', 5n)];

  it('gives the same effects again, for every decision of which rules were asked', () => {
    const shop = new Shop([
      ...[...declared, ...campaign(7n, rules, { limits })],
      ...campaign(8n, [rule('coupon.valid', [off])], { reevaluateOnReturn: true }),
    ]);
    const index = new Index();
    let asked = 0;
    requests.forEach((request, number) => {
      const { decision, position, at } = shop.at(NOON + BigInt(number) * 60_000n).when(request);
      expect(decision.outcome).toBe('accepted');
      const situation: Situation = {
        ...{ catalog: shop.catalog, world: index.worldBefore(position), application: SHOP, at, dry: false },
        ...{ numbers: Array.from({ length: 50 }, (_, each) => position + BigInt(each)), entropy: decision.entropy },
      };
      const { verdict, explanation } = explain(situation, request);
      if (explanation.campaigns.length > 0) {
        asked += 1;
        expect(verdict).toMatchObject({
          kind: 'decided',
          decision: { effects: decision.effects, events: decision.events },
        });
      }
      index.add({ application: SHOP, at, position, events: decision.events });
    });
    expect(asked).toBe(14);
  });
});
