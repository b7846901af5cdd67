import type { Catalog } from '../catalog';
import type { Binding, Rule, RuleEffect, Ruleset } from '../catalog-event';
import { effectType } from '../effects/registry';
import { compileRule } from './compiled-rule';
import { problem, type RuleProblem } from './problem';

/**
 * What is wrong with a rule against the application's declared attributes; an empty list is a rule that can be saved.
 * `index` is its place in the ruleset and `bindings` are the ruleset's own, both for pointers and names.
 */
export function checkRule(
  catalog: Catalog,
  application: bigint,
  rule: Rule,
  index = 0,
  bindings: readonly Binding[] = [],
): RuleProblem[] {
  const compiled = compileRule(rule, index, bindings, catalog.scope(application));
  return [
    ...compiled.problems,
    ...verified(catalog, application, rule.effects, `/rules/${index}/effects`),
    ...verified(catalog, application, rule.onFailure, `/rules/${index}/onFailure`),
  ];
}

/** `checkRule` for all rules of a ruleset; what is wrong with its own bindings is said once. */
export function checkRuleset(
  catalog: Catalog,
  application: bigint,
  { rules, bindings }: Pick<Ruleset, 'rules' | 'bindings'>,
): RuleProblem[] {
  const problems = rules.flatMap((rule, index) => checkRule(catalog, application, rule, index, bindings));
  const places = new Set<string>();
  return problems.filter((one) => {
    const place = `${one.pointer} ${one.code} ${one.place?.start ?? ''}`;
    return places.size < places.add(place).size;
  });
}

function verified(catalog: Catalog, application: bigint, effects: readonly RuleEffect[], at: string): RuleProblem[] {
  return effects.flatMap((effect, index) => {
    const wrong = effectType(effect.type)?.verify?.(catalog, application, effect);
    return wrong === undefined ? [] : [problem('effect.reference', `${at}/${index}`, wrong)];
  });
}
