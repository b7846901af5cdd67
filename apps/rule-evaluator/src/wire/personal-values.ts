import type { Personal } from '@tessera/event-contracts';
import type { AttributeEntity, Catalog, CompiledRule, Effect, PersonalNames, RuleFailure } from '@tessera/promotion';

/** What is personal in one application: declared attributes, and what rules that read one say. */
export class PersonalValues implements Personal {
  private readonly all: PersonalNames;

  constructor(
    private readonly catalog: Catalog,
    private readonly application: bigint,
  ) {
    this.all = catalog.scope(application).personal;
  }

  get written(): boolean {
    return this.all.size > 0;
  }

  names(entity: AttributeEntity, eventType?: string): ReadonlySet<string> {
    const names = this.all.get(entity) ?? NONE;
    if (eventType === undefined || names.size === 0) return names;
    const ofType = this.catalog.attributes(this.application, entity, eventType);
    return new Set([...names].filter((name) => ofType.get(name)?.personal));
  }

  /**
   * Which part of a prop came from which attribute is not known, so all that a rule gives counts as personal if the rule
   * reads a personal attribute anywhere, but for whole numbers and truths: amounts, points, positions and ids are what
   * budgets, ledgers and readers count with.
   */
  prop(effect: Effect, name: string): boolean {
    if (this.all.size === 0) return false;
    // A refusal quotes what was in the way of a rule, and does not say of which version.
    if (effect.ruleId === '') return name === 'details';
    if (effect.type === 'updateAttribute' && name === 'value') return this.isWritten(effect) || this.reads(effect);
    const value = effect.props[name];
    return typeof value !== 'bigint' && typeof value !== 'boolean' && this.reads(effect);
  }

  failure({ campaign, ruleId }: RuleFailure): boolean {
    if (this.all.size === 0 || ruleId === '') return false;
    const rule = this.rules(campaign).find((one) => one.rule.id === ruleId);
    return rule === undefined || rule.isPersonal;
  }

  /** `Profile.attributes.email`: what stands in it is personal, wherever it came from. */
  private isWritten({ props: { path } }: Effect): boolean {
    const name = typeof path === 'string' ? path.split('.').at(-1) : undefined;
    return name !== undefined && [...this.all.values()].some((names) => names.has(name));
  }

  /** What an older version of the rule read is not in the catalog any more. */
  private reads({ campaign, ruleId, rulesetVersion }: Effect): boolean {
    const rule = this.rules(campaign, rulesetVersion).find((one) => one.rule.id === ruleId);
    return rule === undefined || rule.isPersonal;
  }

  private rules(id: bigint, version?: number): readonly CompiledRule[] {
    const campaign = this.catalog.campaign(this.application, id);
    const compiled = campaign && this.catalog.compiled(campaign);
    return compiled && (version ?? compiled.ruleset.version) === compiled.ruleset.version ? compiled.rules : [];
  }
}

const NONE: ReadonlySet<string> = new Set();
