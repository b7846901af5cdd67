import { CelError, describeError, type Activation } from '@tessera/expression';
import { EffectFailure, type EffectRun, type GivenEffect } from '../effects/effect-type';
import type { CompiledEffect } from '../rules/compiled-rule';
import type { Draft } from './draft';
import type { EffectDraft } from './effect-draft';
import { ruleEffect, type Attempt, type Evaluation } from './evaluation';

/** How a rule came out: its effects were given; its condition did not hold, or was in error; an effect could not be given. */
export type Tried = 'given' | 'notHeld' | 'notApplied';

/** Tries a rule as a whole: either all of its effects are given, or none. */
export function tryRule(evaluation: Evaluation, attempt: Attempt, activation: Activation): Tried {
  const { rule } = attempt;
  const held = rule.condition?.evaluate(activation);
  if (held instanceof CelError) {
    evaluation.fail(attempt, null, describeError(rule.rule.condition, held));
    if (held.code === 'history.truncated') evaluation.effects.push(errorEffect(attempt, 0, held.message));
    return 'notHeld';
  }
  if (held !== true) {
    if (attempt.code !== null) evaluation.fail(attempt, null, 'the condition does not hold');
    return 'notHeld';
  }
  return giveAll(evaluation, attempt, activation);
}

function giveAll(evaluation: Evaluation, attempt: Attempt, activation: Activation): Tried {
  const before = evaluation.draft;
  const effects: EffectDraft[] = [];
  for (const [index, effect] of attempt.rule.effects.entries()) {
    const given = giveOnce(evaluation, attempt, effect, index, activation);
    if (given instanceof EffectFailure) {
      evaluation.draft = before;
      evaluation.fail(attempt, index, given.details);
      if (given.loud) evaluation.effects.push(errorEffect(attempt, index, given.details));
      return 'notApplied';
    }
    effects.push(...given.map(({ props, shares }) => ruleEffect(attempt, effect.type.type, index, props, shares)));
  }
  takeCode(evaluation, attempt);
  evaluation.effects.push(...effects);
  return 'given';
}

/** Accepts the rule's code before its effects; once, however many rules take it. */
function takeCode(evaluation: Evaluation, attempt: Attempt): void {
  const { code } = attempt;
  if (code === null || evaluation.taken.includes(code)) return;
  evaluation.taken.push(code);
  evaluation.effects.push(ruleEffect(attempt, 'acceptCoupon', 0, { value: code.code }));
}

/** What a rule says when it fails. One of these that cannot be given does not keep the others back. */
export function giveOnFailure(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  for (const [index, effect] of attempt.rule.onFailure.entries()) {
    const place = attempt.rule.effects.length + index;
    const given = give(evaluation, attempt, effect, activation);
    if (given instanceof EffectFailure) evaluation.fail(attempt, place, given.details);
    else {
      const drafts = given.effects.map(({ props }) => ruleEffect(attempt, effect.type.type, place, props));
      evaluation.effects.push(...drafts);
    }
  }
}

/** What lasts at once is given once per session, rule and effect; a written attribute again when its value differs. */
function giveOnce(
  evaluation: Evaluation,
  attempt: Attempt,
  effect: CompiledEffect,
  index: number,
  activation: Activation,
): readonly GivenEffect[] | EffectFailure {
  const key = { ruleId: attempt.rule.rule.id, effectIndex: index };
  const once = effect.type.lasting === 'once' && evaluation.subject.session !== null;
  const before = once
    ? evaluation.draft.durable.find((one) => one.ruleId === key.ruleId && one.effectIndex === index)
    : undefined;
  if (before?.value === '') return [];
  const given = give(evaluation, attempt, effect, activation);
  if (given instanceof EffectFailure) return given;
  const value = given.effects[0]?.value ?? '';
  if (before !== undefined && before.value === value) return [];
  evaluation.draft = once ? withDurable(given.draft, { ...key, value }) : given.draft;
  return given.effects;
}

function give(evaluation: Evaluation, attempt: Attempt, effect: CompiledEffect, activation: Activation) {
  return effect.apply(runOf(evaluation, attempt, activation));
}

function runOf(evaluation: Evaluation, { campaign, code }: Attempt, activation: Activation): EffectRun {
  const { subject, draft, random } = evaluation;
  const { desk, session, profile, exponent } = subject;
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
    isFree: (canonical) => desk.coupon(canonical) === null,
  };
}

function withDurable(draft: Draft, given: Draft['durable'][number]): Draft {
  const others = draft.durable.filter((one) => one.ruleId !== given.ruleId || one.effectIndex !== given.effectIndex);
  return { ...draft, durable: [...others, given] };
}

function errorEffect(attempt: Attempt, effectIndex: number, message: string): EffectDraft {
  return ruleEffect(attempt, 'error', effectIndex, { message });
}
