import type { Ruleset } from '../catalog-event';
import type { LoyaltyProgram } from '../loyalty-program';
import type { Definitions } from '../fold/definitions';
import { RuleIndex } from '../rule-index/rule-index';
import { compileRuleset, type CompiledRuleset, type RuleContext } from './compiled-rule';
import { ruleVariables, type RuleVariables } from './environment';

/** What the rules of one application may name and write. */
export class ApplicationScope implements RuleContext {
  readonly variables: RuleVariables;
  readonly index = new RuleIndex((ruleset) => this.compiled(ruleset));
  private readonly rulesets = new WeakMap<Ruleset, CompiledRuleset>();

  constructor(
    private readonly definitions: Definitions,
    private readonly application: bigint,
    programs: readonly LoyaltyProgram[],
  ) {
    this.variables = ruleVariables(definitions, application, programs);
  }

  readonly attributeTypes = (entity: string): ReadonlyMap<string, string> =>
    new Map([...this.definitions.of(this.application, entity, null).values()].map(({ name, type }) => [name, type]));

  /** Compiled when first asked for, once per version of a ruleset: a version is an object that never changes. */
  compiled(ruleset: Ruleset): CompiledRuleset {
    const known = this.rulesets.get(ruleset);
    if (known !== undefined) return known;
    const compiled = compileRuleset(ruleset, this);
    this.rulesets.set(ruleset, compiled);
    return compiled;
  }
}
