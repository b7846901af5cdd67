import fc from 'fast-check';
import type { Decision } from '../decision';
import type { DiscountShare, Effect } from '../effect';
import type { Request } from '../request';
import type { Session } from '../session';
import {
  campaign,
  cancel,
  close,
  coupons,
  effect,
  effectsOf,
  eventsOf,
  item,
  reopen,
  returned,
  rule,
  Shop,
  update,
  type Decided,
} from '../testing';
import { expectLogToBeState } from './log.fixture';

// Random lives of sessions on one shop, beside a model that only knows what closes gave, unit by unit, and what rollbacks
// took: whatever the order of updates, closes, returns, cancels and reopenings, nothing is taken that was not given, and
// coupons, counters and activities are what stands.

const SESSIONS = ['a', 'b', 'c', 'd'];
const PROFILES = ['', 'ann', 'bob'];
const LIMITS = { code: 2n, profile: 2n, campaign: 3n };
const KEEPING = 3n;

/** Made once: compiling its rules takes longer than most runs. */
const { catalog: CATALOG } = new Shop([
  ...campaign(1n, [rule('coupon.valid', [off('percent(session.remainingTotal, 15)')])], {
    limits: [
      { action: 'redeemCoupon', limit: LIMITS.campaign, entities: [], period: null },
      { action: 'redeemCoupon', limit: LIMITS.profile, entities: ['Profile'], period: null },
    ],
  }),
  ...campaign(2n, [rule('coupon.valid', [off('session.remainingTotal')])]),
  ...campaign(
    KEEPING,
    [
      rule('coupon.valid', [
        effect('setDiscountPerItem', { name: 'one', value: '1.01', units: '2' }),
        effect('customEffect', { name: 'gift' }),
      ]),
    ],
    { rollbackCouponsOnCancel: false, limits: [{ action: 'redeemCoupon', limit: 9n, entities: [], period: null }] },
  ),
  ...campaign(4n, [rule('session.total > 30', [off('7', { scope: 'additionalCosts' }), off('3.33')])]),
]);

function off(value: string, props = {}) {
  return effect('setDiscount', { name: 'off', value, ...props });
}

function store(): Shop {
  const shop = new Shop();
  shop.catalog = CATALOG;
  shop.when(coupons(1n, ['ONE', 'TWO'], { usageLimit: LIMITS.code }));
  shop.when({ ...coupons(2n, ['CARD'], { discountLimit: 2500n }), batch: 'cards' });
  shop.when({ ...coupons(KEEPING, ['KEEP'], { usageLimit: LIMITS.code }), batch: 'kept' });
  return shop;
}

const line = fc.record({
  cents: fc.integer({ min: 0, max: 1500 }),
  quantity: fc.integer({ min: 1, max: 4 }),
  wrap: fc.constantFrom(0n, 55n),
});
const content = fc.record({
  profileId: fc.constantFrom(...PROFILES),
  couponCodes: fc.subarray(['ONE', 'TWO', 'CARD', 'KEEP', 'NONE']),
  cartItems: fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) =>
    lines.map(({ cents, quantity, wrap }, index) => {
      return item(`sku${index}`, cents, quantity, { additionalCosts: { wrap: wrap * 10_000n } });
    }),
  ),
  additionalCosts: fc.constantFrom({}, { post: 4_990_000n }),
});

const session = fc.constantFrom(...SESSIONS);
const step: fc.Arbitrary<Request> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(session, content).map(([id, changes]) => update(id, changes)) },
  { weight: 5, arbitrary: fc.tuple(session, content).map(([id, changes]) => close(id, changes)) },
  { weight: 2, arbitrary: session.map((id) => close(id)) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(session, fc.integer({ min: 0, max: 2 }), fc.option(fc.integer({ min: 1, max: 3 })))
      .map(([id, position, quantity]) => returned(id, { [position]: quantity })),
  },
  { weight: 3, arbitrary: session.map(cancel) },
  { weight: 3, arbitrary: session.map(reopen) },
);
const life = fc.array(step, { minLength: 1, maxLength: 40 });

/** What stands of a discount: minor units by line and unit, where -1 is the line's additional costs. */
interface Standing {
  readonly coupon: bigint | null;
  readonly units: Map<string, bigint>;
}

/** What the closes gave and nothing took back yet, by session and by the effect's place in its decision. */
class Model {
  readonly discounts = new Map<string, Map<string, Standing>>();
  readonly accepted = new Map<string, Map<string, Effect>>();
  readonly sessions = new Map<string, Session>();
  /** Redemptions that a cancelled session left standing, by coupon. */
  readonly kept = new Map<bigint, bigint>();

  take({ decision, position }: Decided): void {
    const [changed] = eventsOf(decision, 'SessionChanged');
    if (changed === undefined) return;
    const { session: after, type } = changed;
    const id = after.integrationId;
    if (after.state === 'closed') this.give(id, position, decision);
    else for (const effect of decision.effects) this.rollBack(id, effect);
    if (type === 'talon_session_revoked') this.keep(id);
    this.sessions.set(id, after);
  }

  private give(id: string, position: bigint, { effects }: Decision): void {
    const committed = effects.filter(({ phase }) => phase === 'committed');
    const key = ({ index }: Effect) => `${position}/${index}`;
    const discounts = committed.filter(({ type }) => type.startsWith('setDiscount'));
    const standing = discounts.map(
      (one) => [key(one), { coupon: one.triggeredByCoupon, units: unitsOf(one) }] as const,
    );
    this.discounts.set(id, new Map(standing));
    const accepted = committed.filter(({ type }) => type === 'acceptCoupon');
    this.accepted.set(id, new Map(accepted.map((one) => [key(one), one])));
  }

  /** Fails where more is taken back than stands, or what was never given. */
  private rollBack(id: string, { type, undoes, shares, props }: Effect): void {
    const key = `${undoes?.position}/${undoes?.index}`;
    if (type === 'rollbackCoupon') expect(this.accepted.get(id)?.delete(key)).toBe(true);
    if (type !== 'rollbackDiscount') return;
    const standing = this.discounts.get(id)?.get(key);
    expect(standing).toBeDefined();
    expect(sumOf(shares)).toBe(props['value']);
    for (const [unit, amount] of unitsOf({ shares })) {
      // Exactly what the unit had, once.
      expect(standing?.units.get(unit)).toBe(amount);
      standing?.units.delete(unit);
    }
  }

  private keep(id: string): void {
    for (const { triggeredByCoupon } of this.accepted.get(id)?.values() ?? []) {
      const coupon = triggeredByCoupon ?? 0n;
      this.kept.set(coupon, (this.kept.get(coupon) ?? 0n) + 1n);
    }
    this.accepted.delete(id);
  }

  /** Redemptions that count: of closed sessions, and of cancelled ones that kept them. */
  redemptions(which: (effect: Effect, session: Session) => boolean): bigint {
    const live = [...this.accepted].flatMap(([id, effects]) => {
      const of = this.sessions.get(id);
      return of === undefined ? [] : [...effects.values()].filter((effect) => which(effect, of));
    });
    return BigInt(live.length);
  }

  granted(coupon: bigint): bigint {
    const all = [...this.discounts.values()].flatMap((byEffect) => [...byEffect.values()]);
    const own = all.filter((one) => one.coupon === coupon);
    return own.flatMap(({ units }) => [...units.values()]).reduce((sum, amount) => sum + amount, 0n);
  }

  closed(profile: string): Session[] {
    const closed = [...this.sessions.values()].filter(
      ({ state }) => state === 'closed' || state === 'partially_returned',
    );
    return closed.filter(({ profileId }) => profileId === profile);
  }
}

function unitsOf({ shares }: Pick<Effect, 'shares'>): Map<string, bigint> {
  const units = shares.flatMap(({ position, subPosition, units: count, amount }) =>
    Array.from({ length: count }, (_, n) => [`${position}/${subPosition < 0 ? -1 : subPosition + n}`, amount] as const),
  );
  // A run that covered a unit twice would give it two shares of one discount.
  expect(new Set(units.map(([unit]) => unit)).size).toBe(units.length);
  return new Map(units);
}

function sumOf(shares: readonly DiscountShare[]): bigint {
  return shares.reduce((sum, { units, amount }) => sum + BigInt(units) * amount, 0n);
}

/** What is left to count of a session: prices are whole cents, so nothing is rounded. */
function salesOf({ cartItems, additionalCosts }: Session): bigint {
  const lines = cartItems.map(({ price, quantity, returnedQuantity, additionalCosts: costs }) => {
    const left = quantity - returnedQuantity;
    return (price * BigInt(left) + (left === 0 ? 0n : sumOfCosts(costs))) / 10_000n;
  });
  return lines.reduce((sum, value) => sum + value, sumOfCosts(additionalCosts) / 10_000n);
}

function sumOfCosts(costs: Readonly<Record<string, bigint>>): bigint {
  return Object.values(costs).reduce((sum, price) => sum + price, 0n);
}

function lastOf<T>(all: readonly T[]): T | undefined {
  return all.at(-1);
}

/** Plays a life, the model at its side. */
function play(shop: Shop, requests: readonly Request[], after?: (model: Model) => void): Model {
  const model = new Model();
  for (const request of requests) {
    model.take(shop.when(request));
    after?.(model);
  }
  return model;
}

const events = <K extends Parameters<typeof eventsOf>[1]>({ log }: Shop, kind: K) =>
  log.flatMap(({ decision }) => eventsOf(decision, kind));

describe('the life of sessions', () => {
  it('never takes back more than was given, per line and unit, and keeps what stands', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(life, (requests) => {
        const shop = store();
        play(shop, requests, (model) => {
          for (const [id, { effects, state }] of model.sessions) {
            if (state === 'open') continue;
            seen.add(state);
            const discounts = effects.filter(({ type }) => type.startsWith('setDiscount'));
            const standing = [...(model.discounts.get(id)?.values() ?? [])].filter(({ units }) => units.size > 0);
            expect(discounts.map(unitsOf)).toEqual(standing.map(({ units }) => units));
            expect(discounts.map(({ props }) => props['value'])).toEqual(discounts.map(({ shares }) => sumOf(shares)));
          }
        });
      }),
      { numRuns: 150 },
    );
    expect([...seen].sort()).toEqual(['cancelled', 'closed', 'partially_returned']);
  });

  it('counts exactly the redemptions, values and sales that stand, within every limit', () => {
    fc.assert(
      fc.property(life, (requests) => {
        const shop = store();
        const model = play(shop, requests);
        for (const code of ['ONE', 'TWO', 'CARD', 'KEEP']) {
          const changed = lastOf(events(shop, 'CouponRedemptionChanged').filter((event) => event.code === code));
          const id = changed?.couponId ?? 0n;
          const standing = model.redemptions(({ triggeredByCoupon }) => triggeredByCoupon === id);
          expect(changed?.usageCounter ?? 0n).toBe(standing + (model.kept.get(id) ?? 0n));
          expect(changed?.discountCounter ?? 0n).toBe(model.granted(id));
          if (code === 'CARD') expect(changed?.discountCounter ?? 0n).toBeLessThanOrEqual(2500n);
          else expect(changed?.usageCounter ?? 0n).toBeLessThanOrEqual(LIMITS.code);
        }
        const counter = (name: string) =>
          lastOf(events(shop, 'CounterChanged').filter((event) => event.counter === name))?.value ?? 0n;
        const ofCampaign = (campaignId: bigint, profile?: string) =>
          model.redemptions(
            ({ campaign: own }, { profileId }) => own === campaignId && (profile ?? profileId) === profileId,
          );
        expect(counter('redeemCoupon|1|||')).toBe(ofCampaign(1n));
        for (const profile of ['ann', 'bob']) {
          expect(counter(`redeemCoupon|1|||${profile}`)).toBe(ofCampaign(1n, profile));
          const activity = lastOf(
            events(shop, 'ProfileActivityChanged').filter((event) => event.activity.profileId === profile),
          )?.activity;
          const closed = model.closed(profile);
          expect(activity?.closedSessions ?? 0n).toBe(BigInt(closed.length));
          expect(activity?.totalSales ?? 0n).toBe(closed.reduce((sum, one) => sum + salesOf(one), 0n));
        }
        const kept = [...model.kept.values()].reduce((sum, count) => sum + count, 0n);
        expect(counter(`redeemCoupon|${KEEPING}|||`)).toBe(ofCampaign(KEEPING) + kept);
        expectLogToBeState(shop);
      }),
      { numRuns: 150 },
    );
  });

  it('ends as it began when everything is cancelled, but for what its campaign keeps', () => {
    fc.assert(
      fc.property(life, (requests) => {
        const shop = store();
        const model = play(shop, [...requests, ...SESSIONS.map(cancel)]);
        for (const units of [...model.discounts.values()].flatMap((all) => [...all.values()])) {
          expect(units.units.size).toBe(0);
        }
        const lines = shop.state.text().split('\n');
        const counters = lines.filter((one) => /counter\//.test(one) && !one.includes(`|${KEEPING}|`));
        expect(counters.filter((one) => !one.endsWith('"0n"'))).toEqual([]);
        const used = lines.filter((one) => /^coupon /.test(one) && !one.includes('"KEEP"'));
        expect(used.filter((one) => !one.includes('"usageCounter":"0n","discountCounter":"0n"'))).toEqual([]);
        const activities = lines.filter((one) => /activity\//.test(one));
        expect(activities.filter((one) => !one.includes('"closedSessions":"0n","totalSales":"0n"'))).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('gives what survives a reopen once in a session, however often it closes', () => {
    fc.assert(
      fc.property(life, (requests) => {
        const shop = store();
        play(shop, requests);
        const gifts = shop.log.flatMap(({ decision }) => {
          const [changed] = eventsOf(decision, 'SessionChanged');
          return effectsOf(decision, 'customEffect').flatMap(({ phase }) =>
            phase === 'committed' ? [changed?.session.integrationId] : [],
          );
        });
        expect(gifts).toHaveLength(new Set(gifts).size);
      }),
      { numRuns: 80 },
    );
  });

  it('ends the same by a close alone and by a detour over reopening, where nothing survives that', () => {
    const bare = content.map((one) => ({ ...one, couponCodes: one.couponCodes.filter((code) => code !== 'KEEP') }));
    fc.assert(
      fc.property(bare, content, (first, second) => {
        const text = (requests: readonly Request[]) => {
          const shop = store();
          play(shop, requests);
          const lines = shop.state.text().split('\n');
          // A counter that went back to 0 counts as one that is not there.
          const counting = lines.filter((line) => !/^1\/session/.test(line) && !/counter\/.* "0n"$/.test(line));
          return counting.map((line) => line.replace(/"(created|updated|id)":"\d+n"/g, ''));
        };
        const reopened = [close('a', first), reopen('a'), close('a', second)];
        // The profiles of the first content are there either way.
        expect(text(reopened)).toEqual(text([update('a', first), update('a', first), close('a', second)]));
      }),
      { numRuns: 60 },
    );
  });

  it('returns unit by unit what returning a line at once returns', () => {
    fc.assert(
      fc.property(content, (given) => {
        const sums = (requests: readonly Request[]) => {
          const shop = store();
          const all = [close('a', given), ...requests].map((request) => shop.when(request));
          const taken = new Map<string, bigint>();
          for (const effect of all.flatMap(({ decision }) => decision.effects)) {
            if (effect.type !== 'rollbackDiscount') continue;
            const key = `${effect.undoes?.index} ${effect.shares[0]?.position} ${'units' in effect.props}`;
            taken.set(key, (taken.get(key) ?? 0n) + (effect.props['value'] as bigint));
          }
          return taken;
        };
        const [{ quantity } = { quantity: 0 }] = given.cartItems;
        const one = Array.from({ length: quantity }, () => returned('a', { 0: 1 }));
        expect(sums(one)).toEqual(sums([returned('a', { 0: null })]));
      }),
      { numRuns: 60 },
    );
  });
});
