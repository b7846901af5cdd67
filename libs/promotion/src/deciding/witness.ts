import { CelError, intlTimeZoneOffset, trace, type Activation, type Trace } from '@tessera/expression';
import type { Campaign } from '../catalog-event';
import type { EffectFailure, GivenEffect } from '../effects/effect-type';
import type {
  ConditionPart,
  ExplainedCampaign,
  ExplainedEffect,
  ExplainedRule,
  Explanation,
  RuleOutcome,
} from '../explanation';
import type { Exclusion } from '../effect';
import type { CompiledRuleset } from '../rules/compiled-rule';
import type { Attempt } from './evaluation';
import { seenValue } from './seen-value';

/** More campaigns than these are asked for by their ids. */
const MOST_CAMPAIGNS = 200;

const PORTS = { timeZoneOffset: intlTimeZoneOffset };

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A rule while it is tried. */
interface Tried extends Omit<Writable<ExplainedRule>, 'effects' | 'onFailure'> {
  readonly effects: ExplainedEffect[];
  readonly onFailure: ExplainedEffect[];
}

interface Turn {
  readonly campaign: Campaign;
  readonly compiled: CompiledRuleset;
  readonly rules: Tried[];
}

/**
 * Sees rules being tried, for who asks why. Deciding knows nothing of it but where to tell it; a campaign that is tried
 * again, because its group is settled, is seen as it was tried last.
 */
export class Witness {
  private readonly turns = new Map<bigint, Turn>();
  private last: Tried | undefined;
  /** Empty where no rule was to be tried: a refusal, a cancellation. */
  explanation: Explanation = { campaigns: [], truncated: false };

  /** Null: all campaigns that run are of interest. */
  constructor(readonly only: ReadonlySet<bigint> | null) {}

  begins(campaign: Campaign, compiled: CompiledRuleset): void {
    if (this.only?.has(campaign.id) !== false) this.turns.set(campaign.id, { campaign, compiled, rules: [] });
  }

  /** A rule is tried; `details` says what is in its way before its condition is asked. */
  tries(attempt: Attempt, activation: Activation, details = ''): void {
    this.note(attempt, 'notHeld', details);
    const checked = attempt.rule.checked;
    if (this.last === undefined || checked === undefined) return;
    this.last.condition = partOf(trace(checked, activation, PORTS));
    if (details === '') this.last.details = this.last.condition.error ?? NOT_HELD;
  }

  /** A rule is not tried. */
  passes(attempt: Attempt, outcome: RuleOutcome, details: string): void {
    this.note(attempt, outcome, details);
  }

  gives(type: string, effectIndex: number, effects: readonly GivenEffect[]): void {
    const reason = effects.length === 0 ? GIVEN_BEFORE : null;
    this.last?.effects.push({ type, effectIndex, given: effects.map(({ props }) => props), reason });
  }

  /** One effect cannot be given, so that its rule gives nothing. */
  misses(type: string, effectIndex: number, { details }: EffectFailure): void {
    if (this.last === undefined) return;
    const { effects } = this.last;
    effects.splice(0, effects.length, ...effects.map((one) => ({ ...one, given: [], reason: NOT_ALONE })));
    effects.push({ type, effectIndex, given: [], reason: details });
    this.comesOut('notApplied', details);
  }

  comesOut(outcome: RuleOutcome, details = ''): void {
    if (this.last !== undefined) Object.assign(this.last, { outcome, details });
  }

  givesOnFailure(type: string, effectIndex: number, outcome: readonly GivenEffect[] | EffectFailure): void {
    const given = 'details' in outcome ? [] : outcome.map(({ props }) => props);
    this.last?.onFailure.push({ type, effectIndex, given, reason: 'details' in outcome ? outcome.details : null });
  }

  /** All rules are tried: of campaigns in the order of evaluation, and those that lost in their groups. */
  ends(order: readonly Campaign[], excluded: ReadonlyMap<bigint, Exclusion>): void {
    const turns = order.flatMap(({ id }) => this.turns.get(id) ?? []);
    this.explanation = {
      campaigns: turns.slice(0, MOST_CAMPAIGNS).map((turn) => explained(turn, excluded)),
      truncated: turns.length > MOST_CAMPAIGNS,
    };
  }

  private note({ campaign, rule, code, referral }: Attempt, outcome: RuleOutcome, details: string): void {
    const { id: ruleId, title: ruleName } = rule.rule;
    this.last = {
      ...{ ruleId, ruleIndex: rule.index, ruleName },
      ...{ coupon: code?.coupon?.id ?? null, couponCode: code?.code ?? null, referralCode: referral?.code ?? null },
      ...{ outcome, details, condition: null, effects: [], onFailure: [] },
    };
    this.turns.get(campaign.id)?.rules.push(this.last);
  }
}

const NOT_HELD = 'the condition does not hold';
const GIVEN_BEFORE = 'it was given before in this session';
const NOT_ALONE = 'another effect of the rule could not be given';
const NOT_REACHED = 'the rule did not come to it';

function partOf({ start, end, text, type, value, parts }: Trace): ConditionPart {
  const failed = value instanceof CelError;
  return {
    ...{ start, end, text },
    value: failed ? null : seenValue(value, type),
    error: failed ? value.message : null,
    parts: parts.map(partOf),
  };
}

function explained({ campaign, compiled, rules }: Turn, excluded: ReadonlyMap<bigint, Exclusion>): ExplainedCampaign {
  return {
    ...{ campaign: campaign.id, name: campaign.name },
    ...{ ruleset: compiled.ruleset.id, rulesetVersion: compiled.ruleset.version },
    exclusion: excluded.get(campaign.id) ?? null,
    rules: rules.map((rule) => ({ ...rule, effects: [...rule.effects, ...notReached(rule, compiled)] })),
  };
}

function notReached({ ruleIndex, effects }: Tried, { rules }: CompiledRuleset): ExplainedEffect[] {
  const all = rules[ruleIndex]?.effects ?? [];
  const reached = new Set(effects.flatMap(({ type, effectIndex }) => (type.startsWith('accept') ? [] : effectIndex)));
  return all.flatMap(({ type: { type } }, effectIndex) =>
    reached.has(effectIndex) ? [] : [{ type, effectIndex, given: [], reason: NOT_REACHED }],
  );
}
