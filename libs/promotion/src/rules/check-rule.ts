import type { Catalog } from '../catalog';
import type { Rule, RuleEffect, Ruleset } from '../catalog-event';
import { effectType } from '../effects/registry';
import { compileRule, type CompiledRule } from './compiled-rule';
import { problem, type RuleProblem } from './problem';

/** Elementary steps that all expressions of a rule may take together, on the longest lists. */
const MOST_STEPS = 10_000_000;

/** A rule as it would be saved. */
export interface RuleCheck {
  /** Empty: it can be saved. */
  readonly problems: readonly RuleProblem[];
  /** Elementary steps in the worst case. */
  readonly cost: number;
}

/** A rule of no ruleset. */
const ALONE: Pick<Ruleset, 'campaign' | 'bindings'> = { campaign: 0n, bindings: [] };

/**
 * What is wrong with a rule against the application's declared attributes, and what it may cost. `index` is its place in the
 * ruleset, for pointers; the ruleset's bindings and its campaign's collections are names that it may use.
 */
export function checkRule(
  catalog: Catalog,
  application: bigint,
  rule: Rule,
  index = 0,
  { campaign, bindings }: Pick<Ruleset, 'campaign' | 'bindings'> = ALONE,
): RuleCheck {
  const compiled = compileRule(rule, index, bindings, catalog.scope(application).of(campaign));
  const problems = [
    ...compiled.problems,
    ...tooCostly(compiled),
    ...verified(catalog, application, rule.effects, `/rules/${index}/effects`),
    ...verified(catalog, application, rule.onFailure, `/rules/${index}/onFailure`),
  ];
  return { problems, cost: compiled.cost.steps };
}

/** Rules with effects on failure that an application may have: they are tried in every session, whatever it holds. */
const MOST_ON_FAILURE = 200;

export interface RulesetCheck {
  readonly problems: readonly RuleProblem[];
  /** Of each rule. */
  readonly costs: readonly number[];
}

/** `checkRule` for all rules of a ruleset; what is wrong with its own bindings is said once. */
export function checkRuleset(
  catalog: Catalog,
  application: bigint,
  ruleset: Pick<Ruleset, 'campaign' | 'rules' | 'bindings'>,
): RulesetCheck {
  const checks = ruleset.rules.map((rule, index) => checkRule(catalog, application, rule, index, ruleset));
  const places = new Set<string>();
  const problems = [
    ...checks.flatMap((one) => one.problems),
    ...tooManyOnFailure(catalog, application, ruleset.campaign, ruleset.rules),
  ].filter((one) => {
    const place = `${one.pointer} ${one.code} ${one.place?.start ?? ''}`;
    return places.size < places.add(place).size;
  });
  return { problems, costs: checks.map(({ cost }) => cost) };
}

/** Of campaigns that are off too, since they can be switched on as they are. */
function tooManyOnFailure(
  catalog: Catalog,
  application: bigint,
  campaign: bigint,
  rules: readonly Rule[],
): RuleProblem[] {
  const own = withOnFailure(rules);
  if (own === 0) return [];
  const others = catalog.campaigns(application).filter(({ id, state }) => id !== campaign && state !== 'archived');
  const active = others.flatMap(({ activeRulesetId }) => catalog.ruleset(application, activeRulesetId ?? 0n) ?? []);
  const all = active.reduce((sum, ruleset) => sum + withOnFailure(ruleset.rules), own);
  if (all <= MOST_ON_FAILURE) return [];
  const message = `with ${own} here the application has ${all} rules with effects on failure, which are tried in every session`;
  return [problem('rule.on_failure_count', '/rules', `${message}; ${MOST_ON_FAILURE} are the most`)];
}

function withOnFailure(rules: readonly Rule[]): number {
  return rules.filter(({ onFailure }) => onFailure.length > 0).length;
}

/** Found when it is saved; a rule that was saved runs, whatever limits say by then. */
function tooCostly({ cost: { steps, most } }: CompiledRule): RuleProblem[] {
  if (steps <= MOST_STEPS) return [];
  const here = `${most.steps} of them here`;
  return [problem('rule.cost', most.pointer, `the rule may take ${steps} steps, ${here}; ${MOST_STEPS} are the most`)];
}

function verified(catalog: Catalog, application: bigint, effects: readonly RuleEffect[], at: string): RuleProblem[] {
  return effects.flatMap((effect, index) => {
    const wrong = effectType(effect.type)?.verify?.(catalog, application, effect);
    return wrong === undefined ? [] : [problem('effect.reference', `${at}/${index}`, wrong)];
  });
}
