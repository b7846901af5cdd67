import { BOOL, type Program } from '@tessera/expression';
import type { Binding, Rule, RuleEffect, Ruleset } from '../catalog-event';
import type { Apply, EffectType } from '../effects/effect-type';
import { PropReader } from '../effects/prop-reader';
import { effectType } from '../effects/registry';
import { compileCondition, type Condition } from './condition';
import type { RuleVariables } from './environment';
import { readsPersonal, type PersonalNames } from './personal-reads';
import { problem, type RuleProblem } from './problem';
import type { Reads } from './reads';
import { Sources, type Cost } from './sources';

export interface CompiledEffect {
  readonly type: EffectType;
  readonly apply: Apply;
}

export interface CompiledRule extends Condition {
  readonly rule: Rule;
  readonly index: number;
  readonly bindings: ReadonlyMap<string, Program>;
  readonly effects: readonly CompiledEffect[];
  readonly onFailure: readonly CompiledEffect[];
  readonly reads: Reads;
  /** Whether anything that it says may come from a personal attribute. */
  readonly isPersonal: boolean;
  readonly cost: RuleCost;
  readonly problems: readonly RuleProblem[];
}

/** What a rule may take: its condition, its effects and the bindings that they read, all of them evaluated. */
export interface RuleCost {
  readonly steps: number;
  /** The dearest of its expressions. */
  readonly most: Cost;
}

export interface CompiledRuleset {
  readonly ruleset: Ruleset;
  readonly rules: readonly CompiledRule[];
}

/** What a rule is compiled against. */
export interface RuleContext {
  readonly variables: RuleVariables;
  /** Declared types of attributes by name, for an entity. */
  readonly attributeTypes: (entity: string) => ReadonlyMap<string, string>;
  readonly personal: PersonalNames;
}

const BINDING_NAME = /^[A-Za-z_]\w{0,99}$/;

/** The names that CEL keeps for itself, and `item`, which effects bind. */
const RESERVED = new Set(
  `true false null in as break const continue else for function if import let loop package
  namespace return var void while item`.split(/\s+/),
);

export function compileRuleset(ruleset: Ruleset, context: RuleContext): CompiledRuleset {
  return { ruleset, rules: ruleset.rules.map((rule, index) => compileRule(rule, index, ruleset.bindings, context)) };
}

/** Pointers of problems are into a ruleset: `/rules/<index>/condition`, `/bindings/0/expression`. */
export function compileRule(rule: Rule, index: number, shared: readonly Binding[], context: RuleContext): CompiledRule {
  const sources = new Sources(context.variables);
  const at = `/rules/${index}`;
  const bindings = new Map<string, Program>();
  const bindingCosts = new Map<string, Cost>();
  const bind = (list: readonly Binding[], pointer: string): void =>
    list.forEach((binding, place) => {
      const program = compileBinding(sources, binding, `${pointer}/${place}`);
      if (program === undefined) return;
      bindings.set(binding.name, program);
      bindingCosts.set(binding.name, sources.costs.at(-1) ?? NO_COST);
    });
  bind(shared, '/bindings');
  bind(rule.bindings, `${at}/bindings`);
  const [before, costsBefore] = [sources.checked.length, sources.costs.length];
  const condition = sources.check(rule.condition, `${at}/condition`, BOOL);
  const effects = compileEffects(rule.effects, `${at}/effects`, sources, context, false);
  const onFailure = compileEffects(rule.onFailure, `${at}/onFailure`, sources, context, true);
  const reads = sources.readsSince(before);
  const read = [...reads.variables].flatMap((name) => bindingCosts.get(name) ?? []);
  const cost = costOf([...read, ...sources.costs.slice(costsBefore)]);
  const isPersonal = readsPersonal(reads.paths, context.personal);
  const parts = { rule, index, bindings, effects, onFailure, reads, isPersonal, cost, problems: sources.problems };
  return { ...parts, ...compileCondition(sources, condition) };
}

const NO_COST: Cost = { pointer: '', steps: 0 };

function costOf(costs: readonly Cost[]): RuleCost {
  return {
    steps: costs.reduce((sum, { steps }) => sum + steps, 0),
    most: costs.reduce((most, one) => (one.steps > most.steps ? one : most), NO_COST),
  };
}

function compileBinding(sources: Sources, { name, expression }: Binding, at: string): Program | undefined {
  if (!BINDING_NAME.test(name) || RESERVED.has(name)) {
    sources.problems.push(problem('binding.name', `${at}/name`, `${name} cannot be a binding's name`));
    return undefined;
  }
  if (Object.hasOwn(sources.names, name)) {
    sources.problems.push(problem('binding.taken', `${at}/name`, `${name} has a meaning already`));
    return undefined;
  }
  const program = sources.program(expression, `${at}/expression`);
  const checked = sources.checked.at(-1);
  if (program === undefined || checked === undefined) return undefined;
  sources.declare(name, checked);
  return program;
}

function compileEffects(
  effects: readonly RuleEffect[],
  pointer: string,
  sources: Sources,
  context: RuleContext,
  afterFailure: boolean,
): CompiledEffect[] {
  return effects.flatMap((effect, index) => {
    const at = `${pointer}/${index}`;
    const type = effectType(effect.type);
    if (type === undefined) {
      sources.problems.push(problem('effect.unknown', at, `there is no effect ${effect.type}`));
      return [];
    }
    if (afterFailure && !type.onFailure) {
      sources.problems.push(problem('effect.on_failure', at, `${type.type} cannot be given on failure`));
    }
    const read = new PropReader(sources, effect, at, context);
    const apply = type.compile(read);
    read.refuseOthers();
    return [{ type, apply }];
  });
}
