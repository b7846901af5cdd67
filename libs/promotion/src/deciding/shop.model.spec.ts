import fc from 'fast-check';
import type { Coupon } from '../coupon';
import type { Ledger } from '../ledger';
import type { ProfileActivity } from '../profile';
import type { Request } from '../request';
import {
  campaign,
  cancel,
  coupons,
  effect,
  item,
  limit,
  loyaltyProgram,
  reopen,
  returned,
  rule,
  Shop,
  update,
} from '../testing';
import { expectLogToBeState } from './log.fixture';

// Three customers with two sessions each at two campaigns, and whatever they do in whatever order: a code that two
// sessions may use, and each customer once, which takes 5.00 off; a budget of 25.00 for discounts of 10.00, given whole or
// not at all; and points, of which a session earns what it costs, and spends 15 if it wants to. The model is a few sums over
// what closed sessions hold.

const STARS = 9n;
const PRICE = 1_000;
const CODE = { uses: 2, each: 1, off: 500 };
const BUDGET = { all: 2_500, off: 1_000 };
const SPENT = 1_500;

const CATALOG = new Shop([
  loyaltyProgram(STARS, { returnPolicy: 'unlimited' }),
  ...campaign(1n, [rule('coupon.valid', [effect('setDiscount', { name: 'code', value: '5' })])], {
    limits: [limit('redeemCoupon', BigInt(CODE.each), ['Profile'])],
  }),
  ...campaign(
    2n,
    [
      rule('true', [effect('setDiscount', { name: 'budget', value: '10' })]),
      rule('session.identifiers.size() > 0', [
        effect('deductLoyaltyPoints', { name: 'spent', programId: STARS, value: '15' }),
      ]),
      rule('true', [effect('addLoyaltyPoints', { name: 'earned', programId: STARS, value: 'session.total' })]),
    ],
    { limits: [limit('setDiscount', BigInt(BUDGET.all))] },
  ),
]).catalog;

const NOTHING: Basket = { units: 1, code: false, spends: false };
const NO_LEDGER: Pick<Ledger, 'subledgers'> = { subledgers: [] };
const REFUSALS = ['the code is used up', 'the budget is used up', 'there are too few points'];

/** What a closed session holds, of each of its units that has not come back; it is closed as long as it holds any of it. */
interface Held {
  readonly code: number;
  readonly budget: number;
  readonly spent: number;
  readonly earned: number;
}

interface Basket {
  readonly units: number;
  readonly code: boolean;
  readonly spends: boolean;
}

type State = 'none' | 'open' | 'closed' | 'partially_returned' | 'cancelled';

/** Amounts divide by 1, 2 and 4 units without a rest, so that each unit has its exact part. */
class Visit {
  state: State = 'none';
  basket: Basket = NOTHING;
  held: Held | null = null;
  left = 0;

  constructor(readonly profile: string) {}

  of(what: keyof Held): number {
    return this.held === null ? 0 : this.held[what] * this.left;
  }
}

class Model {
  readonly visits = new Map<string, Visit>();

  visit(id: string): Visit {
    const known = this.visits.get(id) ?? new Visit(profileOf(id));
    this.visits.set(id, known);
    return known;
  }

  sum(what: keyof Held, profile?: string): number {
    return this.standing(profile).reduce((all, visit) => all + visit.of(what), 0);
  }

  points(profile: string): number {
    return this.sum('earned', profile) - this.sum('spent', profile);
  }

  /** A redemption stands until its session is undone as a whole. */
  uses(profile?: string): number {
    return this.standing(profile).filter(({ held }) => held !== null && held.code > 0).length;
  }

  closed(profile: string): number {
    return this.standing(profile).length;
  }

  /** What the close of a basket comes to now. */
  due({ profile, basket: { units, code, spends } }: Visit): Held {
    const takesCode = code && this.uses() < CODE.uses && this.uses(profile) < CODE.each;
    const codeOff = takesCode ? CODE.off : 0;
    const wish = Math.min(BUDGET.off, units * PRICE - codeOff);
    const budget = this.sum('budget') + wish <= BUDGET.all ? wish : 0;
    const spent = spends && this.points(profile) >= SPENT ? SPENT : 0;
    return { code: codeOff / units, budget: budget / units, spent: spent / units, earned: PRICE };
  }

  private standing(profile?: string): Visit[] {
    return [...this.visits.values()].filter(
      (visit) => visit.held !== null && (profile === undefined || visit.profile === profile),
    );
  }
}

const SESSIONS = ['ann-1', 'ann-2', 'ben-1', 'ben-2', 'cleo-1', 'cleo-2'];
const PROFILES = ['ann', 'ben', 'cleo'];
const profileOf = (session: string): string => session.split('-')[0] ?? '';

const KINDS = ['open', 'close', 'return', 'cancel', 'reopen'] as const;
type Kind = (typeof KINDS)[number];

/** What came to pass, so that a run shows that it has met each of its cases. */
const met = new Map<string, number>();
const meet = (what: string, isMet = true): unknown => isMet && met.set(what, (met.get(what) ?? 0) + 1);

/** Whether each kind of step is taken, and what it leaves in the model. */
const TAKES: Readonly<Record<Kind, (visit: Visit, basket: Basket, model: Model) => boolean>> = {
  open(visit, basket) {
    if (visit.state !== 'none' && visit.state !== 'open') return false;
    Object.assign(visit, { state: 'open', basket });
    return true;
  },
  close(visit, basket, model) {
    if (visit.state !== 'none' && visit.state !== 'open') return false;
    visit.basket = basket;
    const held = model.due(visit);
    meet('the code is used up', basket.code && held.code === 0);
    meet('the budget is used up', held.budget === 0);
    meet('there are too few points', basket.spends && held.spent === 0);
    Object.assign(visit, { state: 'closed', held, left: basket.units });
    return true;
  },
  return(visit) {
    if (visit.held === null || visit.left === 0) return false;
    Object.assign(visit, { state: 'partially_returned', left: visit.left - 1 });
    return true;
  },
  cancel(visit) {
    if (visit.state === 'none' || visit.state === 'cancelled') return false;
    Object.assign(visit, { state: 'cancelled', held: null });
    return true;
  },
  reopen(visit) {
    if (visit.state !== 'closed') return false;
    Object.assign(visit, { state: 'open', held: null });
    return true;
  },
};

function requestOf(kind: Kind, session: string, { units, code, spends }: Basket): Request {
  if (kind === 'return') return returned(session, { 0: 1 });
  if (kind === 'cancel') return cancel(session);
  if (kind === 'reopen') return reopen(session);
  const content = {
    profileId: profileOf(session),
    cartItems: [item('tea', PRICE, units)],
    couponCodes: code ? ['CODE'] : [],
    identifiers: spends ? ['till'] : [],
  };
  return update(session, { ...content, state: kind === 'close' ? 'closed' : null });
}

/** One request to the shop, held against the model. */
class Step implements fc.Command<Model, Shop> {
  constructor(
    private readonly kind: Kind,
    private readonly session: string,
    private readonly basket: Basket,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: Model, shop: Shop): void {
    const { kind, session, basket } = this;
    const isTaken = TAKES[kind](model.visit(session), basket, model);
    const { decision } = shop.when(requestOf(kind, session, basket));
    expect(`${kind} ${session}: ${decision.outcome === 'accepted'}`).toBe(`${kind} ${session}: ${isTaken}`);
    meet(`${kind}: ${isTaken}`);
    expect(shown(shop)).toEqual(due(model));
  }

  toString(): string {
    const { units, code, spends } = this.basket;
    return `${this.kind} ${this.session} ${units}${code ? ' with the code' : ''}${spends ? ' for points' : ''}`;
  }
}

/** What the shop's rows say, of all that is limited, spent or counted. */
function shown({ state }: Shop) {
  const rows = state.entries();
  const counter = (name: string) => Number(rows.get(`counter/1/${name}`) ?? 0n);
  const coupon = [...rows].find(([key]) => key.startsWith('couponId/'))?.[1] as Coupon;
  const balance = (profile: string) => {
    const { subledgers } = (rows.get(`ledger/${STARS}/${profile}`) ?? NO_LEDGER) as Pick<Ledger, 'subledgers'>;
    const points = subledgers.map(({ lots, negative }) => lots.reduce((sum, lot) => sum + lot.points, -negative));
    return Number(points[0] ?? 0n);
  };
  return {
    ...{ uses: Number(coupon.usageCounter), off: Number(coupon.discountCounter), budget: counter('setDiscount|2|||') },
    profiles: PROFILES.map((profile) => ({
      uses: counter(`redeemCoupon|1|||${profile}`),
      points: balance(profile),
      closed: Number((rows.get(`activity/1/${profile}`) as ProfileActivity | undefined)?.closedSessions ?? 0n),
    })),
  };
}

function due(model: Model): ReturnType<typeof shown> {
  return {
    ...{ uses: model.uses(), off: model.sum('code'), budget: model.sum('budget') },
    profiles: PROFILES.map((profile) => ({
      uses: model.uses(profile),
      points: model.points(profile),
      closed: model.closed(profile),
    })),
  };
}

const basket = fc.record({ units: fc.constantFrom(1, 2, 4), code: fc.boolean(), spends: fc.boolean() });
const step = fc
  .tuple(
    fc.constantFrom<Kind>('open', 'close', 'close', 'return', 'cancel', 'reopen'),
    fc.constantFrom(...SESSIONS),
    basket,
  )
  .map(([kind, session, content]) => new Step(kind, session, content));

function begin(): { model: Model; real: Shop } {
  const shop = new Shop();
  shop.catalog = CATALOG;
  shop.when(coupons(1n, ['CODE'], { usageLimit: BigInt(CODE.uses) }));
  return { model: new Model(), real: shop };
}

it('three customers at two campaigns get what the model says, whatever they do: limits hold, and what is undone is back', () => {
  fc.assert(
    fc.property(fc.commands([step], { maxCommands: 60, size: 'max' }), (commands) => {
      const { model, real } = begin();
      fc.modelRun(() => ({ model, real }), commands);
      expectLogToBeState(real);
      for (const session of SESSIONS) new Step('cancel', session, NOTHING).run(model, real);
      expect(model.sum('earned') + model.uses() + model.sum('budget')).toBe(0);
    }),
    { numRuns: 150 },
  );
  // A run that never came to a limit, or to a step that is not allowed, would show nothing of them.
  const cases = [...KINDS.flatMap((kind) => [`${kind}: true`, `${kind}: false`]), ...REFUSALS];
  expect(cases.filter((one) => (met.get(one) ?? 0) < 20)).toEqual([]);
});
