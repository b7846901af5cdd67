import { CelError, describeError, type Activation } from '@tessera/expression';
import { EffectFailure, type Applied, type GivenEffect } from '../effects/effect-type';
import type { DurableEffect } from '../session';
import type { Draft } from './draft';
import type { EffectDraft } from './effect-draft';
import { codesTaken, ruleEffect, type Attempt, type Evaluation } from './evaluation';
import { closes, give, givingsOf, type Giving } from './giving';

/** How a rule came out: its effects were given; its condition did not hold, or was in error; an effect could not be given. */
export type Tried = 'given' | 'notHeld' | 'notApplied';

/** Tries a rule as a whole: either all of its effects are given, or none. */
export function tryRule(evaluation: Evaluation, attempt: Attempt, activation: Activation): Tried {
  const { rule } = attempt;
  evaluation.witness?.tries(attempt, activation);
  const held = attempt.holds || rule.condition?.evaluate(activation);
  if (held instanceof CelError) {
    evaluation.fail(attempt, describeError(rule.rule.condition, held), { conditionIndex: rule.failing(activation) });
    if (held.code === 'history.truncated') evaluation.effects.push(errorEffect(attempt, 0, held.message));
    return 'notHeld';
  }
  if (held !== true) {
    if (codesTaken(attempt).length > 0) notHeld(evaluation, attempt, activation);
    return 'notHeld';
  }
  return giveAll(evaluation, attempt, activation);
}

function notHeld(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  evaluation.fail(attempt, 'the condition does not hold', { conditionIndex: attempt.rule.failing(activation) });
}

function giveAll(evaluation: Evaluation, attempt: Attempt, activation: Activation): Tried {
  const before = evaluation.draft;
  const effects: EffectDraft[] = [];
  for (const [index, giving] of givingsOf(evaluation, attempt)) {
    const given = giveOnce(evaluation, attempt, giving, index, activation);
    if (given instanceof EffectFailure) {
      evaluation.draft = before;
      evaluation.witness?.misses(giving.type.type, index, given);
      notApplied(evaluation, attempt, index, given);
      return 'notApplied';
    }
    const type = toldAs(giving, evaluation);
    evaluation.witness?.gives(type, index, given);
    effects.push(...given.map(({ props, shares }) => ruleEffect(attempt, type, index, props, shares)));
  }
  evaluation.taken.push(...codesTaken(attempt).filter((code) => !evaluation.taken.includes(code)));
  evaluation.triggered.add(attempt.campaign.id);
  evaluation.effects.push(...effects);
  evaluation.witness?.comesOut('given');
  return 'given';
}

function toldAs({ type: { type, whileOpen } }: Giving, { subject }: Evaluation): string {
  return whileOpen === undefined || closes(subject) ? type : whileOpen;
}

function notApplied(
  evaluation: Evaluation,
  attempt: Attempt,
  index: number,
  { details, loud, reason }: EffectFailure,
): void {
  evaluation.fail(attempt, details, { effectIndex: index });
  if (loud) evaluation.effects.push(errorEffect(attempt, index, details));
  for (const code of codesTaken(attempt)) evaluation.notAppliedTo(code, reason ?? 'EffectCouldNotBeApplied');
}

/** What a rule says when it fails. One of these that cannot be given does not keep the others back. */
export function giveOnFailure(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  for (const [index, effect] of attempt.rule.onFailure.entries()) {
    const place = attempt.rule.effects.length + index;
    const key = { ruleId: attempt.rule.rule.id, effectIndex: place };
    if (wasKept(effect, key, evaluation)) continue;
    const given = give(evaluation, attempt, effect, activation);
    const told = given instanceof EffectFailure ? given : given.effects;
    evaluation.witness?.givesOnFailure(effect.type.type, place, told);
    if (given instanceof EffectFailure) evaluation.fail(attempt, given.details, { effectIndex: place });
    else {
      evaluation.draft = isKept(effect, evaluation) ? withDurable(given.draft, { ...key, value: '' }) : given.draft;
      const drafts = given.effects.map(({ props }) => ruleEffect(attempt, effect.type.type, place, props));
      evaluation.effects.push(...drafts);
    }
  }
}

/** What lasts at once is given once per session, rule and effect; a written attribute again when its value differs. */
function giveOnce(
  evaluation: Evaluation,
  attempt: Attempt,
  giving: Giving,
  index: number,
  activation: Activation,
): readonly GivenEffect[] | EffectFailure {
  const key = { ruleId: attempt.rule.rule.id, effectIndex: index };
  if (wasKept(giving, key, evaluation)) return [];
  const once = giving.type.lasting === 'once' && evaluation.subject.session !== null;
  const before = once ? evaluation.draft.durable.find((one) => isOf(one, key)) : undefined;
  if (before?.value === '') return [];
  const given = give(evaluation, attempt, giving, activation);
  if (given instanceof EffectFailure) return given;
  if (given.repeats === true) return withoutMemory(evaluation, given);
  const value = given.effects[0]?.value ?? '';
  if (before !== undefined && before.value === value) return [];
  const remembered = once || (given.effects.length > 0 && isKept(giving, evaluation));
  evaluation.draft = remembered ? withDurable(given.draft, { ...key, value }) : given.draft;
  return given.effects;
}

/** What is given where it changes something says by itself whether it was given before. */
function withoutMemory(evaluation: Evaluation, { draft, effects }: Applied): readonly GivenEffect[] {
  evaluation.draft = draft;
  return effects;
}

type EffectKey = Pick<DurableEffect, 'ruleId' | 'effectIndex'>;

function isOf(one: DurableEffect, { ruleId, effectIndex }: EffectKey): boolean {
  return one.ruleId === ruleId && one.effectIndex === effectIndex;
}

/** Given by a close that was undone since, but not taken back with it. */
function wasKept({ type: { keeps } }: Giving, key: EffectKey, { subject: { session } }: Evaluation): boolean {
  return keeps === true && (session?.durable ?? []).some((one) => isOf(one, key));
}

/** What becomes fact with this close and may outlive it. */
function isKept({ type: { keeps } }: Giving, { subject }: Evaluation): boolean {
  return keeps === true && subject.session !== null && closes(subject);
}

function withDurable(draft: Draft, given: Draft['durable'][number]): Draft {
  const others = draft.durable.filter((one) => one.ruleId !== given.ruleId || one.effectIndex !== given.effectIndex);
  return { ...draft, durable: [...others, given] };
}

function errorEffect(attempt: Attempt, effectIndex: number, message: string): EffectDraft {
  return ruleEffect(attempt, 'error', effectIndex, { message });
}
