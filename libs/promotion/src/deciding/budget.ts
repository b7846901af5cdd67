import { couponValueLeft } from '../effects/cap';
import {
  EffectFailure,
  type Applied,
  type EffectOutcome,
  type GivenEffect,
  type Lasting,
} from '../effects/effect-type';
import { effectValue } from '../effects/prop-value';
import { actionsOf, DISCOUNTS, measureOf } from '../limits/actions';
import type { LimitConfig } from '../catalog-event';
import { limitedCounters, limitsOn, missingEntities, type LimitedCounter, type Spender } from './counters';
import type { Draft, Spent } from './draft';

/** An effect type as far as limits are concerned. */
export interface SpendingType {
  readonly type: string;
  readonly lasting: Lasting;
  readonly whileOpen?: string;
  readonly keeps?: boolean;
}

/**
 * What the limits on effects of one type have left for a spender, and for discounts what the coupon is still worth, after what
 * this decision used up already.
 */
export class Budget {
  private readonly limits: readonly LimitConfig[];
  private readonly counters: readonly LimitedCounter[];
  private readonly couponValue: bigint | null;

  constructor(
    private readonly spending: SpendingType,
    private readonly spender: Spender,
    private readonly draft: Draft,
  ) {
    this.limits = actionsOf(spending.type).flatMap((action) => limitsOn(action, spender));
    this.counters = this.limits.flatMap((limit) => limitedCounters(limit, spender));
    this.couponValue = DISCOUNTS.includes(spending.type) ? couponValueLeft({ coupon: spender.coupon, draft }) : null;
  }

  /** Why nothing can be given, whatever the effect comes to: a limit is used up, or counts by what is not there. */
  refusal(): EffectFailure | null {
    for (const limit of this.limits) {
      const [missing] = missingEntities(limit, this.spender);
      if (missing !== undefined) return refused(`the limit on ${limit.action} counts by ${missing}, and there is none`);
    }
    const [usedUp] = this.usedUp();
    return usedUp === undefined ? null : refused(`the limit on ${usedUp.action} is used up`, usedUp.reason);
  }

  usedUp(): readonly LimitedCounter[] {
    return this.counters.filter((counter) => this.left(counter) <= 0n);
  }

  /** The most that the effect's value may come to; null: neither limits nor the coupon's value say. */
  allowance(): bigint | null {
    const amounts = this.counters.filter(({ action }) => measureOf(action) === 'value');
    return amounts.reduce<bigint | null>((least, counter) => lesser(least, this.left(counter)), this.couponValue);
  }

  /** How many effects limits on their number allow; null: none counts them. */
  effects(): bigint | null {
    const counts = this.counters.filter(({ action }) => measureOf(action) === 'effects');
    return counts.reduce<bigint | null>((least, counter) => lesser(least, this.left(counter)), null);
  }

  /** What was given, with what it used up; or, where some limit leaves less than that, why it cannot be given. */
  charge(applied: Applied): EffectOutcome {
    const { draft, effects } = applied;
    if (this.couponValue !== null && this.couponValue < valueOf(effects)) return LESS_LEFT;
    if (this.counters.length === 0) return applied;
    const short = this.counters.find((counter) => this.left(counter) < usedBy(effects, counter.action));
    if (short !== undefined) return refused(`the limit on ${short.action} leaves less than that`);
    const spent = new Map(draft.spent);
    for (const { counter, action } of this.counters) spent.set(counter, this.after(counter, action, effects));
    return { ...applied, draft: { ...draft, spent } };
  }

  private left({ counter, limit }: LimitedCounter): bigint {
    return limit - this.spender.subject.desk.counter(counter) - this.spentOn(counter);
  }

  /** From the draft before the effect: two limits with one counter do not count twice. */
  private after(counter: string, action: string, effects: readonly GivenEffect[]): Spent {
    return { action, lasting: this.spending.lasting, delta: this.spentOn(counter) + usedBy(effects, action) };
  }

  private spentOn(counter: string): bigint {
    return this.draft.spent.get(counter)?.delta ?? 0n;
  }
}

function usedBy(effects: readonly GivenEffect[], action: string): bigint {
  if (measureOf(action) === 'effects') return BigInt(effects.length);
  return valueOf(effects);
}

function valueOf(effects: readonly GivenEffect[]): bigint {
  return effects.reduce((sum, effect) => sum + effectValue(effect), 0n);
}

function lesser(one: bigint | null, other: bigint): bigint {
  return one === null || other < one ? other : one;
}

function refused(details: string, reason: LimitedCounter['reason'] | null = null): EffectFailure {
  return new EffectFailure(details, false, reason);
}

const LESS_LEFT = refused('the coupon has less left than that');
