import type { Achievement, Ruleset } from '../catalog-event';
import { byCampaign } from '../fold/by-campaign';
import { RuleIndex } from '../rule-index/rule-index';
import { compileRuleset, type CompiledRuleset, type RuleContext } from './compiled-rule';
import { ruleVariables, type Declared, type RuleVariables } from './environment';
import type { PersonalNames } from './personal-reads';

/** What the rules of one application may name and write. */
export class ApplicationScope implements RuleContext {
  readonly variables: RuleVariables;
  readonly personal: PersonalNames;
  readonly index = new RuleIndex((ruleset) => this.compiled(ruleset));
  private readonly rulesets = new WeakMap<Ruleset, CompiledRuleset>();
  private readonly achievements: ReadonlyMap<bigint, readonly Achievement[]>;

  constructor(
    private readonly declared: Declared,
    private readonly application: bigint,
  ) {
    this.achievements = byCampaign(declared.applications.get(application)?.achievements.values() ?? []);
    this.variables = ruleVariables(declared, application, 0n, []);
    this.personal = declared.definitions.personalNames(application);
  }

  readonly attributeTypes = (entity: string): ReadonlyMap<string, string> =>
    new Map(
      [...this.declared.definitions.of(this.application, entity, null).values()].map(({ name, type }) => [name, type]),
    );

  /** What the rules of one campaign may name beside: its own collections and achievements. */
  of(campaign: bigint): RuleContext {
    const { declared, application, attributeTypes, personal } = this;
    const achievements = this.achievements.get(campaign) ?? [];
    if (achievements.length === 0 && declared.collections.ofCampaign(application, campaign).size === 0) return this;
    return { variables: ruleVariables(declared, application, campaign, achievements), attributeTypes, personal };
  }

  /** Compiled when first asked for, once per version of a ruleset: a version is an object that never changes. */
  compiled(ruleset: Ruleset): CompiledRuleset {
    const known = this.rulesets.get(ruleset);
    if (known !== undefined) return known;
    const compiled = compileRuleset(ruleset, this.of(ruleset.campaign));
    this.rulesets.set(ruleset, compiled);
    return compiled;
  }
}
