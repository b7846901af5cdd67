import type { Activation } from '@tessera/expression';
import { EffectFailure, type Apply, type EffectOutcome, type EffectRun } from '../effects/effect-type';
import { telling } from '../effects/notifying';
import { DISCOUNTS } from '../limits/actions';
import { activePoints, isActive, subledgerOf } from '../loyalty/balance';
import { hasRoom } from '../loyalty/lots';
import { Budget, type SpendingType } from './budget';
import { ACCEPTANCES, type Code } from './codes';
import { codesTaken, type Attempt, type Evaluation } from './evaluation';
import { isReserved } from './reservations';
import type { Subject } from './facts';
import { ledgerView } from './ledgers';

/** Something that a rule gives: one of its effects, or the acceptance of its code. */
export interface Giving {
  readonly type: SpendingType;
  readonly apply: Apply;
}

/** With their places: the rule's codes are accepted before its effects; once, however many rules take them. */
export function givingsOf({ taken }: Evaluation, attempt: Attempt): (readonly [number, Giving])[] {
  const accepting = codesTaken(attempt).filter((code) => !taken.includes(code));
  return [...accepting.map((code) => [0, acceptanceOf(code)] as const), ...attempt.rule.effects.entries()];
}

function acceptanceOf({ kind, code }: Code): Giving {
  return { type: ACCEPTANCES[kind], apply: (run) => telling(run, { value: code }) };
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

/** Limits count by the rule's code; where it has none, and for taking it, by the referral. */
function budgetOf({ subject, draft }: Evaluation, { campaign, code, referral }: Attempt, type: SpendingType): Budget {
  const by = type === ACCEPTANCES.referral ? referral : (code ?? referral);
  return new Budget(type, { subject, campaign, coupon: by?.coupon ?? null }, draft);
}

function runOf(
  evaluation: Evaluation,
  { campaign, code, referral, rule }: Attempt,
  activation: Activation,
  budget: Budget,
): EffectRun {
  const { subject, draft, random, lines } = evaluation;
  const { desk, session, profile, exponent, application, at } = subject;
  const profileId = profile?.integrationId ?? '';
  return {
    activation,
    draft,
    catalog: desk.situation.catalog,
    campaign,
    at,
    exponent,
    hasSession: session !== null,
    profileId,
    profileNumber: profile?.id ?? 0n,
    coupon: code?.coupon ?? null,
    referral: referral?.coupon ?? null,
    random,
    allowance: application.partialRewards ? budget.allowance() : null,
    most: application.partialRewards ? budget.effects() : null,
    lines,
    find: (canonical) => desk.coupon(canonical),
    isReserved: (coupon, id) => isReserved(desk, coupon, id),
    closes: closes(subject),
    zone: application.timezone,
    progressOf: (achievement, profile) => desk.achievement(achievement, profile),
    giveaways: {
      stock: (pool) => desk.giveawayStock(pool),
      at: (pool, number) => desk.giveaway(pool, number),
    },
    ruleTitle: rule.rule.title,
    items: session?.cartItems ?? [],
    knows: (id) => desk.profile(id) !== null,
    attributesOf: (id) => desk.profile(id)?.attributes ?? null,
    ...pointsOf(evaluation),
  };
}

/** What effects ask of ledgers as they were before the evaluation. */
function pointsOf({ subject }: Evaluation): Pick<EffectRun, 'activePoints' | 'activeLots' | 'hasRoom'> {
  const { desk, profile, at } = subject;
  return {
    activePoints: (program, subledger) => {
      const { ledger, at: now } = ledgerView(desk, program, profile?.integrationId ?? '', at);
      return activePoints(subledgerOf(ledger, subledger), now);
    },
    activeLots: (program, subledger) => {
      const { ledger, at: now } = ledgerView(desk, program, profile?.integrationId ?? '', at);
      return subledgerOf(ledger, subledger).lots.filter((lot) => isActive(lot, now));
    },
    hasRoom: (program, subledger, profileId) => {
      const { ledger, at: now } = ledgerView(desk, program, profileId, at);
      return hasRoom(subledgerOf(ledger, subledger).lots, now);
    },
  };
}

/** Whether what is given becomes fact with this decision. */
export function closes({ session }: Pick<Subject, 'session'>): boolean {
  return session?.state !== 'open';
}
