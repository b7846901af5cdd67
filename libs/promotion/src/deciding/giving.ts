import type { Activation } from '@tessera/expression';
import { EffectFailure, type Apply, type EffectOutcome, type EffectRun } from '../effects/effect-type';
import { telling } from '../effects/notifying';
import { DISCOUNTS } from '../limits/actions';
import { Budget, type SpendingType } from './budget';
import { ACCEPTANCE } from './codes';
import type { Attempt, Evaluation } from './evaluation';
import { isReserved } from './reservations';

/** Something that a rule gives: one of its effects, or the acceptance of its code. */
export interface Giving {
  readonly type: SpendingType;
  readonly apply: Apply;
}

/** With their places: the rule's code is accepted before its effects; once, however many rules take it. */
export function givingsOf({ taken }: Evaluation, { rule, code }: Attempt): (readonly [number, Giving])[] {
  const effects = [...rule.effects.entries()];
  if (code === null || taken.includes(code)) return effects;
  const accepting: Giving = { type: ACCEPTANCE, apply: (run) => telling(run, { value: code.code }) };
  return [[0, accepting], ...effects];
}

/** Applies it within what limits leave: as a whole, or, where the application allows partial rewards, as far as they reach. */
export function give(
  evaluation: Evaluation,
  attempt: Attempt,
  { type, apply }: Giving,
  activation: Activation,
): EffectOutcome {
  if (evaluation.lines !== null && isSessionWide(type.type)) return NOT_PER_ITEM;
  const budget = budgetOf(evaluation, attempt, type);
  const refusal = budget.refusal();
  if (refusal !== null) return refusal;
  const applied = apply(runOf(evaluation, attempt, activation, budget));
  return applied instanceof EffectFailure ? applied : budget.charge(applied);
}

/** Where campaigns compete for single items, a discount that is not on one of them would be given beside the contest. */
function isSessionWide(type: string): boolean {
  return DISCOUNTS.includes(type) && type !== 'setDiscountPerItem';
}

const NOT_PER_ITEM = new EffectFailure(
  'in a group that decides for each cart item only single items are discounted',
  false,
);

function budgetOf({ subject, draft }: Evaluation, { campaign, code }: Attempt, type: SpendingType): Budget {
  return new Budget(type, { subject, campaign, coupon: code?.coupon ?? null }, draft);
}

function runOf(
  { subject, draft, random, lines }: Evaluation,
  { campaign, code }: Attempt,
  activation: Activation,
  budget: Budget,
): EffectRun {
  const { desk, session, profile, exponent, application } = subject;
  return {
    activation,
    draft,
    catalog: desk.situation.catalog,
    campaign,
    exponent,
    hasSession: session !== null,
    profileId: profile?.integrationId ?? '',
    coupon: code?.coupon ?? null,
    random,
    allowance: application.partialRewards ? budget.allowance() : null,
    lines,
    find: (canonical) => desk.coupon(canonical),
    isReserved: (coupon, id) => isReserved(desk, coupon, id),
  };
}
