import type { Request } from '../request';
import {
  cancel,
  campaign,
  close,
  coupons,
  effect,
  given,
  item,
  limit,
  moved,
  reopen,
  returned,
  rule,
  Shop,
  told,
  update,
} from '../testing';
import { expectLogToBeState } from './log.fixture';

// Three customers at two campaigns, in every order in which their requests can come: a code that two sessions may use,
// which takes 5.00 off, and a budget of 25.00 for discounts of 10.00. Each order is held against a model of a few numbers.

const CODE_USES = 2;
const CODE_OFF = 500;
const BUDGET = 2500;
const BUDGET_OFF = 1000;

type Step = 'open' | 'close' | 'cancel' | 'reopen' | 'return';

/** What each customer does, in this order. */
const SCRIPTS: Readonly<Record<string, readonly Step[]>> = {
  ann: ['open', 'close', 'cancel'],
  ben: ['open', 'close', 'reopen'],
  cleo: ['close', 'return', 'cancel'],
};

const content = (profileId: string) => ({ profileId, cartItems: [item('tea', 1000, 2)], couponCodes: ['CODE'] });

const REQUESTS: Readonly<Record<Step, (who: string) => Request>> = {
  open: (who) => update(who, content(who)),
  close: (who) => close(who, content(who)),
  cancel,
  reopen,
  return: (who) => returned(who, { 0: 1 }),
};

/** All that is needed to know what each request comes to: what closed sessions hold. */
class Model {
  private readonly code = new Set<string>();
  private readonly budget = new Map<string, number>();
  private readonly returnedBy = new Set<string>();

  /** The discounts and refusals that the step gives. */
  take(who: string, step: Step): string[] {
    if (step === 'open' || step === 'close') return this.give(who, step === 'close');
    return step === 'return' ? this.giveUnitBack(who) : this.giveAllBack(who);
  }

  get left(): number {
    return BUDGET - [...this.budget.values()].reduce((sum, each) => sum + each, 0);
  }

  get used(): number {
    return this.code.size;
  }

  private give(who: string, lasts: boolean): string[] {
    const [takesCode, takesBudget] = [this.used < CODE_USES, this.left >= BUDGET_OFF];
    if (lasts && takesCode) this.code.add(who);
    if (lasts && takesBudget) this.budget.set(who, BUDGET_OFF);
    return [
      ...(takesCode ? ['acceptCoupon CODE', `setDiscount ${CODE_OFF}`] : []),
      ...(takesBudget ? [`setDiscount ${BUDGET_OFF}`] : []),
      ...(takesCode ? [] : ['rejectCoupon CouponLimitReached']),
    ];
  }

  private giveAllBack(who: string): string[] {
    const codeLeft = this.returnedBy.has(who) ? CODE_OFF / 2 : CODE_OFF;
    const undone = [
      ...(this.code.delete(who) ? ['rollbackCoupon CODE', `rollbackDiscount ${codeLeft}`] : []),
      ...(this.budget.has(who) ? [`rollbackDiscount ${this.budget.get(who)}`] : []),
    ];
    this.budget.delete(who);
    return undone;
  }

  /** One of two units takes half of each discount along. */
  private giveUnitBack(who: string): string[] {
    this.returnedBy.add(who);
    const held = this.budget.get(who);
    if (held !== undefined) this.budget.set(who, held / 2);
    return [
      ...(this.code.has(who) ? [`rollbackDiscount ${CODE_OFF / 2}`] : []),
      ...(held === undefined ? [] : [`rollbackDiscount ${held / 2}`]),
    ];
  }
}

/** Every order that keeps each customer's own. */
function* interleavings(left: Readonly<Record<string, readonly Step[]>>): Generator<(readonly [string, Step])[]> {
  let isOver = true;
  for (const [who, [next, ...rest]] of Object.entries(left)) {
    if (next === undefined) continue;
    isOver = false;
    for (const others of interleavings({ ...left, [who]: rest })) yield [[who, next], ...others];
  }
  if (isOver) yield [];
}

describe('three customers at two campaigns', () => {
  const rules = [
    campaign(1n, [rule('coupon.valid', [effect('setDiscount', { name: 'code', value: '5' })])]),
    campaign(2n, [rule('true', [effect('setDiscount', { name: 'budget', value: '10' })])], {
      limits: [limit('setDiscount', BigInt(BUDGET))],
    }),
  ];

  // Its rules are compiled once.
  const { catalog } = given(...rules).shop;

  function check(order: readonly (readonly [string, Step])[]): void {
    const shop = new Shop();
    shop.catalog = catalog;
    shop.when(coupons(1n, ['CODE'], { usageLimit: BigInt(CODE_USES) }));
    const model = new Model();
    const seen: string[] = [];
    const due: string[] = [];
    for (const [who, step] of order) {
      const before = model.left;
      const { decision } = shop.when(REQUESTS[step](who));
      const expected = model.take(who, step);
      const by = before - model.left;
      const counted = by === 0 ? [] : [`setDiscount|2||| ${by} -> ${BUDGET - model.left}`];
      seen.push([who, step, ...told(decision), ...moved(decision)].join(', '));
      due.push([who, step, ...expected, ...counted].join(', '));
    }
    expect(seen).toEqual(due);
    expectLogToBeState(shop);
  }

  it('get in each of the 1,680 orders what a model says, and leave what it says', () => {
    let orders = 0;
    for (const order of interleavings(SCRIPTS)) {
      check(order);
      orders += 1;
    }
    expect(orders).toBe(1680);
  });
});
