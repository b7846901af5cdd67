import fc from 'fast-check';
import type { Campaign, CatalogChange, LimitConfig } from '../catalog-event';
import type { Effect } from '../effect';
import type { Request } from '../request';
import { actionsOf, LIMIT_ACTIONS, measureOf } from '../limits/actions';
import type { Session } from '../session';
import {
  application,
  campaign,
  cancel,
  coupons,
  detailsOf,
  effect,
  evaluationTree,
  eventsOf,
  giveawayPool,
  giveaways,
  group,
  item,
  loyaltyProgram,
  NOON,
  pointsAdded,
  profileUpdate,
  reopen,
  returned,
  rule,
  Shop,
  update,
  webhook,
  type Decided,
} from '../testing';
import { LIMIT_ENTITIES } from './counters';
import { expectLogToBeState } from './log.fixture';
import { periodName } from './period';

// Random shoppers under random limits, judged by a ledger of its own, which is kept from the published effects alone: it
// knows neither counters nor drafts.

const HOUR = 3_600_000n;
const ZONE = 'Europe/Berlin';
const POOL = 4n;
const STARS = 5n;

const discount = effect('setDiscount', { name: 'tenth', value: 'percent(session.remainingTotal, 10)' });
const perItem = effect('setDiscountPerItem', { name: 'each', value: 'percent(item.price, 7)' });
const custom = effect('customEffect', { name: 'stamp' });
const creating = effect('couponCreated', { pattern: 'GIFT-########' });
const calling = effect('triggerWebhook', { webhookId: 9n });
const referring = effect('referralCreated', { pattern: 'FRIEND-########' });
const awarding = effect('awardGiveaway', { poolId: POOL });
const piece = effect('addFreeItem', { sku: 'cup', name: 'a cup', quantity: '2' });
const earning = effect('addLoyaltyPoints', { name: 'earned', programId: STARS, value: 'session.total / 10' });
const paying = effect('deductLoyaltyPoints', { name: 'paid', programId: STARS, value: '0.7' });

const RULES = [
  [rule('true', [discount]), rule('session.total > 10', [custom], { onFailure: [custom] })],
  [rule('coupon.valid', [discount, custom]), rule('coupon.valid && session.total > 20', [perItem])],
  [rule('session.total > 5', [perItem, creating]), rule('session.total > 8', [calling])],
  [
    rule('referral.valid', [discount, custom]),
    rule('true', [earning]),
    rule('true', [paying]),
    rule('session.total > 10', [awarding, piece, referring]),
  ],
];

const TREES: readonly CatalogChange[][] = [
  [],
  [evaluationTree([group(10n, 'highestDiscount', [1n, 2n, 3n])])],
  [evaluationTree([group(10n, 'listOrder', [2n, group(20n, 'lowestDiscount', [3n, 1n])])])],
];

const limitArbitrary: fc.Arbitrary<LimitConfig> = fc
  .record({
    action: fc.constantFrom(...LIMIT_ACTIONS),
    limit: fc.constantFrom(0n, 1n, 2n, 3n, 5n),
    entities: fc.oneof(
      fc.subarray(['Identifier', 'Profile', 'Session']),
      fc.subarray([...LIMIT_ENTITIES], { maxLength: 3 }),
    ),
    period: fc.constantFrom(null, null, 'daily', 'weekly', 'monthly', 'yearly'),
  })
  .map((one) => (measureOf(one.action) === 'value' ? { ...one, limit: one.limit * 177n } : one));

const limitsArbitrary = fc.array(limitArbitrary, { maxLength: 4, size: 'max' });

const visit = fc.record({
  session: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  state: fc.constantFrom('open', 'closed', 'closed', 'closed', 'cancelled', 'returned', 'reopened'),
  profileId: fc.constantFrom('', 'ann', 'bob'),
  identifiers: fc.subarray(['10.0.0.1', '10.0.0.2']),
  couponCodes: fc.subarray(['ONE', 'TWO']),
  referralCode: fc.constantFrom('', 'COME', 'GO'),
  cents: fc.integer({ min: 0, max: 4000 }),
  hours: fc.constantFrom(0n, 0n, 1n, 13n, 20n * 24n),
});

const season = fc.record({
  limits: fc.tuple(limitsArbitrary, limitsArbitrary, limitsArbitrary, limitsArbitrary),
  defaults: limitsArbitrary,
  partialRewards: fc.boolean(),
  tree: fc.constantFrom(...TREES),
  visits: fc.array(visit, { minLength: 1, maxLength: 20, size: 'max' }),
});

type Visit = typeof visit extends fc.Arbitrary<infer V> ? V : never;

interface Season {
  readonly limits: readonly LimitConfig[][];
  readonly defaults: readonly LimitConfig[];
  readonly partialRewards: boolean;
  readonly tree: CatalogChange[];
  readonly visits: readonly Visit[];
}

function store({ limits, defaults, partialRewards, tree }: Season): Shop {
  const shop = new Shop([
    { kind: 'ApplicationSaved', entity: application({ limits: defaults, partialRewards }) },
    webhook(9n),
    giveawayPool(POOL, 'tickets'),
    loyaltyProgram(STARS, { returnPolicy: 'unlimited' }),
    ...RULES.flatMap((rules, index) =>
      campaign(BigInt(index + 1), rules, { limits: limits[index] ?? [], reevaluateOnReturn: index !== 1 }),
    ),
    ...tree,
  ]);
  shop.when(coupons(2n, ['ONE', 'TWO']));
  for (const profileId of ['ann', 'bob']) shop.when(pointsAdded(STARS, profileId, 1_000n));
  shop.when(profileUpdate('eve'));
  shop.when(coupons(4n, ['COME', 'GO'], { advocate: 'eve' }));
  shop.when(
    giveaways(
      POOL,
      Array.from({ length: 20 }, (_, index) => `TICKET-${index}`),
    ),
  );
  return shop;
}

/** A published effect with all that a limit may count by. */
interface Entry {
  /** Of its decision. */
  readonly position: bigint;
  readonly effect: Effect;
  /** Minor units of a discount that stand. */
  readonly value: bigint;
  readonly session: Session;
  readonly at: bigint;
}

/** What stands after each decision: rollbacks take their effects out, what stays with the customer stays. */
class Ledger {
  private entries: readonly Entry[] = [];

  add({ decision, position, at }: Decided): void {
    const [changed] = eventsOf(decision, 'SessionChanged');
    if (changed === undefined) return;
    const { session, type } = changed;
    if (UNDONE.includes(type)) this.entries = this.entries.filter((one) => !isTakenBack(one, type, session));
    else this.entries = decision.effects.reduce(without, this.entries);
    const given = decision.effects.filter(({ phase }) => phase === 'committed' || phase === 'durable');
    const entries = given.map((effect) => ({ position, effect, value: valueOf(effect), session, at }));
    this.entries = [...this.entries, ...entries];
  }

  /** The most that any one profile, coupon … used of the limit in any one period. */
  most(id: bigint, config: LimitConfig): bigint {
    const sums = new Map<string, bigint>();
    for (const entry of this.entries.filter(({ effect }) => effect.campaign === id)) {
      for (const key of keysOf(config, entry)) sums.set(key, (sums.get(key) ?? 0n) + amountOf(config, entry));
    }
    return [...sums.values()].reduce((most, one) => (one > most ? one : most), 0n);
  }
}

/** An open session that is cancelled only has what survived that it was reopened. */
const UNDONE = ['talon_session_revoked', 'talon_session_reopened', 'talon_session_cancelled'];

/** A return takes a part of a discount back, perhaps the last one. */
function without(entries: readonly Entry[], { undoes, props }: Effect): readonly Entry[] {
  if (undoes === null) return entries;
  return entries.flatMap((entry) => {
    if (entry.position !== undoes.position || entry.effect.index !== undoes.index) return [entry];
    const value = entry.value - (props['value'] as bigint);
    return value === 0n ? [] : [{ ...entry, value }];
  });
}

function valueOf({ props: { value } }: Effect): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

const SURVIVING = ['customEffect', 'addFreeItem'];

/** A giveaway stays with the customer, and what survives a reopen until its session is cancelled. */
function isTakenBack({ effect: one, session }: Entry, event: string, undone: Session): boolean {
  if (one.type === 'awardGiveaway' || one.phase !== 'committed') return false;
  if (event === 'talon_session_reopened' && SURVIVING.includes(one.type)) return false;
  return session.integrationId === undone.integrationId;
}

function amountOf({ action }: LimitConfig, { effect: { type }, value }: Entry): bigint {
  if (!actionsOf(type).includes(action)) return 0n;
  return measureOf(action) === 'effects' ? 1n : value;
}

function keysOf({ entities, period }: LimitConfig, { effect: one, session, at }: Entry): string[] {
  const parts = [
    periodName(period, ZONE, at),
    entities.includes('Coupon') ? String(one.triggeredByCoupon) : '',
    entities.includes('Referral') ? session.referralCode : '',
    entities.includes('Profile') ? session.profileId : '',
    entities.includes('Session') ? session.integrationId : '',
  ];
  const identifiers = entities.includes('Identifier') ? session.identifiers : [''];
  return identifiers.map((identifier) => JSON.stringify([...parts, identifier]));
}

function limitsOf({ limits }: Campaign, defaults: readonly LimitConfig[]): readonly LimitConfig[] {
  const named = new Set(limits.map(({ action }) => action));
  return [...limits, ...defaults.filter(({ action }) => !named.has(action))];
}

function requestOf({ session, state, profileId, identifiers, couponCodes, referralCode, cents }: Visit): Request {
  if (state === 'cancelled') return cancel(session);
  if (state === 'returned') return returned(session, { [cents % 2]: cents % 3 === 0 ? null : 1 }, cents % 5 < 3);
  if (state === 'reopened') return reopen(session);
  const cartItems = [item('A', cents, 1 + (cents % 3)), item('B', cents % 500)];
  return update(session, { state, profileId, identifiers, couponCodes, referralCode, cartItems });
}

/** What seasons came to: which actions were counted, and of which a limit was met. */
interface Seen {
  readonly taken: Set<string>;
  readonly usedUp: Set<string>;
}

/** Lives through a season, and holds each limit and each counter against what was given. */
function expectLimits(all: Season, { taken, usedUp }: Seen): void {
  const shop = store(all);
  const ledger = new Ledger();
  const values = new Map<string, bigint>();
  for (const one of all.visits) {
    const decided = shop.at(shop.now + one.hours * HOUR).when(requestOf(one));
    ledger.add(decided);
    for (const { counter, value } of eventsOf(decided.decision, 'CounterChanged')) {
      values.set(counter, value);
      taken.add(counter.split('|')[0] ?? '');
    }
    const refused = decided.decision.ruleFailures.map((one) => /the limit on (\w+)/.exec(detailsOf(one))?.[1]);
    for (const action of refused) usedUp.add(action ?? '');
    for (const value of values.values()) expect(value >= 0n).toBe(true);
    for (const each of shop.catalog.campaigns(1n)) {
      for (const config of limitsOf(each, all.defaults)) {
        const most = ledger.most(each.id, config);
        expect(most).toBeLessThanOrEqual(config.limit);
        const whole = config.entities.length === 0 && config.period === null;
        if (whole) expect(values.get(`${config.action}|${each.id}|||`) ?? 0n).toBe(most);
      }
    }
  }
  expectLogToBeState(shop);
}

describe('under any limits', () => {
  it('no limit is ever exceeded, in any sequence of updates, closes, returns and cancellations; no counter is ever negative', () => {
    const nobody: Seen = { taken: new Set(), usedUp: new Set() };
    fc.assert(
      fc.property(season, (all) => expectLimits(all, nobody)),
      { numRuns: 60 },
    );
  });

  it('limits of each action are met in the same seasons every time: without that the runs would show nothing', () => {
    const seen: Seen = { taken: new Set(), usedUp: new Set() };
    fc.assert(
      fc.property(season, (all) => expectLimits(all, seen)),
      { numRuns: 40, seed: 1 },
    );
    expect(LIMIT_ACTIONS.filter((action) => !seen.taken.has(action))).toEqual([]);
    // Codes are mostly refused before a rule is tried.
    expect(LIMIT_ACTIONS.filter((action) => !seen.usedUp.has(action) && !action.startsWith('redeem'))).toEqual([]);
  });

  it('closing everything and cancelling it again leaves what can come back as if nothing had been', () => {
    fc.assert(
      fc.property(season, (all) => {
        const shop = store(all);
        for (const one of all.visits) shop.when(requestOf({ ...one, state: 'closed' }));
        for (const { session } of all.visits) shop.when(cancel(session));
        const counted = shop.state
          .text()
          .split('\n')
          .filter((line) => line.includes('/counter/'));
        const returned = counted.filter(
          (line) => !/\/counter\/1\/(?:createCoupon|createReferral|callApi|awardGiveaway)\|/.test(line),
        );
        expect(returned.filter((line) => !line.endsWith('"0n"'))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('a name of a counter says one thing', () => {
    const texts = fc.string({ unit: fc.constantFrom('|', ';', '=', 's', 'i', '%', 'é', '1') });
    const visits = fc.record({ profileId: texts, session: texts, identifier: texts });
    const named = fc.record({
      visit: visits,
      entities: fc.subarray(['Identifier', 'Profile', 'Session'], { minLength: 1 }),
    });
    const nameOf = ({
      visit: one,
      entities,
    }: {
      visit: { profileId: string; session: string; identifier: string };
      entities: string[];
    }) => {
      const limits = [{ action: 'setDiscountEffect', limit: 9n, entities, period: null }];
      const shop = new Shop(campaign(1n, RULES[0] ?? [], { limits }));
      const { decision } = shop.at(NOON).when(
        update(`s${one.session}`, {
          ...{ state: 'closed', profileId: `p${one.profileId}`, identifiers: [`i${one.identifier}`] },
          cartItems: [item('A', 1000)],
        }),
      );
      return eventsOf(decision, 'CounterChanged').map(({ counter }) => counter);
    };
    const meaning = ({
      visit: one,
      entities,
    }: {
      visit: { profileId: string; session: string; identifier: string };
      entities: string[];
    }) =>
      JSON.stringify([
        entities.includes('Identifier') ? one.identifier : null,
        entities.includes('Profile') ? one.profileId : null,
        entities.includes('Session') ? one.session : null,
      ]);
    fc.assert(
      fc.property(named, named, (one, other) => {
        expect(nameOf(one).join() === nameOf(other).join()).toBe(meaning(one) === meaning(other));
      }),
      { numRuns: 100 },
    );
  });
});
