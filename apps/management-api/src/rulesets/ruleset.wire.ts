import type { Ruleset as RulesetJson } from '@tessera/api-contracts';
import { type Binding, plainValue, type Rule, type RuleEffect, type Ruleset } from '@tessera/promotion';
import { instantOf } from '../catalog-log/instants';
import type { RulesetVersionEntity, StoredBinding, StoredRule } from './ruleset-version.entity';
import type { RulesetEntity } from './ruleset.entity';

/** The official SDK's models know one version of the rule builder; `cel` marks ours. */
const RULE_FORMAT = 'cel';

/** A rule as the log has it: expressions bare, without the array that the SDK's models ask for. */
export function ruleOf({ id, title, description, condition, bindings, effects, onFailure }: StoredRule): Rule {
  return {
    ...{ id, title, description },
    condition: condition[1],
    bindings: bindings.map(bindingOf),
    effects: effects.map(effectOf),
    onFailure: onFailure.map(effectOf),
  };
}

export function bindingOf({ name, expression }: StoredBinding): Binding {
  return { name, expression: expression[1] };
}

function effectOf([type, props]: StoredRule['effects'][number]): RuleEffect {
  return { type, props: Object.fromEntries(Object.entries(props).map(([name, value]) => [name, plainValue(value)])) };
}

/** One version of a ruleset as the log has it. */
export function rulesetOf(row: RulesetEntity, version: RulesetVersionEntity): Ruleset {
  return {
    id: row.id,
    application: row.applicationId,
    campaign: row.campaignId,
    version: version.version,
    rules: version.rules.map(ruleOf),
    bindings: version.bindings.map(bindingOf),
    createdBy: version.createdBy,
    created: instantOf(version.created),
  };
}

/** @param active whether it is its campaign's active ruleset */
export function showRuleset(row: RulesetEntity, version: RulesetVersionEntity, active: boolean): RulesetJson {
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    campaignId: Number(row.campaignId),
    userId: Number(row.createdBy),
    version: row.version,
    rules: version.rules,
    bindings: version.bindings,
    rbVersion: RULE_FORMAT,
    activate: active,
    ...(row.activatedAt && { activatedAt: row.activatedAt.toISOString() }),
  };
}
